"""The floor: who waits, who is offered what, and which slot is taken by which conversation."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from handoff.presence import Availability, Operator

OFFER = timedelta(seconds=20)
DECLINE = timedelta(seconds=60)  # after that the operator may be offered it again


@dataclass(frozen=True, slots=True)
class Decline:
    """An operator would not take it, at that moment."""

    operator: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """A conversation in the queue."""

    conversation: str
    customer_id: str
    customer: str  # the name, for the console
    since: datetime
    reason: str = ""
    head: bool = False
    declined: tuple[Decline, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """A conversation offered to one operator."""

    id: str
    conversation: str
    operator: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Claim:
    """A conversation that holds one of the operator's slots: the claim *is* the slot."""

    conversation: str
    customer_id: str
    customer: str
    operator: str
    since: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Floor:
    """Everything about the floor but the beats, which would make every write contend."""

    operators: Mapping[str, Operator]
    queue: tuple[Waiting, ...] = ()
    offers: tuple[Offer, ...] = ()
    claims: tuple[Claim, ...] = ()

    def availability(self, beats: Mapping[str, datetime], now: datetime) -> Availability:
        raise NotImplementedError
