"""The help as the assistant sees it: a search over retrieval's HTTP, parsed into values."""

import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Protocol

import httpx

TIMEOUT = 2.5
MAX_PASSAGE = 400
MAX_QUESTION = 1000


class HelpUnavailable(Exception):
    """Retrieval does not answer."""


@dataclass(frozen=True)
class Hit:
    """One article found; score is the probability that it answers, 0 to 1."""

    slug: str
    title: str
    category: str
    url: str
    passage: str
    score: float

    @classmethod
    def parse(cls, found: Mapping[str, Any]) -> "Hit":
        """Read one hit of retrieval or of a slot; raise KeyError or ValueError if it is none."""
        slug = str(found["slug"])
        return cls(
            slug=slug,
            title=str(found["title"]),
            category=str(found["category"]),
            url=str(found.get("url") or f"/help/{slug}"),
            passage=str(found.get("passage", ""))[:MAX_PASSAGE],
            score=float(found.get("score", 0.0)),
        )

    def as_slot(self) -> dict[str, Any]:
        """This hit as plain JSON for a slot."""
        return asdict(self)


@dataclass(frozen=True)
class Found:
    """What the search decided: ``answer``, ``suggest`` or ``none``, with its hits, best first."""

    decision: str
    hits: tuple[Hit, ...] = ()


class Help(Protocol):
    async def search(self, question: str, k: int) -> Found:
        """Raise :class:`HelpUnavailable` if retrieval does not answer in time."""

    async def article(self, slug: str) -> Hit | None:
        """The article, or None if there is none; raise :class:`HelpUnavailable`."""


class RetrievalHelp:
    """The help behind retrieval's address."""

    def __init__(
        self, url: str, token: str, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._http = httpx.AsyncClient(
            base_url=url,
            headers={"Authorization": f"Bearer {token}"},
            timeout=TIMEOUT,
            transport=transport,
            trust_env=False,
        )

    @classmethod
    def from_environment(cls) -> "RetrievalHelp":
        return cls(os.environ.get("RETRIEVAL_URL", ""), os.environ.get("INNER_TOKEN", ""))

    async def search(self, question: str, k: int) -> Found:
        answer = await self._ask("POST", "/search", {"q": question[:MAX_QUESTION], "k": k})
        if answer.is_client_error and answer.status_code != httpx.codes.UNAUTHORIZED:
            # Retrieval refused the question itself: there is no answer to it.
            return Found("none")
        try:
            answer.raise_for_status()
            found = answer.json()
            hits = tuple(Hit.parse(hit) for hit in found["hits"])
            return Found(str(found["decision"]), hits)
        except (httpx.HTTPStatusError, ValueError, KeyError, TypeError) as error:
            raise HelpUnavailable(type(error).__name__) from error

    async def article(self, slug: str) -> Hit | None:
        answer = await self._ask("GET", f"/articles/{slug}")
        if answer.status_code == httpx.codes.NOT_FOUND:
            return None
        try:
            answer.raise_for_status()
            found = answer.json()
            return Hit.parse({**found, "passage": _opening(str(found.get("text", "")))})
        except (httpx.HTTPStatusError, ValueError, KeyError, TypeError) as error:
            raise HelpUnavailable(type(error).__name__) from error

    async def _ask(self, method: str, path: str, body: Any = None) -> httpx.Response:
        try:
            return await self._http.request(method, path, json=body)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise HelpUnavailable(type(error).__name__) from error


def _opening(text: str) -> str:
    """The first paragraph, cut at a word."""
    opening = text.strip().split("\n\n", 1)[0]
    if len(opening) <= MAX_PASSAGE:
        return opening
    return opening[: MAX_PASSAGE - 1].rsplit(" ", 1)[0] + "…"
