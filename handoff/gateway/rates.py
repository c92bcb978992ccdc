"""How often one connection may do something: a bucket of tokens that fills with time."""

from dataclasses import dataclass
from datetime import datetime

from handoff.errors import RateLimited


@dataclass(frozen=True, slots=True)
class Rate:
    """*times* in *seconds*, all of them at once if one likes."""

    times: int
    seconds: float


class Bucket:
    """One connection's use of one rate."""

    def __init__(self, rate: Rate, now: datetime) -> None:
        self._rate = rate
        self._left = float(rate.times)
        self._at = now

    def take(self, now: datetime) -> None:
        """Use one token, or raise RateLimited saying when there is one again."""
        refill = self._rate.times / self._rate.seconds
        passed = max(0.0, (now - self._at).total_seconds())
        self._left = min(float(self._rate.times), self._left + passed * refill)
        self._at = now
        if self._left < 1:
            raise RateLimited(round((1 - self._left) / refill, 1))
        self._left -= 1
