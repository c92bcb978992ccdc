"""What a customer can do; which conversation it is comes from the verified token alone."""

from collections.abc import Callable, Mapping, Sequence

from handoff.conversation import Conversation
from handoff.errors import BadFrame, NobodyAvailable, UnknownAttachment
from handoff.events import (
    Attachment,
    BotResumed,
    BotSaid,
    Closed,
    Customer,
    CustomerSaid,
    Event,
    HumanRequested,
    Reopened,
    WaitChosen,
    WaitLeft,
)
from handoff.frames import customer_view, frames
from handoff.service.filing import Filing
from handoff.service.floor import FloorKeeper
from handoff.service.parts import Answer, DeskPorts
from handoff.service.replies import offered
from handoff.service.writing import Answering, Writer, seq_only

SNAPSHOT_FRAMES = 200
SYNC_FRAMES = 500


class CustomerDesk:
    """The customer's side of the desk. Answers are the ack fields of docs/protocol.md.

    Every method may raise any :class:`~handoff.errors.DeskError`; then nothing was stored.
    """

    def __init__(
        self, ports: DeskPorts, writer: Writer, floor: FloorKeeper, filing: Filing
    ) -> None:
        """Share the writer and the floor with the operators' side."""
        self._ports = ports
        self._writer = writer
        self._floor = floor
        self._filing = filing

    async def current(self, customer: Customer) -> Answer:
        """Return the payload of `snapshot`."""
        conversation = (await self._writer.own(customer)).conversation
        if conversation.seq == 0:
            return {"conversation": None}
        return {"conversation": await self._snapshot(conversation)}

    async def place(self, customer: Customer) -> Answer | None:
        """Return the payload of `queue`, or None if the customer does not wait."""
        conversation = (await self._writer.own(customer)).conversation
        floor, _ = await self._floor.look()
        place = floor.place(conversation.id)
        return None if place is None else {"place": place, "of": len(floor.queue)}

    async def say(
        self, customer: Customer, id: str, text: str, attachment: str | None = None
    ) -> Answer:
        """Store a message; secrets in it are replaced before anything else sees it."""
        clean, redacted = self._ports.redact(text)
        picture = await self._picture(customer, attachment) if attachment else None

        async def decide(_: Conversation) -> Sequence[Event]:
            now = self._ports.clock()
            return [CustomerSaid(id=id, text=clean, attachment=picture, at=now)]

        return await self._writer.write(
            lambda: self._writer.own(customer),
            decide,
            _message_id(id),
            lambda after: {**_said(after), "redacted": redacted},
        )

    async def choose(self, customer: Customer, id: str, choice: str, of: int) -> Answer:
        """Press a button the assistant offered in frame *of*; raise :class:`BadFrame` if it did not."""

        async def decide(conversation: Conversation) -> Sequence[Event]:
            conversation.require(BotSaid)
            label = await self._label(conversation, choice, of)
            return [CustomerSaid(id=id, text=label, choice=choice, at=self._ports.clock())]

        return await self._writer.write(
            lambda: self._writer.existing(customer), decide, _message_id(id), _said
        )

    async def ask_human(self, customer: Customer, id: str) -> Answer:
        """Ask the assistant for a person; while choosing, ask the floor again."""

        async def decide(conversation: Conversation) -> Sequence[Event]:
            now, text = self._ports.clock(), self._ports.wording["ask_human"]
            if conversation.allows(BotSaid):
                return [CustomerSaid(id=id, text=text, choice="ask_human", at=now)]
            conversation.require(HumanRequested)
            if not (await self._floor.availability()).available:
                raise NobodyAvailable(state=conversation.state.value)
            return [HumanRequested(reason=conversation.known.reason or "asked", at=now)]

        return await self._writer.write(
            lambda: self._writer.own(customer), decide, _message_id(id), _said
        )

    async def context(self, customer: Customer, environment: Mapping[str, str]) -> Answer:
        """Remember what the browser says of itself: detected, until the customer confirms it."""
        clean = {name: self._ports.redact(value)[0] for name, value in environment.items()}
        await self._ports.conversations.remember_environment(customer.id, clean)
        return {}

    async def wait(self, customer: Customer, id: str) -> Answer:
        """Join the queue."""
        floor, _ = await self._floor.look()
        place = len(floor.queue) + 1
        return await self._write(
            customer,
            id,
            lambda: WaitChosen(at=self._ports.clock()),
            lambda after: {"seq": after.seq, "place": floor.place(after.id) or place},
        )

    async def leave_queue(self, customer: Customer, id: str) -> Answer:
        """Go back from the queue to the choice."""
        return await self._write(customer, id, lambda: WaitLeft(at=self._ports.clock()))

    async def draft(
        self, customer: Customer, id: str, subject: str | None = None, text: str | None = None
    ) -> Answer:
        """Make or change the request that could be filed."""
        return await self._filing.draft(customer, _message_id(id), subject, text)

    async def file(self, customer: Customer, id: str, version: int) -> Answer:
        """File exactly that draft, once."""
        return await self._filing.file(customer, _message_id(id), version)

    async def talk_to_bot(self, customer: Customer, id: str) -> Answer:
        """Begin a new episode with the assistant."""
        return await self._write(customer, id, lambda: BotResumed(at=self._ports.clock()))

    async def close(self, customer: Customer, id: str) -> Answer:
        """End the conversation."""
        return await self._write(
            customer, id, lambda: Closed(by="customer", at=self._ports.clock())
        )

    async def reopen(self, customer: Customer, id: str) -> Answer:
        """Begin a new episode of a closed conversation."""
        return await self._write(customer, id, lambda: Reopened(at=self._ports.clock()))

    async def sync(self, customer: Customer, conversation: str, seq: int) -> Answer:
        """Return the next frames after *seq*, or a snapshot to one who knows more than the log."""
        found = (await self._writer.by_id(conversation)).conversation
        found.require_customer(customer)
        if seq > found.seq:
            return {"snapshot": await self._snapshot(found)}
        entries = await self._ports.conversations.entries(found.id, seq, SYNC_FRAMES)
        return {"frames": frames(entries, found.customer)}

    async def typing(self, customer: Customer) -> Answer:
        """Show the operator that the customer writes."""
        conversation = (await self._writer.own(customer)).conversation
        if conversation.operator is not None:
            payload = {"conversation": conversation.id, "who": "customer"}
            room = f"operator/{conversation.operator.id}"
            await self._ports.bus.publish(room, "typing", payload)
        return {}

    async def _write(
        self,
        customer: Customer,
        id: str,
        event: Callable[[], Event],
        answer: Answering = seq_only,
    ) -> Answer:
        async def decide(_: Conversation) -> Sequence[Event]:
            return [event()]

        return await self._writer.write(
            lambda: self._writer.existing(customer), decide, _message_id(id), answer
        )

    async def _snapshot(self, conversation: Conversation) -> Answer:
        after = max(0, conversation.seq - SNAPSHOT_FRAMES)
        entries = await self._ports.conversations.entries(
            conversation.id, after, conversation.seq - after
        )
        return customer_view(conversation, entries)

    async def _picture(self, customer: Customer, attachment_id: str) -> Attachment:
        stored = await self._ports.files.get(attachment_id)
        if stored.customer_id != customer.id:
            raise UnknownAttachment
        return stored.attachment

    async def _label(self, conversation: Conversation, choice: str, of: int) -> str:
        entries = await self._ports.conversations.entries(conversation.id, of - 1, 1)
        for entry in entries:
            if isinstance(entry.event, BotSaid):
                label = offered(entry.event.payload, choice)
                if label is not None:
                    return label
        raise BadFrame("no such choice was offered there")


def _said(after: Conversation) -> Answer:
    return {"seq": after.seq, "conversation": after.id}


def _message_id(id: str) -> str:
    # Apart from operators', who make their own ids.
    return f"customer:{id}"
