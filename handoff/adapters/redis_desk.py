"""The floor, tickets and notes in Redis, every write one atomic script."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from handoff.adapters.redis_link import RedisLink
from handoff.codec import plain, restore
from handoff.errors import StaleFloor, UnknownTicket
from handoff.ports import Note, Ticket
from handoff.routing import Floor

FLOOR, BEATS = "{desk}:floor", "{desk}:beats"

# KEYS floor; ARGV version, floor
SAVE = """
if (redis.call('HGET', KEYS[1], 'version') or '0') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'version', tonumber(ARGV[1]) + 1, 'json', ARGV[2])
return 1
"""

# KEYS numbers tickets order customer's sequence; ARGV key, year, ticket
FILE = """
local number = redis.call('HGET', KEYS[1], ARGV[1])
if number then return number end
local count = redis.call('INCR', KEYS[5])
number = string.format('P-%s-%06d', ARGV[2], count)
local score = tonumber(ARGV[2]) * 1000000000 + count
redis.call('HSET', KEYS[1], ARGV[1], number)
redis.call('HSET', KEYS[2], number, ARGV[3])
redis.call('ZADD', KEYS[3], score, number)
redis.call('ZADD', KEYS[4], score, number)
return number
"""

# KEYS notes order; ARGV id, note
NOTE = """
if redis.call('HSETNX', KEYS[1], ARGV[1], ARGV[2]) == 1 then
  redis.call('RPUSH', KEYS[2], ARGV[1])
end
return redis.call('HGET', KEYS[1], ARGV[1])
"""


class RedisFloor:
    """A :class:`~handoff.ports.FloorStore` over Redis."""

    def __init__(self, link: RedisLink) -> None:
        self._link = link
        self._save = link.script(SAVE)

    async def load(self) -> tuple[Floor, int]:
        version, text = await self._link.ask(self._link.client.hmget(FLOOR, ["version", "json"]))
        if version is None:
            return Floor(), 0
        return restore(Floor, json.loads(text)), int(version)

    async def save(self, floor: Floor, version: int) -> None:
        text = json.dumps(plain(floor), ensure_ascii=False)
        if not await self._save([FLOOR], [version, text]):
            raise StaleFloor

    async def beat(self, operator_id: str, at: datetime) -> None:
        await self._link.ask(self._link.client.hset(BEATS, operator_id, at.isoformat()))

    async def beats(self) -> Mapping[str, datetime]:
        texts = await self._link.ask(self._link.client.hgetall(BEATS))
        return {id: datetime.fromisoformat(text) for id, text in texts.items()}


class RedisTickets:
    """A :class:`~handoff.ports.TicketStore` over Redis."""

    def __init__(self, link: RedisLink) -> None:
        self._link = link
        self._file = link.script(FILE)

    async def file(self, ticket: Ticket) -> str:
        year = ticket.filed_at.year
        keys = ["{tickets}:numbers", "{tickets}:tickets", "{tickets}:order"]
        keys += [f"{{tickets}}:customer:{ticket.customer.id}", f"{{tickets}}:sequence:{year}"]
        text = json.dumps(plain(ticket), ensure_ascii=False)
        return str(await self._file(keys, [ticket.key, year, text]))

    async def number_of(self, key: str) -> str | None:
        number = await self._link.ask(self._link.client.hget("{tickets}:numbers", key))
        return None if number is None else str(number)

    async def get(self, number: str) -> Ticket:
        text = await self._link.ask(self._link.client.hget("{tickets}:tickets", number))
        if text is None:
            raise UnknownTicket
        return _ticket(number, text)

    async def newest(self, before: str | None, limit: int) -> tuple[Ticket, ...]:
        return await self._listed("{tickets}:order", before, limit)

    async def of_customer(self, customer_id: str, limit: int) -> tuple[Ticket, ...]:
        return await self._listed(f"{{tickets}}:customer:{customer_id}", None, limit)

    async def _listed(self, key: str, before: str | None, limit: int) -> tuple[Ticket, ...]:
        client = self._link.client
        highest = "+inf" if before is None else f"({_score(before)}"
        numbers = await self._link.ask(
            client.zrevrangebyscore(key, highest, "-inf", start=0, num=limit)
        )
        if not numbers:
            return ()
        texts = await self._link.ask(client.hmget("{tickets}:tickets", numbers))
        return tuple(_ticket(number, text) for number, text in zip(numbers, texts, strict=True))


def _score(number: str) -> int:
    try:
        _, year, count = number.split("-")
        return int(year) * 1_000_000_000 + int(count)
    except ValueError:
        raise UnknownTicket from None


def _ticket(number: str, text: str) -> Ticket:
    return replace(restore(Ticket, json.loads(text)), number=number)


class RedisNotes:
    """A :class:`~handoff.ports.NoteStore` over Redis."""

    def __init__(self, link: RedisLink) -> None:
        self._link = link
        self._add = link.script(NOTE)

    async def add(self, note: Note) -> Note:
        text = json.dumps(plain(note), ensure_ascii=False)
        kept = await self._add(_note_keys(note.conversation), [note.id, text])
        return restore(Note, json.loads(kept))

    async def of(self, conversation_id: str) -> tuple[Note, ...]:
        notes, order = _note_keys(conversation_id)
        ids = await self._link.ask(self._link.client.lrange(order, 0, -1))
        if not ids:
            return ()
        texts = await self._link.ask(self._link.client.hmget(notes, ids))
        return tuple(restore(Note, json.loads(text)) for text in texts)


def _note_keys(conversation_id: str) -> list[str]:
    tag = f"{{{conversation_id[:3]}}}"
    return [f"{tag}:notes:{conversation_id}", f"{tag}:notes:{conversation_id}:order"]
