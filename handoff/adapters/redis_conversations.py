"""Conversations in Redis: an append-only log each, every write one atomic script.

All keys of a customer share the hash tag of a bucket, so each script stays in one cluster slot.
"""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from handoff.adapters.redis_link import RedisLink
from handoff.codec import plain, restore
from handoff.conversation import Conversation, Owner, State
from handoff.errors import StaleConversation, UnknownConversation
from handoff.events import EVENTS, Event
from handoff.log import BUCKETS, Entry, bucket_of, entries_of
from handoff.ports import Ack, Receipt

ENVIRONMENT_SECONDS = 24 * 3600

# KEYS state log acks pending current; ARGV id, seq before, seq after, state, message id, ack,
# due, replaces, entries…
APPEND = """
if ARGV[5] ~= '' then
  local ack = redis.call('HGET', KEYS[3], ARGV[5])
  if ack then return {'repeat', ack} end
end
local seq = redis.call('HGET', KEYS[1], 'seq') or '0'
if seq ~= ARGV[2] then return {'stale', ''} end
if seq == '0' then
  if (redis.call('GET', KEYS[5]) or '') ~= ARGV[8] then return {'stale', ''} end
  redis.call('SET', KEYS[5], ARGV[1])
end
redis.call('HSET', KEYS[1], 'seq', ARGV[3], 'json', ARGV[4])
for i = 9, #ARGV do redis.call('RPUSH', KEYS[2], ARGV[i]) end
if ARGV[5] ~= '' then redis.call('HSET', KEYS[3], ARGV[5], ARGV[6]) end
if ARGV[7] ~= '' then redis.call('ZADD', KEYS[4], 'LT', ARGV[7], ARGV[1]) end
return {'stored', ''}
"""

# KEYS holder pending; ARGV id, holder, now, until
HOLD = """
local other = redis.call('HMGET', KEYS[1], 'holder', 'until')
if other[1] and other[1] ~= ARGV[2] and tonumber(other[2]) > tonumber(ARGV[3]) then return 0 end
redis.call('HSET', KEYS[1], 'holder', ARGV[2], 'until', ARGV[4])
redis.call('ZADD', KEYS[2], ARGV[4], ARGV[1])
return 1
"""

# KEYS holder pending state; ARGV id, holder, seq
SETTLE = """
if redis.call('HGET', KEYS[1], 'holder') ~= ARGV[2] then return 1 end
if redis.call('HGET', KEYS[3], 'seq') ~= ARGV[3] then return 0 end
redis.call('DEL', KEYS[1])
redis.call('ZREM', KEYS[2], ARGV[1])
return 1
"""

_ID = re.compile(r"b\d{2}-[0-9A-Za-z]{1,40}")
_KINDS: Mapping[str, type[Event]] = {kind.__name__: kind for kind in EVENTS}


def _milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def _entry_json(entry: Entry) -> str:
    event = {"kind": type(entry.event).__name__, **plain(entry.event)}
    return json.dumps({**plain(entry), "event": event}, ensure_ascii=False)


def _entry(text: str) -> Entry:
    data = json.loads(text)
    return Entry(
        conversation=data["conversation"],
        seq=data["seq"],
        event=restore(_KINDS[data["event"]["kind"]], data["event"]),
        state=State(data["state"]),
        owner=restore(Owner, data["owner"]),
        epoch=data["epoch"],
        episode=data["episode"],
    )


def _key(conversation_id: str, part: str) -> str:
    if not _ID.fullmatch(conversation_id):
        raise UnknownConversation
    return f"{{{conversation_id[:3]}}}:conversation:{conversation_id}:{part}"


def _pending(bucket: str) -> str:
    return f"{{{bucket}}}:pending"


def _customer_key(customer_id: str, part: str) -> str:
    return f"{{{bucket_of(customer_id)}}}:{part}:{customer_id}"


class RedisConversations:
    """A :class:`~handoff.ports.ConversationStore` over Redis."""

    def __init__(self, link: RedisLink) -> None:
        self._link = link
        self._append = link.script(APPEND)
        self._hold = link.script(HOLD)
        self._settle = link.script(SETTLE)

    async def load(self, conversation_id: str) -> Conversation:
        key = _key(conversation_id, "state")
        text = await self._link.ask(self._link.client.hget(key, "json"))
        if text is None:
            raise UnknownConversation
        return restore(Conversation, json.loads(text))

    async def current(self, customer_id: str) -> Conversation | None:
        key = _customer_key(customer_id, "current")
        conversation_id = await self._link.ask(self._link.client.get(key))
        return None if conversation_id is None else await self.load(conversation_id)

    async def append(
        self,
        before: Conversation,
        events: Sequence[Event],
        *,
        receipt: Receipt | None = None,
        due: datetime | None = None,
        replaces: str | None = None,
    ) -> Ack | None:
        after, entries = entries_of(before, events)
        keys = [_key(before.id, part) for part in ("state", "log", "acks")]
        keys += [_pending(before.id[:3]), _customer_key(before.customer.id, "current")]
        outcome, ack = await self._append(
            keys,
            [
                before.id,
                before.seq,
                after.seq,
                json.dumps(plain(after), ensure_ascii=False),
                receipt.message_id if receipt else "",
                json.dumps(receipt.ack) if receipt else "",
                _milliseconds(due) if due else "",
                replaces or "",
                *(_entry_json(entry) for entry in entries),
            ],
        )
        if outcome == "stale":
            raise StaleConversation
        return None if outcome == "stored" else _ack(ack)

    async def acked(self, conversation_id: str, message_id: str) -> Ack | None:
        key = _key(conversation_id, "acks")
        text = await self._link.ask(self._link.client.hget(key, message_id))
        return None if text is None else _ack(text)

    async def entries(self, conversation_id: str, after: int, limit: int) -> tuple[Entry, ...]:
        if limit < 1:
            return ()
        key = _key(conversation_id, "log")
        texts = await self._link.ask(self._link.client.lrange(key, after, after + limit - 1))
        return tuple(_entry(text) for text in texts)

    async def remind(self, conversation_id: str, due: datetime) -> None:
        key, at = _pending(conversation_id[:3]), _milliseconds(due)
        await self._link.ask(self._link.client.zadd(key, {conversation_id: at}, lt=True))

    async def due(self, now: datetime, limit: int) -> tuple[str, ...]:
        pipe = self._link.client.pipeline(transaction=False)
        for bucket in range(BUCKETS):
            pipe.zrangebyscore(
                _pending(f"b{bucket:02}"), "-inf", _milliseconds(now), start=0, num=limit
            )
        found = await self._link.ask(pipe.execute())
        return tuple(id for ids in found for id in ids)[:limit]

    async def hold(
        self, conversation_id: str, holder: str, now: datetime, lease: timedelta
    ) -> bool:
        keys = [_key(conversation_id, "holder"), _pending(conversation_id[:3])]
        until = _milliseconds(now + lease)
        args: list[str | int] = [conversation_id, holder, _milliseconds(now), until]
        return bool(await self._hold(keys, args))

    async def settle(self, conversation_id: str, holder: str, seq: int) -> bool:
        keys = [
            _key(conversation_id, "holder"),
            _pending(conversation_id[:3]),
            _key(conversation_id, "state"),
        ]
        return bool(await self._settle(keys, [conversation_id, holder, seq]))

    async def remember_environment(self, customer_id: str, environment: Mapping[str, str]) -> None:
        key = _customer_key(customer_id, "environment")
        text = json.dumps(dict(environment), ensure_ascii=False)
        await self._link.ask(self._link.client.set(key, text, ex=ENVIRONMENT_SECONDS))

    async def environment(self, customer_id: str) -> Mapping[str, str]:
        key = _customer_key(customer_id, "environment")
        text = await self._link.ask(self._link.client.get(key))
        return {} if text is None else _environment(text)


def _ack(text: str) -> Ack:
    ack: dict[str, Any] = json.loads(text)
    return ack


def _environment(text: str) -> Mapping[str, str]:
    environment: dict[str, str] = json.loads(text)
    return environment
