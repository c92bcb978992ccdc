"""What one turn is about: the customer's message and handoff's facts, read from the tracker once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rasa_sdk import Tracker

from bot.actions.help import Hit

LOOP = "diagnostics_form"


@dataclass(frozen=True)
class Turn:
    """The message of this turn and what is known around it."""

    text: str
    intent: str
    slug: str | None
    attachment: str | None
    environment: Mapping[str, str]
    available: bool
    tickets: tuple[Mapping[str, Any], ...]
    seed: Mapping[str, Any]
    gathering: bool

    @classmethod
    def read(cls, tracker: Tracker) -> "Turn":
        """Read the turn; what handoff did not send is empty."""
        message = tracker.latest_message or {}
        metadata = _mapping(message.get("metadata"))
        facts = _mapping(metadata.get("facts"))
        # Rasa keeps the metadata of the first message of an episode in this slot.
        first = _mapping(tracker.get_slot("session_started_metadata"))
        slugs = [e["value"] for e in message.get("entities", []) if e.get("entity") == "slug"]
        return cls(
            text=str(message.get("text") or ""),
            intent=str(_mapping(message.get("intent")).get("name") or ""),
            slug=slugs[0] if slugs else None,
            attachment=metadata.get("attachment"),
            environment={
                name: value
                for name, value in _mapping(facts.get("environment")).items()
                if isinstance(value, str) and value
            },
            available=facts.get("available") is not False,
            tickets=tuple(t for t in facts.get("tickets", ()) if isinstance(t, Mapping)),
            seed=_mapping(_mapping(first.get("facts")).get("seed")),
            gathering=_mapping(tracker.active_loop).get("name") == LOOP,
        )


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def offered(tracker: Tracker) -> list[str]:
    """Slugs of the articles already given in this episode."""
    return list(tracker.get_slot("offered") or [])


def candidates(tracker: Tracker) -> list[Hit]:
    """Hits that were found and not given yet, best first."""
    return [Hit.parse(hit) for hit in tracker.get_slot("candidates") or []]
