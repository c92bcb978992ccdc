"""When an operator counts as available: computed from all that is known, never from a connection."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

LEASE = timedelta(seconds=15)
REASONS = ("available", "on_phone", "on_email", "no_slot", "away", "gone", "offline")


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

    @property
    def free(self) -> bool:
        """Whether all that was declared leaves the operator free for a chat."""
        return self.status is Status.AVAILABLE and not self.on_phone and not self.on_email


@dataclass(frozen=True, slots=True)
class Standing:
    """An operator with what changes from moment to moment: slots in use and the last beat."""

    operator: Operator
    used: int
    beat_at: datetime | None

    def why_not(self, now: datetime) -> tuple[str, ...]:
        """Return why the operator is not available, the main reason first; empty: available."""
        operator = self.operator
        # Only what is listed as available is: a new status cannot leak.
        declared = () if operator.status is Status.AVAILABLE else (operator.status.value,)
        return (
            *declared,
            *(("gone",) if not alive(self.beat_at, now) else ()),
            *(("on_phone",) if operator.on_phone else ()),
            *(("on_email",) if operator.on_email else ()),
            *(("no_slot",) if self.used >= operator.slots else ()),
        )


@dataclass(frozen=True, slots=True)
class Availability:
    """Whether a customer who asks now finds somebody; *reason* counts operators by REASONS."""

    available: bool
    reason: Mapping[str, int]
    waiting: int


def alive(beat_at: datetime | None, now: datetime) -> bool:
    """Say whether the lease holds; a clock that stepped back does not end it."""
    return beat_at is not None and now - beat_at < LEASE


def availability(standings: Iterable[Standing], waiting: int, now: datetime) -> Availability:
    """Count each operator under the main reason; available if at least one is."""
    counts = dict.fromkeys(REASONS, 0)
    for standing in standings:
        why = standing.why_not(now)
        counts[why[0] if why else "available"] += 1
    return Availability(counts["available"] > 0, counts, waiting)
