"""Redis as it fails: killed, gone for a while, frozen."""

import asyncio
import os
import re
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from handoff.adapters.redis import RedisStores
from handoff.errors import StoreUnavailable
from tests.conftest import RedisServer
from tests.handoff.desks import JANA, PETER, ZUZANA, Scene

pytestmark = pytest.mark.integration

StartRedis = Callable[[], RedisServer]


@dataclass
class Talker:
    """A customer who writes until the store is gone, and remembers what was acknowledged."""

    scene: Scene
    acked: dict[str, int] = field(default_factory=dict)

    async def talk(self) -> None:
        """Write as fast as acks come."""
        for n in range(100_000):
            id = f"m{n}"
            try:
                ack = await self.scene.customers.say(JANA, id, f"správa {n}")
            except StoreUnavailable:
                return
            self.acked[id] = ack["seq"]


async def test_kill_9_loses_no_acknowledged_message(own_redis: StartRedis) -> None:
    """Redis dies in the middle of writing; everything that was acknowledged is in the log."""
    server = own_redis()
    stores = RedisStores(server.url)
    talker = Talker(Scene(stores))
    talking = asyncio.create_task(talker.talk())
    async with asyncio.timeout(30):
        while len(talker.acked) < 200:  # noqa: ASYNC110  # a count, not an event
            await asyncio.sleep(0.01)
    server.kill()
    await talking
    await talker.scene.desk.stop()
    server.restart()

    conversation = await stores.conversations.current(JANA.id)
    assert conversation is not None
    entries = await stores.conversations.entries(conversation.id, 0, 100_000)
    kept = {getattr(entry.event, "id", None): entry.seq for entry in entries}
    assert talker.acked.items() <= kept.items()
    assert [entry.seq for entry in entries] == list(range(1, conversation.seq + 1))
    for id, seq in list(talker.acked.items())[-5:]:
        assert (await talker.scene.customers.say(JANA, id, "znova"))["seq"] == seq
    await talker.scene.desk.stop()
    await stores.close()


async def test_redis_gone_is_said_and_comes_back(own_redis: StartRedis) -> None:
    """While it is away nothing is accepted; when it is back, the same stores go on."""
    server = own_redis()
    stores = RedisStores(server.url)
    scene = Scene(stores)
    await scene.on_shift()
    await scene.say(JANA, "Nejde web")
    server.kill()

    for attempt in (
        scene.customers.say(PETER, "p", "ahoj"),
        scene.customers.current(JANA),
        scene.operators.beat("eva"),
        scene.desk.availability(),
        scene.desk.tick(),
        stores.ping(),
        stores.tickets.get("P-2026-000001"),
        stores.notes.of("b00-1"),
    ):
        with pytest.raises(StoreUnavailable) as refusal:
            await attempt
        assert refusal.value.code == "unavailable"

    server.restart()
    assert re.fullmatch(r"\d+\.\d+\.\d+", await stores.ping())
    assert (await scene.say(PETER, "ahoj"))["seq"] == 2
    assert (await scene.conversation(JANA)).seq == 3
    assert (await scene.desk.availability())["available"]
    await stores.close()


async def test_a_frozen_redis_is_not_waited_for(own_redis: StartRedis) -> None:
    """A server that accepts but does not answer gives a refusal within a few seconds."""
    server = own_redis()
    stores = RedisStores(server.url)
    scene = Scene(stores)
    await scene.say(ZUZANA, "Nejde mail")
    os.kill(server.pid, signal.SIGSTOP)
    began = time.monotonic()
    with pytest.raises(StoreUnavailable):
        await scene.customers.say(ZUZANA, "z", "haló")
    took = time.monotonic() - began
    os.kill(server.pid, signal.SIGCONT)

    assert took < 6
    await scene.customers.say(ZUZANA, "z", "haló")
    await scene.desk.drain()
    assert (await scene.types(ZUZANA)).count("customer_said") == 2
    await stores.close()
