"""The Rasa project as Rasa's own tools see it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.serve import MODELS, newest_model
from tests.bot.stack import ROOT

ENVIRONMENT = {
    "RASA_TELEMETRY_ENABLED": "false",
    "INNER_TOKEN": "t",
    "ACTIONS_URL": "http://127.0.0.1:9",
    "RETRIEVAL_URL": "http://127.0.0.1:9",
}


def rasa(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "rasa", *arguments],
        cwd=ROOT,
        env={**os.environ, **ENVIRONMENT},
        capture_output=True,
        text=True,
        check=False,
        timeout=200,
    )


def test_the_data_is_valid() -> None:
    """Not even a warning."""
    files = ("--config", "config.yml", "--domain", "domain.yml", "--data", "bot/data")

    done = rasa("data", "validate", "--fail-on-warnings", *files)

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.model
def test_the_stories_are_predicted(tmp_path: Path) -> None:
    """`rasa test core` on the trained model, every action right."""
    model = newest_model(ROOT / os.environ.get("RASA_MODELS", str(MODELS)))
    files = ("--stories", "bot/data/tests", "--model", str(model), "--out", str(tmp_path))

    done = rasa("test", "core", "--fail-on-prediction-errors", "--no-plot", *files)

    assert done.returncode == 0, done.stdout + done.stderr


def test_training_without_retrieval_says_what_to_do(tmp_path: Path) -> None:
    """One line that names the cure, and no model."""
    files = ("--config", "config.yml", "--domain", "domain.yml", "--data", "bot/data")

    done = rasa("train", *files, "--out", str(tmp_path), "--force")

    assert done.returncode != 0
    assert "start `python -m retrieval serve`" in done.stdout + done.stderr
    assert not list(tmp_path.glob("*.tar.gz"))


@pytest.mark.parametrize("missing", ["RASA_PORT", "INNER_TOKEN", "ACTIONS_URL", "RETRIEVAL_URL"])
def test_a_missing_variable_is_one_clear_line(missing: str) -> None:
    """At start, before anything is loaded."""
    environment = {**ENVIRONMENT, "RASA_PORT": "8001", missing: ""}
    done = subprocess.run(
        [sys.executable, "-m", "bot.serve"],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert done.returncode == 1
    assert done.stderr.strip() == f"bot: {missing} is not set"


def test_a_missing_model_is_one_clear_line(tmp_path: Path) -> None:
    """It names the way to make one."""
    with pytest.raises(SystemExit, match="make train"):
        newest_model(tmp_path)
