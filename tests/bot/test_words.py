"""The catalogue of sentences: complete, and in proper Slovak form."""

import re
from pathlib import Path

import pytest
import yaml

from bot.actions.words import WORDS, WORDS_FILE

ROOT = Path(__file__).parents[2]
SAID = re.compile(r'WORDS\(\s*"(\w+)"')


def test_every_sentence_the_actions_say_is_there() -> None:
    """And none is there that nobody says."""
    code = "".join(
        path.read_text(encoding="utf-8")
        for path in [*(ROOT / "bot/actions").glob("*.py"), ROOT / "bot/channel.py"]
    )
    catalogue = set(yaml.safe_load(WORDS_FILE.read_text(encoding="utf-8")))
    named = set(re.findall(r'"(\w+)"', code)) | {
        f"choice_{name}" for name in re.findall(r'"(\w+)"', code)
    }

    assert set(SAID.findall(code)) <= catalogue
    assert {name for name in catalogue if not name.startswith("ticket_state_")} <= named


def test_an_unknown_state_of_a_ticket_counts_as_accepted() -> None:
    """A new state in handoff never breaks the answer."""
    assert WORDS.ticket_state("no-such-state") == WORDS("ticket_state_new")


@pytest.mark.parametrize(
    "file", ["domain.yml", "bot/actions/words.yml", "bot/actions/diagnostics.yml"]
)
def test_customers_are_addressed_formally(file: str) -> None:
    """No familiar form slips into what people read."""
    said = (ROOT / file).read_text(encoding="utf-8")

    assert not re.search(r"\b(tvoj\w*|tebe|teba|ťa|napíš|máš|vieš|skús)\b", said, re.IGNORECASE)
