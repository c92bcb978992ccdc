"""Fakes and builders for tests of the desk: nothing here sleeps, fails or knows more than told."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from handoff.adapters.catalogue import load_wording
from handoff.adapters.memory import MemoryFiles, MemoryStores
from handoff.adapters.redis import RedisStores
from handoff.conversation import Conversation
from handoff.errors import BotUnavailable, HelpUnavailable
from handoff.events import Customer
from handoff.service import Desk, DeskPorts, Limits

JANA = Customer("jana", "Jana Horváthová", "jana@priklad.sk")
PETER = Customer("peter", "Peter Novák", "peter@priklad.sk")
ZUZANA = Customer("zuzana", "Zuzana Malá", "zuzana@priklad.sk")

Payload = Mapping[str, Any]
Stores = MemoryStores | RedisStores

ASKS = {"type": "human_requested", "reason": "asked"}
TEXT = {"type": "text", "text": "Dobrý deň."}
ARTICLE = {
    "type": "article",
    "slug": "ako-predlzim-domenu",
    "title": "Ako predĺžim doménu?",
    "category": "domeny",
    "url": "/help/ako-predlzim-domenu",
    "passage": "Doménu predĺžite zaplatením výzvy.",
}
HELPED = {
    "type": "choices",
    "text": "Pomohlo vám to?",
    "choices": [{"id": "helped_yes", "label": "Áno"}, {"id": "helped_no", "label": "Nie"}],
}


class FakeClock:
    """A clock that moves when told to."""

    def __init__(self) -> None:
        """Begin on a Sunday morning."""
        self.now = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Return the moment."""
        return self.now

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self.now += timedelta(seconds=seconds)


@dataclass
class FakeBot:
    """Answers from a script, then always the same; records what it was asked."""

    script: list[Sequence[Payload] | Exception] = field(default_factory=list)
    always: Sequence[Payload] = (TEXT,)
    requests: list[Payload] = field(default_factory=list)
    gate: asyncio.Event | None = None  # while set here and not open, answers wait
    asked: asyncio.Event = field(default_factory=asyncio.Event)

    async def turn(self, request: Payload) -> Sequence[Payload]:
        """Answer, after the gate opens."""
        self.requests.append(request)
        self.asked.set()
        if self.gate is not None:
            await self.gate.wait()
        answer = self.script.pop(0) if self.script else self.always
        if isinstance(answer, Exception):
            raise answer
        return answer

    @property
    def heard(self) -> list[Payload]:
        """All messages that reached it."""
        return [request["message"] for request in self.requests]


@dataclass
class FakeHelp:
    """A help with one answer, or none when it is down."""

    result: Mapping[str, Any] | None = None

    async def search(self, q: str, k: int) -> Mapping[str, Any]:
        """Return the one result."""
        if self.result is None:
            raise HelpUnavailable
        return self.result

    async def categories(self) -> Mapping[str, Any]:
        """There are none."""
        return {"categories": []}

    async def article(self, slug: str) -> Mapping[str, Any] | None:
        """Return the article that is there."""
        if self.result is None:
            raise HelpUnavailable
        return {**ARTICLE, "text": ARTICLE["passage"]} if slug == ARTICLE["slug"] else None


@dataclass
class FakeBus:
    """Records what was published."""

    published: list[tuple[str, str, Payload]] = field(default_factory=list)

    async def publish(self, room: str, event: str, payload: Payload) -> None:
        """Record it."""
        self.published.append((room, event, payload))

    def to(self, room: str, event: str) -> list[Payload]:
        """Return what was published to a room as an event."""
        return [payload for r, e, payload in self.published if (r, e) == (room, event)]


@dataclass
class FakeEar:
    """Records facts."""

    facts: list[str] = field(default_factory=list)

    def heard(self, fact: str, **labels: str) -> None:
        """Record the fact."""
        self.facts.append(fact)


def hide(text: str) -> tuple[str, bool]:
    """Replace the one secret these tests know."""
    clean = text.replace("tajne123", "‹skryté›")
    return clean, clean != text


class Scene:
    """One desk instance with everything around it; share *stores* for a second instance."""

    def __init__(
        self,
        stores: Stores | None = None,
        limits: Limits | None = None,
        clock: FakeClock | None = None,
    ) -> None:
        """Nobody is there yet."""
        self.stores: Stores = stores or MemoryStores()
        self.clock = clock or FakeClock()
        self.bot = FakeBot()
        self.help = FakeHelp()
        self.bus = FakeBus()
        self.ear = FakeEar()
        self.files = MemoryFiles()
        self.desk = Desk(
            DeskPorts(
                conversations=self.stores.conversations,
                floor=self.stores.floor,
                tickets=self.stores.tickets,
                notes=self.stores.notes,
                bot=self.bot,
                help=self.help,
                files=self.files,
                bus=self.bus,
                ear=self.ear,
                clock=self.clock,
                redact=hide,
                wording=load_wording(),
            ),
            limits,
        )
        self.customers, self.operators = self.desk.customers, self.desk.operators
        self._ids = 0

    def id(self) -> str:
        """Return a new message id."""
        self._ids += 1
        return f"m-{self._ids}"

    async def say(self, customer: Customer, text: str) -> dict[str, Any]:
        """Say something and wait until it was followed up."""
        ack = await self.customers.say(customer, self.id(), text)
        await self.desk.drain()
        return ack

    async def on_shift(self, operator: str = "eva", slots: int = 2) -> None:
        """Let an operator sign on and be available."""
        await self.operators.sign_on(operator, operator.title(), slots)
        await self.operators.presence(operator, "available", on_phone=False, on_email=False)

    async def asked(self, customer: Customer) -> Conversation:
        """Let the customer ask the assistant for a person."""
        self.bot.script.append([ASKS])
        await self.say(customer, "Chcem človeka")
        return await self.conversation(customer)

    async def talking(self, customer: Customer, operator: str = "eva") -> Conversation:
        """Let the customer talk with an operator who is on shift."""
        await self.asked(customer)
        await self.operators.accept(operator, await self.offer(operator))
        await self.desk.drain()
        return await self.conversation(customer)

    async def offer(self, operator: str = "eva") -> str:
        """Return the id of the offer that stands for the operator."""
        floor, _ = await self.stores.floor.load()
        return next(offer.id for offer in floor.offers if offer.operator == operator)

    async def conversation(self, customer: Customer) -> Conversation:
        """Return the customer's conversation as it is stored."""
        found = await self.stores.conversations.current(customer.id)
        assert found is not None
        return found

    async def types(self, customer: Customer) -> list[str]:
        """Return the types of all frames of the customer's conversation."""
        snapshot = await self.customers.current(customer)
        return [frame["type"] for frame in snapshot["conversation"]["frames"]]

    async def pass_time(self, seconds: float, beating: Sequence[str] = ()) -> None:
        """Let time pass in steps of a second, with beats and sweeps as in the real service."""
        for _ in range(round(seconds)):
            self.clock.advance(1)
            for operator in beating:
                await self.operators.beat(operator)
            await self.desk.tick()
            await self.desk.drain()


async def until(condition: Callable[[], bool]) -> None:
    """Give way to other tasks until the condition holds."""
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110  # any condition, most have no event
            await asyncio.sleep(0)


DOWN = BotUnavailable("down")
