"""What can happen in a conversation: the events of the log and the values they carry."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Customer:
    """Who the verified token says it is."""

    id: str
    name: str
    email: str
    auth_time: datetime | None = None


@dataclass(frozen=True, slots=True)
class OperatorRef:
    """An operator as customers may see one."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Field:
    """One diagnostic detail; *provenance* is said, detected or verified."""

    name: str
    value: str
    provenance: str = "said"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A stored picture; sizes in pixels and bytes."""

    id: str
    type: str
    width: int
    height: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Draft:
    """The request that could be filed, to the letter."""

    version: int
    subject: str
    text: str
    diagnostics: tuple[Field, ...] = ()
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened at a moment, in UTC."""

    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened(Event):
    """The customer came."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerSaid(Event):
    """The customer wrote, sent a picture or pressed a choice."""

    id: str
    text: str
    attachment: Attachment | None = None
    choice: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BotSaid(Event):
    """The assistant answered the message numbered *turn*, under the owner's *epoch*."""

    payload: Mapping[str, Any]
    turn: int
    epoch: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorSaid(Event):
    """The operator wrote, under the owner's *epoch*."""

    id: str
    text: str
    operator: OperatorRef
    epoch: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagnosticsNoted(Event):
    """Details became known; *turn* is the message they answer, if any."""

    fields: tuple[Field, ...]
    turn: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HumanRequested(Event):
    """A person is wanted and somebody is available."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NobodyFree(Event):
    """A person is wanted and nobody is available; the customer chooses."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitChosen(Event):
    """The customer would rather wait."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitLeft(Event):
    """The customer left the queue, or waited too long (*reason*: customer or expired)."""

    reason: str = "customer"


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorAccepted(Event):
    """An operator took the conversation."""

    operator: OperatorRef


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorLost(Event):
    """The operator's lease ended; the customer stands at the head of the queue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedBack(Event):
    """The operator gave the conversation back to the assistant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BotResumed(Event):
    """The customer went back to the assistant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketDrafted(Event):
    """There is a new version of the draft; *turn* is the message it answers, if any."""

    draft: Draft
    turn: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketFiled(Event):
    """The draft of this *version* became a ticket."""

    number: str
    subject: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed(Event):
    """It is over; *by* is customer, operator or desk."""

    by: str
    resolution: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopened(Event):
    """The customer came back to a closed conversation."""


EVENTS: tuple[type[Event], ...] = (
    Opened,
    CustomerSaid,
    BotSaid,
    OperatorSaid,
    DiagnosticsNoted,
    HumanRequested,
    NobodyFree,
    WaitChosen,
    WaitLeft,
    OperatorAccepted,
    OperatorLost,
    HandedBack,
    BotResumed,
    TicketDrafted,
    TicketFiled,
    Closed,
    Reopened,
)
