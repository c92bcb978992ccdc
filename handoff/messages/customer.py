"""What a customer's chat may send: a closed set of frames, parsed from untrusted payloads in one place."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from handoff.errors import BadFrame, UnknownEvent
from handoff.messages import limits
from handoff.messages.shapes import Shape, optional, record, text, whole


@dataclass(frozen=True, slots=True)
class Say:
    id: str
    text: str
    attachment: str | None = None


@dataclass(frozen=True, slots=True)
class Choose:
    id: str
    choice: str
    of: int


@dataclass(frozen=True, slots=True)
class AskHuman:
    id: str


@dataclass(frozen=True, slots=True)
class Context:
    os: str | None = None
    os_version: str | None = None
    browser: str | None = None
    browser_version: str | None = None
    page: str | None = None

    def environment(self) -> dict[str, str]:
        """What the browser said, without what it left out."""
        said = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in said.items() if value}


@dataclass(frozen=True, slots=True)
class Wait:
    id: str


@dataclass(frozen=True, slots=True)
class LeaveQueue:
    id: str


@dataclass(frozen=True, slots=True)
class Draft:
    id: str
    subject: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class File:
    id: str
    version: int


@dataclass(frozen=True, slots=True)
class TalkToBot:
    id: str


@dataclass(frozen=True, slots=True)
class Close:
    id: str


@dataclass(frozen=True, slots=True)
class Reopen:
    id: str


@dataclass(frozen=True, slots=True)
class Sync:
    conversation: str
    seq: int


@dataclass(frozen=True, slots=True)
class Typing:
    pass


FromCustomer = (
    Say
    | Choose
    | AskHuman
    | Context
    | Wait
    | LeaveQueue
    | Draft
    | File
    | TalkToBot
    | Close
    | Reopen
    | Sync
    | Typing
)

_ID = {"id": limits.message_id}
_FACT = optional(text(limits.MAX_FACT, shortest=0))
_only_id = record(_ID)

_FRAMES: Mapping[str, tuple[Callable[..., FromCustomer], Shape]] = {
    "say": (
        Say,
        record(
            _ID | {"text": text(limits.MAX_TEXT, shortest=0)},
            {"attachment": optional(limits.attachment_id)},
        ),
    ),
    "choose": (Choose, record(_ID | {"choice": limits.choice_id, "of": whole(1)})),
    "ask_human": (AskHuman, _only_id),
    "context": (
        Context,
        record({}, dict.fromkeys((field.name for field in fields(Context)), _FACT)),
    ),
    "wait": (Wait, _only_id),
    "leave_queue": (LeaveQueue, _only_id),
    "draft": (
        Draft,
        record(
            _ID,
            {
                "subject": optional(text(limits.MAX_SUBJECT)),
                "text": optional(text(limits.MAX_DRAFT)),
            },
        ),
    ),
    "file": (File, record(_ID | {"version": whole(1)})),
    "talk_to_bot": (TalkToBot, _only_id),
    "close": (Close, _only_id),
    "reopen": (Reopen, _only_id),
    "sync": (Sync, record({"conversation": limits.thing_id, "seq": whole()})),
    "typing": (Typing, record({})),
}
CUSTOMER_EVENTS = tuple(_FRAMES)

_auth = record({"token": limits.auth_token})


def parse_customer_frame(event: str, payload: Any) -> FromCustomer:
    """Turn an untrusted payload into a frame, or raise BadFrame or UnknownEvent."""
    if event not in _FRAMES:
        raise UnknownEvent
    make, shape = _FRAMES[event]
    frame = make(**shape(payload))
    if isinstance(frame, Say) and not (frame.text.strip() or frame.attachment):
        raise BadFrame("text: text is empty")
    return frame


def parse_auth(auth: Any) -> str:
    """Return the token a connection was opened with, or raise BadFrame."""
    return str(_auth(auth)["token"])
