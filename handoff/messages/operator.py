"""What an operator's console may send: a closed set of frames, parsed from untrusted payloads in one place."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from handoff.errors import UnknownEvent
from handoff.messages import limits
from handoff.messages.shapes import Shape, flag, one_of, optional, record, text, whole


@dataclass(frozen=True, slots=True)
class Presence:
    status: str
    on_phone: bool
    on_email: bool


@dataclass(frozen=True, slots=True)
class Beat:
    pass


@dataclass(frozen=True, slots=True)
class Accept:
    offer: str


@dataclass(frozen=True, slots=True)
class Decline:
    offer: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class OperatorSay:
    conversation: str
    id: str
    text: str
    seen_seq: int


@dataclass(frozen=True, slots=True)
class Note:
    conversation: str
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class End:
    conversation: str
    id: str
    resolution: str


@dataclass(frozen=True, slots=True)
class HandBack:
    conversation: str
    id: str


@dataclass(frozen=True, slots=True)
class Open:
    conversation: str


@dataclass(frozen=True, slots=True)
class OperatorSync:
    conversation: str
    seq: int


@dataclass(frozen=True, slots=True)
class Tickets:
    before: str | None = None
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class OneTicket:
    number: str


@dataclass(frozen=True, slots=True)
class OperatorTyping:
    conversation: str


FromOperator = (
    Presence
    | Beat
    | Accept
    | Decline
    | OperatorSay
    | Note
    | End
    | HandBack
    | Open
    | OperatorSync
    | Tickets
    | OneTicket
    | OperatorTyping
)

_WHICH = {"conversation": limits.thing_id}
_NAMED = _WHICH | {"id": limits.message_id}

_FRAMES: Mapping[str, tuple[Callable[..., FromOperator], Shape]] = {
    "presence": (
        Presence,
        record(
            {
                "status": one_of("available", "away", "offline"),
                "on_phone": flag,
                "on_email": flag,
            }
        ),
    ),
    "beat": (Beat, record({})),
    "accept": (Accept, record({"offer": limits.thing_id})),
    "decline": (
        Decline,
        record(
            {"offer": limits.thing_id},
            {"reason": optional(text(limits.MAX_FACT, shortest=0))},
        ),
    ),
    "say": (OperatorSay, record(_NAMED | {"text": limits.said, "seen_seq": whole()})),
    "note": (Note, record(_NAMED | {"text": limits.said})),
    "end": (
        End,
        record(_NAMED | {"resolution": one_of("solved", "not_solved", "no_answer")}),
    ),
    "hand_back": (HandBack, record(_NAMED)),
    "open": (Open, record(_WHICH)),
    "sync": (OperatorSync, record(_WHICH | {"seq": whole()})),
    "tickets": (
        Tickets,
        record(
            {},
            {
                "before": optional(limits.ticket_number),
                "limit": optional(whole(1, limits.MOST_TICKETS)),
            },
        ),
    ),
    "ticket": (OneTicket, record({"number": limits.ticket_number})),
    "typing": (OperatorTyping, record(_WHICH)),
}
OPERATOR_EVENTS = tuple(_FRAMES)


def parse_operator_frame(event: str, payload: Any) -> FromOperator:
    """Turn an untrusted payload into a frame, or raise BadFrame or UnknownEvent."""
    if event not in _FRAMES:
        raise UnknownEvent
    make, shape = _FRAMES[event]
    return make(**shape(payload))
