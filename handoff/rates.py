"""How often one connection may do something: a bucket of tokens that fills with time."""

from collections import OrderedDict
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


class Rates:
    """The buckets of many: one for each key, such as an address; the least recently used are forgotten."""

    def __init__(self, rate: Rate, most: int = 10_000) -> None:
        """Keep at most *most* keys; forgetting one is in its favour."""
        self._rate = rate
        self._most = most
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()

    def take(self, key: str, now: datetime) -> None:
        """Use one token of the key's, or raise RateLimited."""
        bucket = self._buckets.pop(key, None) or Bucket(self._rate, now)
        self._buckets[key] = bucket
        if len(self._buckets) > self._most:
            self._buckets.popitem(last=False)
        bucket.take(now)
