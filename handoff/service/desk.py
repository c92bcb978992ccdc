"""The desk as gateway and HTTP see it: two sides, and what runs by itself."""

from collections.abc import Sequence

from handoff.conversation import Conversation
from handoff.errors import StoreUnavailable
from handoff.events import Event, OperatorLost, WaitLeft
from handoff.frames_floor import availability_view
from handoff.presence import LEASE
from handoff.routing import Claim, Waiting, expire_offers, lost_claims, requeue
from handoff.service.customers import CustomerDesk
from handoff.service.filing import Filing
from handoff.service.floor import FloorKeeper
from handoff.service.operators import OperatorDesk
from handoff.service.parts import Answer, DeskPorts, Limits
from handoff.service.settling import Settler
from handoff.service.turns import Turns
from handoff.service.writing import Writer

DUE_AT_ONCE = 20


class Desk:
    """All use cases: ``desk.customers``, ``desk.operators``, and what runs by itself."""

    def __init__(self, ports: DeskPorts, limits: Limits | None = None) -> None:
        """Wire the use cases; nothing runs or connects yet."""
        limits = limits or Limits()
        self._ports = ports
        self._limits = limits
        self._hearing_since = ports.clock()  # without a break: of this process and of the store
        self._writer = Writer(ports, limits)
        self._floor = FloorKeeper(ports)
        turns = Turns(ports, limits, self._writer, self._floor)
        self._settler = Settler(ports, limits, self._writer, self._floor, turns)
        self._writer.follow = self._settler.follow
        filing = Filing(ports, limits, self._writer)
        self.customers = CustomerDesk(ports, self._writer, self._floor, filing)
        self.operators = OperatorDesk(ports, limits, self._writer, self._floor, filing)

    async def availability(self) -> Answer:
        """Return the payload of `availability`; raise :class:`StoreUnavailable`."""
        availability = await self._floor.availability()
        return availability_view(availability, self._ports.clock(), self._ports.wording)

    async def tick(self) -> None:
        """Sweep; call it every second on every instance.

        May raise :class:`StoreUnavailable`: call it again, every step may be repeated.
        """
        try:
            await self._sweep()
        except StoreUnavailable:
            self._hearing_since = self._ports.clock()
            raise

    async def _sweep(self) -> None:
        floor = await self._floor.change(lambda floor, _, now: expire_offers(floor, now))
        beats, now = await self._ports.floor.beats(), self._ports.clock()
        # A beat that could not be heard is not missed: operators get the time to come back.
        if now - self._hearing_since >= LEASE:
            for claim in lost_claims(floor, beats, now):
                await self._lose(claim)
        for waiting in floor.queue:
            if now - waiting.since >= self._limits.wait:
                await self._expire(waiting)
        for conversation_id in await self._ports.conversations.due(now, DUE_AT_ONCE):
            self._settler.follow(conversation_id)

    async def drain(self) -> None:
        """Wait until every follow-up begun by this instance is done."""
        await self._settler.drain()

    async def stop(self) -> None:
        """Break off what still runs; another instance takes it up after the lease."""
        await self._settler.stop()

    async def _lose(self, claim: Claim) -> None:
        """Tell the customer that the operator is gone, and put them at the head of the queue."""
        due = self._ports.clock() + self._limits.lease
        await self._ports.conversations.remind(claim.conversation, due)
        await self._floor.change(lambda floor, _, now: requeue(floor, claim, now))

        async def decide(now: Conversation) -> Sequence[Event]:
            theirs = now.operator is not None and now.operator.id == claim.operator
            return [OperatorLost(at=self._ports.clock())] if theirs else []

        await self._writer.to(claim.conversation, decide)
        self._ports.ear.heard("operator_lost")

    async def _expire(self, waiting: Waiting) -> None:
        async def decide(now: Conversation) -> Sequence[Event]:
            expired = now.awaits_operator and now.waiting_since == waiting.since
            return [WaitLeft(reason="expired", at=self._ports.clock())] if expired else []

        await self._writer.to(waiting.conversation, decide)
