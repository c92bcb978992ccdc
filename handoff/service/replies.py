"""What the assistant may say: one place turns its replies into events, or refuses them all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from handoff.errors import BotUnavailable
from handoff.events import BotSaid, DiagnosticsNoted, Event, Field

# Payloads shown to the customer, and what each must have to be shown.
SHOWN: Mapping[str, frozenset[str]] = {
    "text": frozenset({"text"}),
    "article": frozenset({"slug", "title", "url", "passage"}),
    "suggestions": frozenset({"text", "hits"}),
    "choices": frozenset({"text", "choices"}),
    "question": frozenset({"field", "text", "choices"}),
    "summary": frozenset({"text", "fields"}),
    "channels": frozenset({"text"}),
}
PROVENANCES = frozenset({"said", "detected", "verified"})
REASON_LENGTH = 40

Payload = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Wish:
    """What the assistant asks the desk to do: *kind* is human_requested or ticket_requested."""

    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class Replies:
    """A turn's answer: what to log, and what the desk shall do after it."""

    events: tuple[Event, ...]
    wish: Wish | None = None


def read_replies(payloads: Sequence[Payload], turn: int, epoch: int, at: datetime) -> Replies:
    """Return the replies to message *turn*; raise :class:`BotUnavailable` if they make no sense."""
    events: list[Event] = []
    wish: Wish | None = None
    for payload in payloads:
        match payload:
            case {"type": str(kind), **rest} if SHOWN.get(kind, {""}) <= rest.keys():
                events.append(BotSaid(payload=dict(payload), turn=turn, epoch=epoch, at=at))
            case {"type": "diagnostics", "fields": [_, *_] as fields}:
                noted = tuple(_field(field) for field in fields)
                events.append(DiagnosticsNoted(fields=noted, turn=turn, at=at))
            case {"type": "human_requested" | "ticket_requested" as kind}:
                reason = payload.get("reason")
                wish = Wish(kind, str(reason)[:REASON_LENGTH] if reason else "asked")
            case {"type": "diagnostics", "fields": []}:
                pass  # it asked and learned nothing
            case _:
                raise BotUnavailable("a reply that is not in the contract")
    if not events and wish is None:
        raise BotUnavailable("no reply at all")
    return Replies(tuple(events), wish)


def _field(field: Any) -> Field:
    match field:
        case {"name": str(name), "value": str(value), "provenance": str(provenance)} if (
            provenance in PROVENANCES
        ):
            return Field(name, value, provenance)
        case _:
            raise BotUnavailable("a diagnostic field that is not in the contract")


def offered(payload: Payload, choice: str) -> str | None:
    """Return the label of a choice that the payload offers, else None."""
    for one in payload.get("choices", ()):
        if one.get("id") == choice:
            return str(one.get("label", ""))
    for hit in payload.get("hits", ()):
        if f"article:{hit.get('slug')}" == choice:
            return str(hit.get("title", ""))
    return None
