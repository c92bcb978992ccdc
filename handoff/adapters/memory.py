"""The stores in memory: for tests and for showing what the Redis ones must do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from handoff.conversation import Conversation
from handoff.errors import (
    StaleConversation,
    StaleFloor,
    UnknownAttachment,
    UnknownConversation,
    UnknownTicket,
)
from handoff.events import Event
from handoff.log import Entry, entries_of
from handoff.ports import Ack, Note, Receipt, StoredFile, Ticket
from handoff.routing import Floor


@dataclass(slots=True)
class _Kept:
    conversation: Conversation
    entries: list[Entry] = field(default_factory=list)
    acks: dict[str, Ack] = field(default_factory=dict)


class MemoryConversations:
    """A :class:`~handoff.ports.ConversationStore` that forgets with the process."""

    def __init__(self) -> None:
        self._kept: dict[str, _Kept] = {}
        self._current: dict[str, str] = {}
        self._pending: dict[str, datetime] = {}
        self._holders: dict[str, tuple[str, datetime]] = {}
        self._environments: dict[str, Mapping[str, str]] = {}

    async def load(self, conversation_id: str) -> Conversation:
        if conversation_id not in self._kept:
            raise UnknownConversation
        return self._kept[conversation_id].conversation

    async def current(self, customer_id: str) -> Conversation | None:
        conversation_id = self._current.get(customer_id)
        return None if conversation_id is None else self._kept[conversation_id].conversation

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
        kept = self._kept.get(before.id) or _Kept(replace(before, seq=0))
        if receipt is not None and receipt.message_id in kept.acks:
            return kept.acks[receipt.message_id]
        if kept.conversation.seq != before.seq:
            raise StaleConversation
        if before.seq == 0:
            if self._current.get(before.customer.id) != replaces:
                raise StaleConversation
            self._current[before.customer.id] = before.id
        kept.conversation = after
        kept.entries.extend(entries)
        self._kept[before.id] = kept
        if receipt is not None:
            kept.acks[receipt.message_id] = receipt.ack
        if due is not None:
            await self.remind(before.id, due)
        return None

    async def acked(self, conversation_id: str, message_id: str) -> Ack | None:
        kept = self._kept.get(conversation_id)
        return None if kept is None else kept.acks.get(message_id)

    async def entries(self, conversation_id: str, after: int, limit: int) -> tuple[Entry, ...]:
        kept = self._kept.get(conversation_id)
        return () if kept is None else tuple(kept.entries[after : after + limit])

    async def remind(self, conversation_id: str, due: datetime) -> None:
        self._pending[conversation_id] = min(due, self._pending.get(conversation_id, due))

    async def due(self, now: datetime, limit: int) -> tuple[str, ...]:
        ready = sorted((at, id) for id, at in self._pending.items() if at <= now)
        return tuple(id for _, id in ready[:limit])

    async def hold(
        self, conversation_id: str, holder: str, now: datetime, lease: timedelta
    ) -> bool:
        other, until = self._holders.get(conversation_id, (holder, now))
        if other != holder and until > now:
            return False
        self._holders[conversation_id] = (holder, now + lease)
        self._pending[conversation_id] = now + lease
        return True

    async def settle(self, conversation_id: str, holder: str, seq: int) -> bool:
        if self._holders.get(conversation_id, ("", None))[0] != holder:
            return True
        if self._kept[conversation_id].conversation.seq != seq:
            return False
        del self._holders[conversation_id]
        self._pending.pop(conversation_id, None)
        return True

    async def remember_environment(self, customer_id: str, environment: Mapping[str, str]) -> None:
        self._environments[customer_id] = dict(environment)

    async def environment(self, customer_id: str) -> Mapping[str, str]:
        return self._environments.get(customer_id, {})


class MemoryFloor:
    """A :class:`~handoff.ports.FloorStore` that forgets with the process."""

    def __init__(self) -> None:
        self._floor, self._version = Floor(), 0
        self._beats: dict[str, datetime] = {}

    async def load(self) -> tuple[Floor, int]:
        return self._floor, self._version

    async def save(self, floor: Floor, version: int) -> None:
        if version != self._version:
            raise StaleFloor
        self._floor, self._version = floor, version + 1

    async def beat(self, operator_id: str, at: datetime) -> None:
        self._beats[operator_id] = at

    async def beats(self) -> Mapping[str, datetime]:
        return dict(self._beats)


class MemoryTickets:
    """A :class:`~handoff.ports.TicketStore` that forgets with the process."""

    def __init__(self) -> None:
        self._numbers: dict[str, str] = {}
        self._tickets: dict[str, Ticket] = {}
        self._sequences: dict[int, int] = {}

    async def file(self, ticket: Ticket) -> str:
        if ticket.key not in self._numbers:
            year = ticket.filed_at.year
            self._sequences[year] = self._sequences.get(year, 0) + 1
            number = f"P-{year}-{self._sequences[year]:06}"
            self._numbers[ticket.key] = number
            self._tickets[number] = replace(ticket, number=number)
        return self._numbers[ticket.key]

    async def number_of(self, key: str) -> str | None:
        return self._numbers.get(key)

    async def get(self, number: str) -> Ticket:
        if number not in self._tickets:
            raise UnknownTicket
        return self._tickets[number]

    async def newest(self, before: str | None, limit: int) -> tuple[Ticket, ...]:
        numbers = sorted((n for n in self._tickets if before is None or n < before), reverse=True)
        return tuple(self._tickets[n] for n in numbers[:limit])

    async def of_customer(self, customer_id: str, limit: int) -> tuple[Ticket, ...]:
        tickets = await self.newest(None, len(self._tickets))
        return tuple(t for t in tickets if t.customer.id == customer_id)[:limit]


class MemoryNotes:
    """A :class:`~handoff.ports.NoteStore` that forgets with the process."""

    def __init__(self) -> None:
        self._notes: dict[str, dict[str, Note]] = {}

    async def add(self, note: Note) -> Note:
        return self._notes.setdefault(note.conversation, {}).setdefault(note.id, note)

    async def of(self, conversation_id: str) -> tuple[Note, ...]:
        return tuple(self._notes.get(conversation_id, {}).values())


class MemoryFiles:
    """A :class:`~handoff.ports.Files` that forgets with the process."""

    def __init__(self) -> None:
        self._files: dict[str, StoredFile] = {}

    async def put(self, file: StoredFile) -> None:
        self._files[file.attachment.id] = file

    async def get(self, attachment_id: str) -> StoredFile:
        if attachment_id not in self._files:
            raise UnknownAttachment
        return self._files[attachment_id]


class MemoryStores:
    """All stores in memory."""

    def __init__(self) -> None:
        self.conversations = MemoryConversations()
        self.floor = MemoryFloor()
        self.tickets = MemoryTickets()
        self.notes = MemoryNotes()

    async def ping(self) -> str:
        """Memory always answers; it has no version but its name."""
        return "memory"

    async def close(self) -> None:
        """There is nothing to close."""
