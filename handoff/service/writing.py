"""The one way events get into a log: load, decide, append, tell, follow up."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from secrets import token_hex

from handoff.conversation import Conversation
from handoff.errors import DeskError, StaleConversation, StoreUnavailable, UnknownConversation
from handoff.events import Customer, Event, Opened
from handoff.frames import frame
from handoff.log import bucket_of, entries_of
from handoff.ports import Ack, Receipt
from handoff.service.parts import Answer, DeskPorts, Limits

ATTEMPTS = 20

Decide = Callable[[Conversation], Awaitable[Sequence[Event]]]
Answering = Callable[[Conversation], Answer]  # from the conversation after the write


@dataclass(frozen=True, slots=True)
class Found:
    """A conversation to write to; a new one takes the place of *replaces*."""

    conversation: Conversation
    replaces: str | None = None


Find = Callable[[], Awaitable[Found]]


def seq_only(after: Conversation) -> Answer:
    """Answer with the seq alone."""
    return {"seq": after.seq}


class Writer:
    """Writes events; whoever was slower decides again on what is there now."""

    def __init__(self, ports: DeskPorts, limits: Limits) -> None:
        """*follow* is called with the id of each conversation that needs a follow-up."""
        self._ports = ports
        self._limits = limits
        self.follow: Callable[[str], None] = lambda _: None

    async def write(
        self,
        find: Find,
        decide: Decide,
        message_id: str | None = None,
        answer: Answering = seq_only,
    ) -> Answer:
        """Append what *decide* returns and answer; a repeated *message_id* gets its first answer.

        Raise what *decide* and :meth:`Conversation.apply` raise, or :class:`StoreUnavailable`.
        """
        for _ in range(ATTEMPTS):
            found = await find()
            try:
                return await self._once(found, decide, message_id, answer)
            except StaleConversation:
                continue
            except DeskError:
                # A repeat of what was stored is not refused because the state moved on since.
                first = await self._acked(found.conversation, message_id)
                if first is None:
                    raise
                return dict(first)
        raise StoreUnavailable("too many writers of one conversation")

    async def to(self, conversation_id: str, decide: Decide) -> Answer:
        """Append to a conversation on the desk's own account."""
        return await self.write(lambda: self.by_id(conversation_id), decide)

    async def by_id(self, conversation_id: str) -> Found:
        """Find an existing conversation; raise :class:`UnknownConversation`."""
        return Found(await self._ports.conversations.load(conversation_id))

    async def existing(self, customer: Customer) -> Found:
        """Find the customer's conversation; raise :class:`UnknownConversation`."""
        found = await self.own(customer)
        if found.conversation.seq == 0:
            raise UnknownConversation
        return found

    async def own(self, customer: Customer) -> Found:
        """Find the customer's conversation, or a new one if there is none or it is long over."""
        current = await self._ports.conversations.current(customer.id)
        if current is not None and not self._is_over(current):
            return Found(current)
        new = Conversation(f"{bucket_of(customer.id)}-{token_hex(8)}", customer)
        return Found(new, current.id if current else None)

    def _is_over(self, conversation: Conversation) -> bool:
        closed_at = conversation.closed_at
        return closed_at is not None and self._ports.clock() - closed_at >= self._limits.closed

    async def _acked(self, conversation: Conversation, message_id: str | None) -> Ack | None:
        if message_id is None or conversation.seq == 0:
            return None
        return await self._ports.conversations.acked(conversation.id, message_id)

    async def _once(
        self, found: Found, decide: Decide, message_id: str | None, answer: Answering
    ) -> Answer:
        before = found.conversation
        opening = () if before.seq else (Opened(at=self._ports.clock()),)
        decided = await decide(before.apply_all(opening))
        if not decided:
            return answer(before)
        events = (*opening, *decided)
        after, _ = entries_of(before, events)
        ack = answer(after)
        first = await self._ports.conversations.append(
            before,
            events,
            receipt=Receipt(message_id, ack) if message_id else None,
            due=self._ports.clock() + self._limits.lease if _moves(before, after) else None,
            replaces=found.replaces,
        )
        if first is not None:
            return dict(first)
        await self._tell(before, events)
        if _moves(before, after):
            self.follow(after.id)
        return ack

    async def _tell(self, before: Conversation, events: Sequence[Event]) -> None:
        """Publish the frames to the customer and to whoever owned it before or owns it now."""
        after, entries = entries_of(before, events)
        operators = {c.operator.id for c in (before, after) if c.operator is not None}
        rooms = [f"customer/{after.customer.id}", *(f"operator/{id}" for id in sorted(operators))]
        for entry in entries:
            self._ports.ear.heard("event", type=type(entry.event).__name__)
            payload = frame(entry, after.customer)
            for room in rooms:
                await self._ports.bus.publish(room, "frame", payload)


def _moves(before: Conversation, after: Conversation) -> bool:
    """Say whether somebody has to do something about it: the assistant, or the floor."""
    return after.awaits_bot or after.epoch != before.epoch
