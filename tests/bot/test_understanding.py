"""What the real model understands of utterances it was not trained on."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from bot.folding import folded
from tests.bot.stack import ROOT, TOKEN, Stack

pytestmark = pytest.mark.model
HELD_OUT = yaml.safe_load(Path(__file__).with_name("utterances.yml").read_text(encoding="utf-8"))
EXPECTED = [(intent, text) for intent, texts in HELD_OUT.items() for text in texts]
NOWHERE = "http://127.0.0.1:9"
Answers = list[tuple[str, str]]


def understood(folder: Path, texts: list[str], retrieval: str) -> list[str]:
    """The intents that `python -m bot.parse` prints."""
    file = folder / "utterances.txt"
    file.write_text("\n".join(texts), encoding="utf-8")
    environment = {**os.environ, "RETRIEVAL_URL": retrieval, "INNER_TOKEN": TOKEN}
    printed = subprocess.run(
        [sys.executable, "-m", "bot.parse", str(file)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        check=True,
        timeout=120,
    ).stdout
    return [json.loads(line)["intent"] for line in printed.splitlines()]


def share(right: list[bool]) -> float:
    return sum(right) / len(right)


def test_held_out_utterances_are_new() -> None:
    """None of them is among the examples, with diacritics or without."""
    files = (ROOT / "bot" / "data" / "nlu").glob("*.yml")
    known = {
        folded(line.removeprefix("- "))
        for file in files
        for intent in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]
        for line in intent["examples"].splitlines()
    }

    assert not known & {folded(text) for _, text in EXPECTED}


def test_every_intent_has_thirty_examples() -> None:
    """And the three that matter most have more."""
    least = {"ask_help": 60, "report_fault": 60, "ask_human": 40}
    for file in (ROOT / "bot" / "data" / "nlu").glob("*.yml"):
        for intent in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]:
            examples = intent["examples"].splitlines()
            assert len(examples) >= least.get(intent["intent"], 30), intent["intent"]


def test_intents_are_understood_with_and_without_diacritics(running: Stack, tmp_path: Path) -> None:
    """Well, and hardly worse as typed on a phone."""
    texts = [text for _, text in EXPECTED]
    found = understood(tmp_path, texts + [folded(text) for text in texts], running.retrieval_url)
    right = [intent == got for (intent, _), got in zip(EXPECTED * 2, found, strict=True)]
    typed, bare = share(right[: len(texts)]), share(right[len(texts) :])

    assert typed >= 0.92
    assert bare >= typed - 0.03


@pytest.mark.parametrize("down", [False, True])
def test_a_person_is_asked_for_and_nobody_else(running: Stack, tmp_path: Path, down: bool) -> None:
    """Also when retrieval is down and only character n-grams are left."""
    retrieval = NOWHERE if down else running.retrieval_url
    found = understood(tmp_path, [text for _, text in EXPECTED], retrieval)
    pairs = [(intent, got) for (intent, _), got in zip(EXPECTED, found, strict=True)]
    recognised = share([got == "ask_human" for intent, got in pairs if intent == "ask_human"])
    false_alarms = share([got == "ask_human" for intent, got in pairs if intent != "ask_human"])

    assert recognised >= (0.9 if down else 0.98)
    assert false_alarms <= 0.02
