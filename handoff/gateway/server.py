"""The Socket.IO server itself."""

from collections.abc import Sequence

import socketio  # type: ignore[import-untyped]  # it has no types

# A text of 100 KB must reach the parser, which refuses it; a larger packet ends the connection.
LARGEST_PACKET = 1_000_000


def make_server(
    manager: socketio.AsyncManager, origins: Sequence[str] | str | None
) -> socketio.AsyncServer:
    """Return a server for the namespaces; *origins* are other sites that may connect, None for none."""
    return socketio.AsyncServer(
        async_mode="asgi",
        client_manager=manager,
        cors_allowed_origins=origins,
        max_http_buffer_size=LARGEST_PACKET,
        ping_interval=20,
        ping_timeout=15,
    )
