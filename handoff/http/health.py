"""Whether the parts of the product are ready, and the numbers for Prometheus."""

import asyncio
import ipaddress
from collections.abc import Mapping
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from handoff.http.answers import address
from handoff.http.parts import Probe, Site
from handoff.metrics import CONTENT_TYPE

PATIENCE = 2.0  # seconds for each component


class Health:
    """/healthz and /metrics."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def healthz(self, request: Request) -> Response:
        """Ask every component; 200 when a message can be taken."""
        names = list(self._site.probes)
        found = await asyncio.gather(*(_ask(self._site.probes[name]) for name in names))
        components = dict(zip(names, found, strict=True))
        ready = all(components[name]["ready"] for name in self._site.vital)
        answer = {"ready": ready, "components": components, "version": self._site.version}
        return JSONResponse(answer, 200 if ready else 503, headers={"Cache-Control": "no-store"})

    async def metrics(self, request: Request) -> Response:
        """Give the numbers to this machine only."""
        if not _is_local(address(request)) or "x-forwarded-for" in request.headers:
            raise HTTPException(404)
        return Response(self._site.metrics.exposition(), media_type=CONTENT_TYPE)


async def _ask(probe: Probe) -> Mapping[str, Any]:
    try:
        return await asyncio.wait_for(probe(), PATIENCE)
    except TimeoutError:
        return {"ready": False, "why": f"no answer in {PATIENCE:.0f} s", "version": None}


def _is_local(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
