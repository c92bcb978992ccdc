# Every command of the project; `make help` lists them.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
PYTHON ?= python3
LAUNCH := $(PYTHON) -m launch
BIN := .venv/bin
PYTEST := -m pytest --durations=5
# bot/actions is checked in its own environment, where the types of rasa_sdk are.
TYPED := handoff retrieval launch
PINS := -q --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host
NODE_PATH := PATH="$$PATH:$(CURDIR)/.venv/bin"

.PHONY: help run up prepare prepare-dev train test test-bot test-widget test-python test-e2e check lint types contracts \
	links widget-check format eval bench parse requirements clean

help: ## list every target
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 16

run: ## prepare what changed, start everything, print the addresses; Ctrl-C ends it
	@$(LAUNCH) run

up: ## start everything as it was last prepared
	@$(LAUNCH) up

prepare: ## environments, widget, encoder, index, model: only what changed
	@$(LAUNCH) prepare

prepare-dev: ## prepare, with the tools of tests and checks
	@$(LAUNCH) prepare --dev

train: ## train Rasa, even if nothing changed
	@$(LAUNCH) train

test: prepare-dev check test-widget test-bot test-python test-e2e ## everything: checks, unit, integration and end-to-end tests

test-widget: ## the widget's unit tests
	cd widget && $(NODE_PATH) npm test

test-bot: ## the assistant's tests, in Rasa's environment
	.venv-rasa/bin/python $(PYTEST) tests/bot

test-python: ## unit and integration tests in Python
	$(BIN)/python $(PYTEST) --ignore=tests/bot --ignore=tests/e2e

# Alone: Playwright keeps an event loop of its own in the thread where async tests would start theirs.
test-e2e: ## the journey on the real product in a real browser
	$(BIN)/python $(PYTEST) tests/e2e

check: lint types contracts links widget-check ## lint, formatting, types, import contracts, dead links; the same as pre-commit

lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types:
	$(BIN)/mypy $(TYPED)
	.venv-rasa/bin/python -m mypy bot/actions

contracts:
	$(BIN)/lint-imports

links:
	$(BIN)/python -m launch.links

widget-check:
	cd widget && $(NODE_PATH) npm run check

format: ## put every file into the agreed format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	cd widget && $(NODE_PATH) npm run format

eval: prepare ## measure retrieval on the held-out questions; EXTERNAL=file.jsonl adds others' questions
	$(BIN)/python -m retrieval eval $(if $(EXTERNAL),--external $(EXTERNAL))

bench: prepare ## time retrieval beside the bare encoder, in the same run; FULL=1 adds a million passages
	$(BIN)/python -m retrieval bench $(if $(FULL),--full)

parse: ## FILE=utterances.txt: intent, confidence, ranking and entities of each line, as JSON lines
	@$(LAUNCH) parse $(FILE)

requirements: prepare-dev ## compile the pins anew from requirements/*.in
	$(BIN)/python -m piptools compile $(PINS) --unsafe-package=torch -c requirements/torch.txt \
		-o requirements/main.txt requirements/main.in
	$(BIN)/python -m piptools compile $(PINS) --unsafe-package=torch -o requirements/dev.txt requirements/dev.in
	.venv-rasa/bin/python -m venv .run/pip-tools
	.run/pip-tools/bin/python -m pip install -q pip-tools
	.run/pip-tools/bin/python -m piptools compile $(PINS) --allow-unsafe -o requirements/rasa.txt requirements/rasa.in
	.run/pip-tools/bin/python -m piptools compile $(PINS) -o requirements/rasa-dev.txt requirements/rasa-dev.in

clean: ## remove everything that was made: environments, prepared data, state
	rm -rf .venv .venv-rasa .run .rasa widget/node_modules widget/dist
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
