"""The Socket.IO side: two namespaces, one table of events each, and the bus to whoever is connected."""

from handoff.gateway.bus import SocketBus
from handoff.gateway.customers import CustomerSide
from handoff.gateway.operators import OperatorSide
from handoff.gateway.server import make_server

__all__ = ["CustomerSide", "OperatorSide", "SocketBus", "make_server"]
