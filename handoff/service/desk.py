"""The desk as the gateway and HTTP see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from handoff.events import Customer
from handoff.ports import (
    Bot,
    Bus,
    Clock,
    ConversationStore,
    Ear,
    Files,
    FloorStore,
    Help,
    NoteStore,
    Redact,
    TicketStore,
    Wording,
)
from handoff.presence import Availability

Answer = dict[str, Any]  # the ack fields of docs/protocol.md, without "ok"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskPorts:
    """What a desk is built from."""

    conversations: ConversationStore
    floor: FloorStore
    tickets: TicketStore
    notes: NoteStore
    bot: Bot
    help: Help
    files: Files
    bus: Bus
    ear: Ear
    clock: Clock
    redact: Redact
    wording: Wording


@dataclass(frozen=True, slots=True)
class Limits:
    """How long things may take."""

    turn: timedelta = timedelta(seconds=5)
    lease: timedelta = timedelta(seconds=10)  # of following up a conversation; longer than a turn
    wait: timedelta = timedelta(minutes=30)  # in the queue
    closed: timedelta = timedelta(hours=24)  # a conversation closed longer gives way to a new one


class CustomerDesk:
    """What a customer can do; which conversation it is comes from *customer* alone."""

    async def current(self, customer: Customer) -> Answer:
        """Return ``{"conversation": Conversation | None}``: the payload of `snapshot`."""
        raise NotImplementedError

    async def say(self, customer: Customer, id: str, text: str, attachment: str | None = None) -> Answer: raise NotImplementedError
    async def choose(self, customer: Customer, id: str, choice: str, of: int) -> Answer: raise NotImplementedError
    async def ask_human(self, customer: Customer, id: str) -> Answer: raise NotImplementedError
    async def context(self, customer: Customer, environment: Mapping[str, str]) -> Answer: raise NotImplementedError
    async def wait(self, customer: Customer, id: str) -> Answer: raise NotImplementedError
    async def leave_queue(self, customer: Customer, id: str) -> Answer: raise NotImplementedError
    async def draft(self, customer: Customer, id: str, subject: str | None, text: str | None) -> Answer: raise NotImplementedError
    async def file(self, customer: Customer, id: str, version: int) -> Answer: raise NotImplementedError
    async def talk_to_bot(self, customer: Customer, id: str) -> Answer: raise NotImplementedError
    async def close(self, customer: Customer, id: str) -> Answer: raise NotImplementedError
    async def reopen(self, customer: Customer, id: str) -> Answer: raise NotImplementedError
    async def sync(self, customer: Customer, conversation: str, seq: int) -> Answer: raise NotImplementedError
    async def typing(self, customer: Customer) -> Answer: raise NotImplementedError


class OperatorDesk:
    """What an operator can do; *operator_id* comes from the verified token alone."""

    async def sign_on(self, operator_id: str, name: str, slots: int) -> Answer:
        """Put the operator on the floor (status kept if known, else away), renew the lease; return the `floor` payload."""
        raise NotImplementedError

    async def presence(self, operator_id: str, status: str, on_phone: bool, on_email: bool) -> Answer: raise NotImplementedError
    async def beat(self, operator_id: str) -> Answer: raise NotImplementedError
    async def floor(self, operator_id: str) -> Answer: raise NotImplementedError
    async def accept(self, operator_id: str, offer: str) -> Answer: raise NotImplementedError
    async def decline(self, operator_id: str, offer: str, reason: str | None = None) -> Answer: raise NotImplementedError
    async def say(self, operator_id: str, conversation: str, id: str, text: str, seen_seq: int) -> Answer: raise NotImplementedError
    async def note(self, operator_id: str, conversation: str, id: str, text: str) -> Answer: raise NotImplementedError
    async def end(self, operator_id: str, conversation: str, id: str, resolution: str) -> Answer: raise NotImplementedError
    async def hand_back(self, operator_id: str, conversation: str, id: str) -> Answer: raise NotImplementedError
    async def open(self, operator_id: str, conversation: str) -> Answer: raise NotImplementedError
    async def sync(self, operator_id: str, conversation: str, seq: int) -> Answer: raise NotImplementedError
    async def tickets(self, before: str | None = None, limit: int = 50) -> Answer: raise NotImplementedError
    async def ticket(self, number: str) -> Answer: raise NotImplementedError
    async def typing(self, operator_id: str, conversation: str) -> Answer: raise NotImplementedError
    async def may_see(self, operator_id: str, attachment: str) -> bool: raise NotImplementedError


class Desk:
    """All use cases: ``desk.customers``, ``desk.operators``, and what runs by itself."""

    def __init__(self, ports: DeskPorts, limits: Limits | None = None) -> None:
        self.customers = CustomerDesk()
        self.operators = OperatorDesk()

    async def availability(self) -> Answer:
        """Return the payload of `availability`; raise :class:`StoreUnavailable`."""
        raise NotImplementedError

    async def tick(self) -> None:
        """Sweep: call it every second; raises :class:`StoreUnavailable`, call it again."""
        raise NotImplementedError

    async def drain(self) -> None:
        """Wait until every follow-up begun by this instance is done."""
        raise NotImplementedError
