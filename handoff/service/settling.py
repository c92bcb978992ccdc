"""Follows up: from a conversation's state to what must happen next, again and again until it fits.

Every step may be repeated by any instance after a crash between any two of them: the append marks
the conversation as pending, and only :meth:`ConversationStore.settle` unmarks it.
"""

import asyncio
from collections.abc import Sequence
from secrets import token_hex

from handoff.conversation import Conversation
from handoff.errors import IllegalTransition
from handoff.events import Event, OperatorAccepted, OperatorLost, OperatorRef, TicketFiled
from handoff.routing import Floor, Waiting, enqueue, remove
from handoff.service.floor import FloorKeeper
from handoff.service.parts import DeskPorts, Limits
from handoff.service.turns import Turns
from handoff.service.writing import Writer


class Settler:
    """Brings floor, tickets and the assistant's answers in line with a conversation."""

    def __init__(
        self, ports: DeskPorts, limits: Limits, writer: Writer, floor: FloorKeeper, turns: Turns
    ) -> None:
        """No follow-up runs yet."""
        self._ports = ports
        self._limits = limits
        self._writer = writer
        self._floor = floor
        self._turns = turns
        self._running: set[asyncio.Task[None]] = set()

    def follow(self, conversation_id: str) -> None:
        """Begin a follow-up in the background; if it fails, the sweep takes it up after the lease."""
        task = asyncio.create_task(self.settle(conversation_id))
        self._running.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self._ports.ear.heard("follow_up_failed", error=type(error).__name__)

    async def drain(self) -> None:
        """Wait until every follow-up that was begun, and those they begin, is done."""
        while self._running:
            await asyncio.wait(tuple(self._running))

    async def stop(self) -> None:
        """Break off all follow-ups; another instance takes them up after the lease."""
        for task in tuple(self._running):
            task.cancel()
        await self.drain()

    async def settle(self, conversation_id: str) -> None:
        """Follow up until nothing is left to do, unless somebody else is at it."""
        store = self._ports.conversations
        holder = token_hex(8)  # of this follow-up: two in one process exclude each other, too
        while await store.hold(conversation_id, holder, self._ports.clock(), self._limits.lease):
            conversation = await store.load(conversation_id)
            await self._step(conversation)
            if await store.settle(conversation_id, holder, conversation.seq):
                return

    async def _step(self, conversation: Conversation) -> None:
        await self._reconcile_ticket(conversation)
        await self._reconcile_floor(conversation)
        if conversation.awaits_bot:
            await self._turns.run(conversation)

    async def _reconcile_floor(self, conversation: Conversation) -> None:
        floor, _ = await self._floor.look()
        claim = floor.claim(conversation.id)
        if conversation.awaits_operator:
            if claim is None:
                await self._queue(floor, _waiting(conversation))
            else:
                ref = OperatorRef(claim.operator, floor.operators[claim.operator].name)
                await self._note(
                    conversation, OperatorAccepted(operator=ref, at=self._ports.clock())
                )
        elif conversation.operator is None:
            if claim is not None or floor.place(conversation.id):
                await self._leave_floor(conversation)
        elif claim is None or claim.operator != conversation.operator.id:
            await self._note(conversation, OperatorLost(at=self._ports.clock()))

    async def _queue(self, floor: Floor, waiting: Waiting) -> None:
        if floor.place(waiting.conversation):
            # It stood there before the log said so: a client drops a place it does not wait at.
            await self._floor.repeat_place(floor, waiting)
        else:
            await self._floor.change(lambda floor, _, __: enqueue(floor, waiting))

    async def _leave_floor(self, conversation: Conversation) -> None:
        # Somebody may have claimed it since: then it is the next round's to decide.
        if (await self._ports.conversations.load(conversation.id)).seq == conversation.seq:
            await self._floor.change(lambda floor, _, __: remove(floor, conversation.id))

    async def _reconcile_ticket(self, conversation: Conversation) -> None:
        """Note a ticket that was filed but, after a crash, is not in the log."""
        draft, ticket = conversation.known.draft, conversation.known.ticket
        if draft is None or (ticket is not None and ticket.version == draft.version):
            return
        number = await self._ports.tickets.number_of(f"{conversation.id}:{draft.version}")
        if number is not None and conversation.allows(TicketFiled):
            event = TicketFiled(
                number=number, subject=draft.subject, version=draft.version, at=self._ports.clock()
            )
            await self._note(conversation, event)

    async def _note(self, conversation: Conversation, event: Event) -> None:
        """Append the event unless the conversation went on meanwhile."""

        async def decide(now: Conversation) -> Sequence[Event]:
            return [event] if now.seq == conversation.seq else []

        await self._writer.to(conversation.id, decide)


def _waiting(conversation: Conversation) -> Waiting:
    since = conversation.waiting_since
    if since is None:
        raise IllegalTransition("it does not wait", state=conversation.state.value)
    return Waiting(
        conversation=conversation.id,
        customer_id=conversation.customer.id,
        customer=conversation.customer.name,
        since=since,
        reason=conversation.known.reason or "",
        head=conversation.head,
    )
