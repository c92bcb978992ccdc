"""What the launcher reports to a person: one line that says what is wrong and how to cure it."""

from __future__ import annotations


class LaunchError(Exception):
    """The launcher cannot go on; the message is one line that names the cure."""


class Stopped(BaseException):
    """A signal asked the launcher to end; not an Exception, so that no handler keeps it."""


def one_line(text: str, limit: int = 300) -> str:
    """Return *text* on one line, at most *limit* characters."""
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[: limit - 1] + "…"
