"""The diagnostics as data (diagnostics.yml): which kind of problem, what it needs, how it is asked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bot.folding import folded

PLAN_FILE = Path(__file__).with_name("diagnostics.yml")
FIELDS = ("problem", "environment", "address", "screenshot")


@dataclass(frozen=True)
class Kind:
    """A kind of problem; an urgent one goes to a person at once."""

    name: str
    fields: tuple[str, ...]
    patterns: tuple[re.Pattern[str], ...] = ()
    urgent: bool = False
    ask: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """All of diagnostics.yml."""

    kinds: tuple[Kind, ...]
    asks: Mapping[str, Mapping[str, str]]
    never_ask: tuple[str, ...]
    max_questions: int
    systems: Mapping[str, str]
    browsers: Mapping[str, str]

    @classmethod
    def load(cls, path: Path = PLAN_FILE) -> "Plan":
        """Read the plan; raise ValueError if a kind names an unknown field."""
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        return cls(
            kinds=tuple(_kind(kind) for kind in data["kinds"]),
            asks=data["fields"],
            never_ask=tuple(data["never_ask"]),
            max_questions=int(data["max_questions"]),
            systems=data["systems"],
            browsers=data["browsers"],
        )

    def kind_of(self, text: str) -> Kind:
        """The first kind whose pattern is in *text*; the last, open one otherwise."""
        flat = folded(text)
        for kind in self.kinds:
            if any(pattern.search(flat) for pattern in kind.patterns):
                return kind
        return self.kinds[-1]

    def wording(self, name: str, kind: Kind) -> str:
        """How the field *name* is asked for this kind of problem."""
        return kind.ask.get(name) or self.asks[name]["ask"]

    def wordings(self) -> list[str]:
        """Every question that could ever be asked."""
        general = [said for ask in self.asks.values() for said in (ask["ask"], ask.get("confirm"))]
        special = [said for kind in self.kinds for said in kind.ask.values()]
        return [said for said in [*general, *special] if said]


def _kind(data: Mapping[str, Any]) -> Kind:
    unknown = set(data["fields"]) - set(FIELDS)
    if unknown:
        raise ValueError(f"diagnostics.yml: {data['kind']} needs unknown fields {sorted(unknown)}")
    return Kind(
        name=data["kind"],
        fields=tuple(data["fields"]),
        patterns=tuple(re.compile(pattern) for pattern in data["patterns"]),
        urgent=bool(data.get("urgent", False)),
        ask=data.get("ask", {}),
    )


PLAN = Plan.load()
