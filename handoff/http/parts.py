"""What the HTTP side is built from, and what its endpoints share."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from jinja2 import Environment
from starlette.requests import ClientDisconnect, Request

from handoff.auth import CustomerTokens, OperatorAccounts
from handoff.errors import BadFrame
from handoff.http.pictures import TooLarge
from handoff.metrics import Metrics
from handoff.origins import Origins
from handoff.ports import Clock, Files, Help
from handoff.service import Desk

LARGEST_JSON = 16_000

# A component's {"ready": bool, "why": str | None, "version": str | None}.
Probe = Callable[[], Awaitable[Mapping[str, Any]]]


class Feedback(Protocol):
    """Where readers' opinions of articles go."""

    async def add(self, slug: str, helped: bool, at: datetime) -> None:
        """Raise OSError if it cannot be kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Everything the addresses need."""

    desk: Desk
    help: Help
    files: Files
    feedback: Feedback
    customer_tokens: CustomerTokens
    operators: OperatorAccounts
    metrics: Metrics
    clock: Clock
    company: Mapping[str, str]
    probes: Mapping[str, Probe]
    # Without these components no message can be taken.
    vital: frozenset[str]
    templates: Environment
    assets_dir: Path
    widget_dir: Path
    embed_origins: Origins
    # None outside demo mode; else what each demo customer has.
    demo: Mapping[str, Any] | None
    version: str


async def read_body(request: Request, largest: int) -> bytes:
    """Return the body; raise TooLarge as soon as it is, without reading the rest."""
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > largest:
        raise TooLarge
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > largest:
                raise TooLarge
    except ClientDisconnect:
        raise BadFrame("the body ended early") from None
    return bytes(body)


async def read_json(request: Request) -> Any:
    """Return the body as JSON; raise TooLarge or BadFrame."""
    body = await read_body(request, LARGEST_JSON)
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise BadFrame("the body is not JSON") from None
