"""Which other sites' pages may carry the chat: those listed, and in the demo this machine's own."""

import re
from dataclasses import dataclass

# As a browser writes it in the Origin header: no path, no default port, nothing to smuggle in.
_ORIGIN = re.compile(r"https?://(?:[a-z0-9-]+(?:\.[a-z0-9-]+)*|\[[0-9a-f:]+\])(?::\d{1,5})?")
# A demo serves on this machine, and who opens a page on it from there is its own person.
LOOPBACK = re.compile(r"https?://(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?")
_LOOPBACK_SOURCES = tuple(
    f"{scheme}://{host}:*" for scheme in ("http", "https") for host in ("localhost", "127.0.0.1")
)


@dataclass(frozen=True, slots=True)
class Origins:
    """*listed* such as ``https://centrum.example``; *loopback*: any port of this machine too."""

    listed: tuple[str, ...] = ()
    loopback: bool = False

    def allow(self, origin: str) -> bool:
        """Say whether a page of that origin may connect and call."""
        return origin in self.listed or (self.loopback and bool(LOOPBACK.fullmatch(origin)))

    @property
    def pattern(self) -> str | None:
        """A regular expression of the origins that are allowed without being listed, if any."""
        return LOOPBACK.pattern if self.loopback else None

    @property
    def sources(self) -> tuple[str, ...]:
        """The same as sources of a Content-Security-Policy."""
        # A policy has no words for an IPv6 address, and browsers complain of one.
        named = tuple(origin for origin in self.listed if "[" not in origin)
        return (*named, *(_LOOPBACK_SOURCES if self.loopback else ()))


def read_origins(text: str, loopback: bool) -> Origins:
    """Read origins separated by spaces; raise ValueError naming what is not one."""
    listed = [word.lower().removesuffix("/") for word in text.split()]
    for origin in listed:
        if not _ORIGIN.fullmatch(origin):
            raise ValueError(f"{origin!r} is not an origin such as https://centrum.example")
    return Origins(tuple(listed), loopback)
