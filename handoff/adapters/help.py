"""The help articles over HTTP: the retrieval service."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import httpx

from handoff.errors import HelpUnavailable


class RetrievalHelp:
    """A :class:`~handoff.ports.Help` that asks retrieval."""

    def __init__(self, client: httpx.AsyncClient, url: str, token: str) -> None:
        """*url* is where retrieval listens, *token* the inner token."""
        self._client = client
        self._url = url
        self._headers = {"Authorization": f"Bearer {token}"}

    async def search(self, q: str, k: int) -> Mapping[str, Any]:
        """Return the hits, or raise HelpUnavailable."""
        return await self._ask("POST", "/search", {"q": q, "k": k})

    async def categories(self) -> Mapping[str, Any]:
        """Return the categories with their articles, or raise HelpUnavailable."""
        return await self._ask("GET", "/categories")

    async def article(self, slug: str) -> Mapping[str, Any] | None:
        """Return the article or None, or raise HelpUnavailable."""
        try:
            return await self._ask("GET", f"/articles/{quote(slug, safe='')}")
        except LookupError:
            return None

    async def _ask(
        self, method: str, path: str, body: Mapping[str, Any] | None = None
    ) -> Mapping[str, Any]:
        try:
            answer = await self._client.request(
                method, self._url + path, json=body, headers=self._headers
            )
            if answer.status_code == httpx.codes.NOT_FOUND:
                raise LookupError(path)
            answer.raise_for_status()
            found = answer.json()
        except (httpx.HTTPError, ValueError) as error:
            raise HelpUnavailable(type(error).__name__) from error
        if not isinstance(found, dict):
            raise HelpUnavailable("not an object")
        return found
