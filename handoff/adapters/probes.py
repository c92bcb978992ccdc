"""Asks the other processes whether they are ready, in the words of /healthz."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import httpx

from handoff.errors import StoreUnavailable

Standing = Mapping[str, Any]


def of_service(
    client: httpx.AsyncClient, url: str, token: str
) -> Callable[[], Awaitable[Standing]]:
    """Return a probe of an inner service that answers ``{"ready", "why"?, "version"?}`` at *url*."""

    async def ask() -> Standing:
        try:
            answer = await client.get(url, headers={"Authorization": f"Bearer {token}"})
            said = answer.json()
        except (httpx.HTTPError, ValueError) as error:
            return {"ready": False, "why": f"no answer ({type(error).__name__})", "version": None}
        if not isinstance(said, dict):
            return {"ready": False, "why": "not an answer of ours", "version": None}
        # The actions server of rasa-sdk says only {"status": "ok"}.
        ready = said.get("ready", said.get("status") == "ok") is True and answer.is_success
        version = said.get("version") or said.get("rasa")
        return {
            "ready": ready,
            "why": None if ready else said.get("why") or "not ready",
            "version": version,
        }

    return ask


def of_store(ping: Callable[[], Awaitable[str]]) -> Callable[[], Awaitable[Standing]]:
    """Return a probe of the store; *ping* answers with its version."""

    async def ask() -> Standing:
        try:
            version = await ping()
        except StoreUnavailable:
            return {"ready": False, "why": "no answer", "version": None}
        return {"ready": True, "why": None, "version": version}

    return ask
