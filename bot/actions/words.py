"""The Slovak sentences of the actions, read from words.yml."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

WORDS_FILE = Path(__file__).with_name("words.yml")


class Words:
    """The sentences by name."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts

    @classmethod
    def load(cls, path: Path = WORDS_FILE) -> "Words":
        """Read the catalogue, a sentence a name."""
        return cls(yaml.safe_load(path.read_text(encoding="utf-8")))

    def __call__(self, name: str, **values: Any) -> str:
        """The sentence *name* with *values* in it; raise KeyError if there is none."""
        return self._texts[name].format(**values)

    def choice(self, choice: str) -> dict[str, str]:
        """One quick reply in the form of docs/protocol.md."""
        return {"id": choice, "label": self(f"choice_{choice}")}

    def ticket_state(self, state: str) -> str:
        """How a ticket's state is called; one that is not known yet counts as accepted."""
        return self._texts.get(f"ticket_state_{state}", self("ticket_state_new"))


WORDS = Words.load()
