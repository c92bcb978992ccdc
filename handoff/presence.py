"""When an operator counts as available: computed from everything known, never from a connection alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

LEASE = timedelta(seconds=15)


class Status(Enum):
    """What an operator declares."""

    AVAILABLE = "available"
    AWAY = "away"
    OFFLINE = "offline"


@dataclass(frozen=True, slots=True)
class Operator:
    """What the floor knows of an operator who signed on; *slots* is how many chats at once."""

    id: str
    name: str
    slots: int = 2
    status: Status = Status.AWAY
    on_phone: bool = False
    on_email: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """An operator with what changes from moment to moment: slots in use and the last beat."""

    operator: Operator
    used: int
    beat_at: datetime | None


@dataclass(frozen=True, slots=True)
class Availability:
    """Whether a customer who asks now finds somebody, and how many operators stand where."""

    available: bool
    reason: Mapping[str, int]  # free, away, offline, gone, phone, email, full
    waiting: int


def alive(beat_at: datetime | None, now: datetime) -> bool:
    """Say whether the lease holds; a clock that stepped back does not end it."""
    return beat_at is not None and now - beat_at < LEASE


def why_not(standing: Standing, now: datetime) -> tuple[str, ...]:
    """Return why the operator is not available, the main reason first; empty means available."""
    operator = standing.operator
    return tuple(
        name
        for name, stands in (
            ("gone", operator.status is not Status.OFFLINE and not alive(standing.beat_at, now)),
            ("offline", operator.status is Status.OFFLINE),
            # Only what is listed as available is: a new status cannot leak.
            ("away", operator.status not in (Status.AVAILABLE, Status.OFFLINE)),
            ("phone", operator.on_phone),
            ("email", operator.on_email),
            ("full", standing.used >= operator.slots),
        )
        if stands
    )


REASONS = ("free", "phone", "email", "full", "away", "gone", "offline")


def availability(standings: Iterable[Standing], waiting: int, now: datetime) -> Availability:
    """Count each operator under the main reason; available if at least one is free."""
    counts = dict.fromkeys(REASONS, 0)
    for standing in standings:
        reasons = why_not(standing, now)
        counts[reasons[0] if reasons else "free"] += 1
    return Availability(counts["free"] > 0, counts, waiting)
