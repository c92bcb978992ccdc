"""All stores over one Redis."""

from handoff.adapters.redis_conversations import RedisConversations
from handoff.adapters.redis_desk import RedisFloor, RedisNotes, RedisTickets
from handoff.adapters.redis_link import RedisLink


class RedisStores:
    """The stores of a desk; nothing connects before the first call."""

    def __init__(self, url: str) -> None:
        """*url* is redis://…, rediss://… or unix://…."""
        self._link = RedisLink(url)
        self.conversations = RedisConversations(self._link)
        self.floor = RedisFloor(self._link)
        self.tickets = RedisTickets(self._link)
        self.notes = RedisNotes(self._link)

    async def ping(self) -> str:
        """Return Redis' version; raise :class:`~handoff.errors.StoreUnavailable`."""
        return await self._link.ping()

    async def close(self) -> None:
        """Close all connections."""
        await self._link.close()
