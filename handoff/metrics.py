"""What is counted, in words of the desk; nothing else in the package knows Prometheus."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4


class Metrics:
    """The counters of one process; also the desk's Ear."""

    def __init__(self) -> None:
        """Start from zero, in a registry of its own so that two never collide."""
        self._registry = CollectorRegistry()
        self._facts = Counter(
            "podpora_facts",
            "What happened at the desk",
            ["fact", "detail"],
            registry=self._registry,
        )
        self._refused = Counter(
            "podpora_refused_inputs",
            "Inputs from outside that were refused",
            ["door", "kind"],
            registry=self._registry,
        )
        self._connected = Gauge(
            "podpora_connections", "Open sockets", ["side"], registry=self._registry
        )
        self._answered = Histogram(
            "podpora_answer_seconds",
            "From an event's arrival to its acknowledgement",
            ["side", "event"],
            registry=self._registry,
        )
        self._failed = Counter(
            "podpora_failures",
            "Things of ours that failed and were retried or dropped",
            ["what"],
            registry=self._registry,
        )

    def heard(self, fact: str, **labels: str) -> None:
        """Count a fact of the desk, apart by its labels' values."""
        detail = ",".join(f"{name}={labels[name]}" for name in sorted(labels))
        self._facts.labels(fact, detail).inc()

    def input_refused(self, door: str, kind: str) -> None:
        """Count a refusal; *door* is customer, operator, http or connect, *kind* a code."""
        self._refused.labels(door, kind).inc()

    def came(self, side: str) -> None:
        """Count a socket that opened."""
        self._connected.labels(side).inc()

    def went(self, side: str) -> None:
        """Count a socket that closed."""
        self._connected.labels(side).dec()

    def answered(self, side: str, event: str, seconds: float) -> None:
        """Note how long an acknowledgement took."""
        self._answered.labels(side, event).observe(seconds)

    def failed(self, what: str) -> None:
        """Count something of ours that failed; a dropped or retried thing is always counted."""
        self._failed.labels(what).inc()

    def refused(self, door: str, kind: str) -> float:
        """Return how many inputs were refused at *door* as *kind*."""
        return (
            self._registry.get_sample_value(
                "podpora_refused_inputs_total", {"door": door, "kind": kind}
            )
            or 0.0
        )

    def exposition(self) -> bytes:
        """Return everything as Prometheus text."""
        return generate_latest(self._registry)
