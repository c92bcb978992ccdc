"""The Socket.IO server itself."""

from collections.abc import Mapping
from typing import Any

import socketio  # type: ignore[import-untyped]  # it has no types

from handoff.origins import Origins

# A text of 100 KB must reach the parser, which refuses it; a larger packet ends the connection.
LARGEST_PACKET = 1_000_000


def make_server(manager: socketio.AsyncManager, origins: Origins) -> socketio.AsyncServer:
    """Return a server for the namespaces; *origins* are other sites whose pages may connect."""

    def may_connect(origin: str | None, environ: Mapping[str, Any]) -> bool:
        if origin is None:  # no browser, or a page of our own
            return False
        return origins.allow(origin) or origin.partition("://")[2] in _own_hosts(environ)

    return socketio.AsyncServer(
        async_mode="asgi",
        client_manager=manager,
        cors_allowed_origins=may_connect,
        # Who it is comes from a token that is sent, never from a cookie.
        cors_credentials=False,
        max_http_buffer_size=LARGEST_PACKET,
        ping_interval=20,
        ping_timeout=15,
    )


def _own_hosts(environ: Mapping[str, Any]) -> set[str]:
    """Return the names we were called by; the scheme may have been another before a proxy."""
    forwarded = str(environ.get("HTTP_X_FORWARDED_HOST", "")).split(",")[0].strip()
    return {str(environ.get("HTTP_HOST", "")), forwarded} - {""}
