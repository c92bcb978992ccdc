"""Choose the ports of the processes, and say clearly which one is taken."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Mapping

from launch.errors import LaunchError

# name of the variable -> (process, default)
PORTS: dict[str, tuple[str, int]] = {
    "PORT": ("handoff", 8000),
    "RASA_PORT": ("rasa", 8001),
    "ACTIONS_PORT": ("actions", 8002),
    "RETRIEVAL_PORT": ("retrieval", 8003),
}
LARGEST = 65535
# Below those that the system gives to outgoing connections: a restarted child finds its port again.
QUIET_PORTS = range(20000, 32000)


def is_free(host: str, port: int) -> bool:
    """Tell whether a server could listen on *port* now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as one:
        # As servers do: a port in TIME_WAIT is free, one that is listened on is not.
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            one.bind((host, port))
            one.listen(1)
        except OSError:
            return False
    return True


def free_ports(count: int) -> list[int]:
    """Return *count* different ports that are free on the loopback interface now."""
    found: set[int] = set()
    while len(found) < count:
        port = QUIET_PORTS[secrets.randbelow(len(QUIET_PORTS))]
        if is_free("127.0.0.1", port):
            found.add(port)
    return list(found)


def wanted_ports(env: Mapping[str, str]) -> dict[str, int]:
    """Read the ports from *env*; raise :class:`LaunchError` for what is no port, or one twice."""
    ports: dict[str, int] = {}
    for name, (_, default) in PORTS.items():
        text = env.get(name) or str(default)
        if not text.isascii() or not text.isdigit() or not 0 < int(text) <= LARGEST:
            raise LaunchError(f"{name}={text} is not a port: use a number from 1 to {LARGEST}.")
        ports[name] = int(text)
    for name, port in ports.items():
        others = [other for other in ports if other != name and ports[other] == port]
        if others:
            raise LaunchError(f"{name} and {others[0]} are both {port}: choose another for one.")
    return ports


def check_free(ports: Mapping[str, int], host: str) -> None:
    """Raise :class:`LaunchError` naming the first port that is taken and how to move away."""
    for name, port in ports.items():
        where = host if name == "PORT" else "127.0.0.1"
        if not is_free(where, port):
            raise LaunchError(
                f"Port {port} of {PORTS[name][0]} is taken: stop what listens there, "
                f"or choose another with {name}={free_ports(1)[0]} make run."
            )
