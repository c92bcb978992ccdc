"""One connection to Redis with bounded waiting; whatever goes wrong there is StoreUnavailable."""

from collections.abc import Awaitable, Iterator
from contextlib import contextmanager
from typing import Any

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.commands.core import AsyncScript
from redis.exceptions import ConnectionError, RedisError

from handoff.errors import StoreUnavailable

TIMEOUT = 2.0  # seconds, for connecting, for an answer and for a free connection


@contextmanager
def reaching() -> Iterator[None]:
    """Turn what Redis or the way to it raises into :class:`StoreUnavailable`."""
    try:
        yield
    except (RedisError, OSError) as error:
        raise StoreUnavailable from error


class RedisLink:
    """A pool of connections and the scripts run over it."""

    def __init__(self, url: str) -> None:
        """*url* is redis://…, rediss://… or unix://…; nothing connects yet."""
        pool = BlockingConnectionPool.from_url(
            url,
            decode_responses=True,
            max_connections=32,
            timeout=TIMEOUT,
            socket_timeout=TIMEOUT,
            socket_connect_timeout=TIMEOUT,
            # Once more, at once: a pooled connection may be of a server that has restarted.
            # Safe even if the first try was carried out: every script refuses what it has done.
            retry=Retry(NoBackoff(), 1, supported_errors=(ConnectionError,)),
        )
        self.client: Redis = Redis.from_pool(pool)

    def script(self, source: str) -> "Script":
        """Return the script, ready to be called."""
        return Script(self.client.register_script(source))

    async def ask(self, answer: Awaitable[Any]) -> Any:
        """Await one command; raise :class:`StoreUnavailable`."""
        with reaching():
            return await answer

    async def ping(self) -> str:
        """Return the version of the Redis that answers; raise :class:`StoreUnavailable`."""
        server = await self.ask(self.client.info("server"))
        return str(server["redis_version"])

    async def close(self) -> None:
        """Close all connections."""
        await self.client.aclose()


class Script:
    """A Lua script: one atomic step."""

    def __init__(self, script: AsyncScript) -> None:
        self._script = script

    async def __call__(self, keys: list[str], args: list[str | int]) -> Any:
        """Run it; raise :class:`StoreUnavailable`."""
        with reaching():
            return await self._script(keys=keys, args=args)
