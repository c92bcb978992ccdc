"""The assistant over HTTP: Rasa's desk channel."""

from collections.abc import Mapping, Sequence
from typing import Any

import httpx

from handoff.errors import BotBehind, BotUnavailable

BEHIND = 409


class RasaBot:
    """A :class:`~handoff.ports.Bot` that asks Rasa."""

    def __init__(self, client: httpx.AsyncClient, url: str, token: str) -> None:
        """*url* is where Rasa listens, *token* the inner token."""
        self._client = client
        self._url = f"{url}/webhooks/desk/turn"
        self._headers = {"Authorization": f"Bearer {token}"}

    async def turn(self, request: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
        """Answer a turn, or raise BotUnavailable or BotBehind."""
        try:
            answer = await self._client.post(self._url, json=request, headers=self._headers)
            if answer.status_code == BEHIND:
                raise BotBehind(str(answer.json()["error"]["known"]))
            answer.raise_for_status()
            replies = answer.json()["replies"]
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            # The class alone: a body may quote the customer.
            raise BotUnavailable(type(error).__name__) from error
        if not isinstance(replies, list) or not all(isinstance(reply, dict) for reply in replies):
            raise BotUnavailable("replies are not a list of objects")
        return replies
