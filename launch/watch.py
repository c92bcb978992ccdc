"""Follow the children: who died, who is back, and who keeps dying."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from launch.supervise import ChildState

# A child that dies this often without once having been ready will not get better by itself.
TOO_OFTEN = 4
# One that gets ready and dies again and again is given up too: this many times in the window.
TOO_MANY, WINDOW_SECONDS = 20, 300.0
# Supervisor's words for a child that is down and not by our wish.
DOWN = frozenset({"BACKOFF", "EXITED", "FATAL"})


@dataclass
class Watched:
    """What is known of one child; *deaths* counts those since it was last ready."""

    name: str
    pid: int = 0
    started: int = 0
    buried: bool = True
    healthy: bool = False
    why: str = "not started yet"
    deaths: int = 0
    died_at: list[float] = field(default_factory=list)

    def look(self, state: ChildState, now: float) -> list[str]:
        """Take in *state* seen at *now* (monotonic seconds); return what to tell."""
        lines: list[str] = []
        if state.started != self.started:
            lines += self.bury(now)
            self.started, self.buried = state.started, False
        self.pid = state.pid or self.pid
        if state.state in DOWN:
            lines += self.bury(now)
            self.pid = 0
        return lines

    def bury(self, now: float) -> list[str]:
        """Count the death of the run under way, once."""
        if self.buried:
            return []
        self.buried, self.healthy, self.why = True, False, "restarting"
        self.deaths += 1
        self.died_at = [at for at in self.died_at if now - at < WINDOW_SECONDS] + [now]
        process = f" (process {self.pid})" if self.pid else ""
        return [f"! {self.name}{process} ended and is restarted"]

    def saw_health(self, healthy: bool, why: str) -> list[str]:
        """Note an answer to 'are you ready?'; return what to tell."""
        news = healthy and not self.healthy and self.died_at
        self.healthy, self.why = healthy, why
        if healthy:
            self.deaths = 0
        return [f"  {self.name} is ready again (process {self.pid})"] if news else []

    @property
    def hopeless(self) -> bool:
        """Whether it keeps dying."""
        return self.deaths >= TOO_OFTEN or len(self.died_at) >= TOO_MANY


class Watch:
    """The children by name."""

    def __init__(self, names: Iterable[str]) -> None:
        self.children = {name: Watched(name) for name in names}

    def update(self, states: Iterable[ChildState], now: float) -> list[str]:
        """Take in *states* seen at *now* (monotonic seconds); return what to tell, a line each."""
        lines: list[str] = []
        for state in states:
            if state.name in self.children:
                lines += self.children[state.name].look(state, now)
        return lines

    def hopeless(self) -> Watched | None:
        """Return a child that keeps dying, or None."""
        return next((child for child in self.children.values() if child.hopeless), None)

    def waiting(self) -> list[Watched]:
        """List the children that are not ready."""
        return [child for child in self.children.values() if not child.healthy]
