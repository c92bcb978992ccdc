"""The bus over Socket.IO rooms: each payload passes the allow-list of the side it goes to."""

import asyncio
from collections.abc import Mapping
from typing import Any

import socketio  # type: ignore[import-untyped]  # it has no types
import structlog

from handoff.messages import TO_CUSTOMER, TO_OPERATOR, Withheld, let_out
from handoff.metrics import Metrics

log = structlog.get_logger()

# Whoever is connected here is told before the other instances are; those catch up by themselves.
PATIENCE = 2.0  # seconds; telling 2,000 sockets of our own takes 0.4, a frozen Redis for ever


class SocketBus:
    """Whoever is connected hears it, on this instance and, by the server's manager, on all others."""

    def __init__(
        self, server: socketio.AsyncServer, metrics: Metrics, patience: float = PATIENCE
    ) -> None:
        self._server = server
        self._metrics = metrics
        self._patience = patience

    async def publish(self, room: str, event: str, payload: Mapping[str, Any]) -> None:
        """Best effort, never raises."""
        operators = room == "operators" or room.startswith("operator/")
        namespace, shapes = ("/operator", TO_OPERATOR) if operators else ("/customer", TO_CUSTOMER)
        try:
            allowed = let_out(shapes, event, payload)
        except Withheld:
            # The message of a shape names fields and types, never values.
            log.exception("bus.withheld", event_name=event, namespace=namespace)
            self._metrics.failed("bus.withheld")
            return
        try:
            async with asyncio.timeout(self._patience):
                await self._server.emit(event, allowed, room=room, namespace=namespace)
        except Exception:
            log.exception("bus.lost", event_name=event, namespace=namespace)
            self._metrics.failed("bus.lost")
