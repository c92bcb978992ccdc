"""What an operator can do; who it is comes from the verified token alone."""

from collections.abc import Sequence
from dataclasses import replace

from handoff.conversation import Conversation
from handoff.errors import IllegalTransition, UnknownOffer
from handoff.events import Closed, Event, HandedBack, OperatorAccepted, OperatorRef, OperatorSaid
from handoff.frames import frames, moment, note_view, operator_view
from handoff.ports import Note
from handoff.presence import Operator, Status
from handoff.routing import Claim, Floor, accept, declare, decline, remove, sign_on
from handoff.service.customers import SNAPSHOT_FRAMES, SYNC_FRAMES
from handoff.service.filing import Filing
from handoff.service.floor import FloorKeeper
from handoff.service.parts import Answer, DeskPorts, Limits
from handoff.service.writing import Decide, Writer


class OperatorDesk:
    """The operators' side of the desk. Answers are the ack fields of docs/protocol.md.

    Every method may raise any :class:`~handoff.errors.DeskError`; then nothing was stored.
    """

    def __init__(
        self, ports: DeskPorts, limits: Limits, writer: Writer, floor: FloorKeeper, filing: Filing
    ) -> None:
        """Share the writer and the floor with the customers' side."""
        self._ports = ports
        self._limits = limits
        self._writer = writer
        self._floor = floor
        self._filing = filing

    async def sign_on(self, operator_id: str, name: str, slots: int = 2) -> Answer:
        """Put the operator on the floor and return the `floor` payload.

        Who was there keeps the declared status, a new one is away. Offers that still stand are
        published again, so be in the room ``operator/<id>`` before.
        """
        await self._ports.floor.beat(operator_id, self._ports.clock())
        operator = Operator(operator_id, name, slots)
        await self._floor.change(lambda floor, _, __: sign_on(floor, operator))
        await self._floor.repeat_offers(operator_id)
        return await self._floor.view(operator_id)

    async def presence(
        self, operator_id: str, status: str, on_phone: bool, on_email: bool
    ) -> Answer:
        """Declare; *status* is a value of :class:`~handoff.presence.Status`."""
        await self._ports.floor.beat(operator_id, self._ports.clock())
        declared = Status(status)
        floor = await self._floor.change(
            lambda floor, _, __: declare(
                floor,
                replace(
                    floor.operator(operator_id),
                    status=declared,
                    on_phone=on_phone,
                    on_email=on_email,
                ),
            )
        )
        beats = await self._ports.floor.beats()
        why = floor.standing(operator_id, beats).why_not(self._ports.clock())
        return {"available": not why}

    async def beat(self, operator_id: str) -> Answer:
        """Renew the lease; one that had ended makes the operator's slots count again."""
        now = self._ports.clock()
        await self._ports.floor.beat(operator_id, now)
        return {"at": moment(now)}

    async def floor(self, operator_id: str) -> Answer:
        """Return the `floor` payload."""
        return await self._floor.view(operator_id)

    async def accept(self, operator_id: str, offer: str) -> Answer:
        """Claim the offered conversation and a slot in one step; raise :class:`UnknownOffer`."""
        # Whoever accepts is there: a claim must not begin with a lease that has ended.
        await self._ports.floor.beat(operator_id, self._ports.clock())
        floor, _ = await self._floor.look()
        offered = floor.offer(offer, operator_id)
        # If this process dies between the claim and the log, the sweep finishes it.
        due = self._ports.clock() + self._limits.lease
        await self._ports.conversations.remind(offered.conversation, due)
        claims: list[Claim] = []
        await self._floor.change(
            lambda floor, _, now: _kept(claims, *accept(floor, offer, operator_id, now))
        )
        ref = OperatorRef(operator_id, floor.operator(operator_id).name)
        return {"snapshot": await self._own(claims[-1], ref)}

    async def decline(self, operator_id: str, offer: str, reason: str | None = None) -> Answer:
        """Let the next operator have it; raise :class:`UnknownOffer`."""
        await self._floor.change(lambda floor, _, now: decline(floor, offer, operator_id, now))
        self._ports.ear.heard("declined", reason="given" if reason else "none")
        return {}

    async def say(
        self, operator_id: str, conversation: str, id: str, text: str, seen_seq: int
    ) -> Answer:
        """Answer the customer; raise :class:`Unseen` if the customer wrote after *seen_seq*."""
        clean, _ = self._ports.redact(text)

        async def decide(now: Conversation) -> Sequence[Event]:
            now.require(OperatorSaid)
            ref = now.require_operator(operator_id)
            now.require_seen(seen_seq)
            said = OperatorSaid(
                id=id, text=clean, operator=ref, epoch=now.epoch, at=self._ports.clock()
            )
            return [said]

        return await self._write(operator_id, conversation, id, decide)

    async def note(self, operator_id: str, conversation: str, id: str, text: str) -> Answer:
        """Leave an internal note; it is kept apart from the log and told to operators only."""
        found = (await self._writer.by_id(conversation)).conversation
        found.require_visible(operator_id)
        floor, _ = await self._floor.look()
        kept = await self._ports.notes.add(
            Note(
                id=id,
                conversation=conversation,
                at=self._ports.clock(),
                operator_id=operator_id,
                operator_name=floor.operator(operator_id).name,
                text=self._ports.redact(text)[0],
            )
        )
        payload = {"conversation": conversation, "note": note_view(kept)}
        for reader in {operator_id, found.operator.id if found.operator else operator_id}:
            await self._ports.bus.publish(f"operator/{reader}", "note", payload)
        return {"note": note_view(kept)}

    async def end(self, operator_id: str, conversation: str, id: str, resolution: str) -> Answer:
        """Close the conversation."""

        async def decide(now: Conversation) -> Sequence[Event]:
            now.require(OperatorSaid)
            now.require_operator(operator_id)
            return [Closed(by="operator", resolution=resolution, at=self._ports.clock())]

        return await self._write(operator_id, conversation, id, decide)

    async def hand_back(self, operator_id: str, conversation: str, id: str) -> Answer:
        """Give the conversation to the assistant, as a new episode."""

        async def decide(now: Conversation) -> Sequence[Event]:
            now.require(HandedBack)
            now.require_operator(operator_id)
            return [HandedBack(at=self._ports.clock())]

        return await self._write(operator_id, conversation, id, decide)

    async def open(self, operator_id: str, conversation: str) -> Answer:
        """Return the OperatorView and notes of one's own conversation or one in the queue."""
        found = (await self._writer.by_id(conversation)).conversation
        found.require_visible(operator_id)
        notes = await self._ports.notes.of(conversation)
        return {"snapshot": await self._view(found), "notes": [note_view(note) for note in notes]}

    async def sync(self, operator_id: str, conversation: str, seq: int) -> Answer:
        """Return the next frames after *seq*, or a snapshot to one who knows more than the log."""
        found = (await self._writer.by_id(conversation)).conversation
        found.require_visible(operator_id)
        if seq > found.seq:
            return {"snapshot": await self._view(found)}
        entries = await self._ports.conversations.entries(found.id, seq, SYNC_FRAMES)
        return {"frames": frames(entries, found.customer)}

    async def tickets(self, before: str | None = None, limit: int = 50) -> Answer:
        """Return filed tickets, newest first, from below number *before*."""
        return await self._filing.tickets(before, limit)

    async def ticket(self, number: str) -> Answer:
        """Return one ticket whole; raise :class:`UnknownTicket`."""
        return await self._filing.ticket(number)

    async def typing(self, operator_id: str, conversation: str) -> Answer:
        """Show the customer that the operator writes."""
        found = (await self._writer.by_id(conversation)).conversation
        found.require_operator(operator_id)
        room = f"customer/{found.customer.id}"
        await self._ports.bus.publish(room, "typing", {"who": "operator"})
        return {}

    async def _own(self, claim: Claim, ref: OperatorRef) -> Answer:
        """Log the claim; release it if the conversation went elsewhere meanwhile."""

        async def decide(now: Conversation) -> Sequence[Event]:
            # A sweep may have noted the very same claim before us.
            noted = now.operator is not None and now.operator.id == ref.id
            return [] if noted else [OperatorAccepted(operator=ref, at=self._ports.clock())]

        try:
            await self._writer.to(claim.conversation, decide)
        except IllegalTransition as error:
            await self._floor.change(lambda floor, _, __: remove(floor, claim.conversation))
            raise UnknownOffer from error
        return await self._view((await self._writer.by_id(claim.conversation)).conversation)

    async def _write(self, operator_id: str, conversation: str, id: str, decide: Decide) -> Answer:
        return await self._writer.write(
            lambda: self._writer.by_id(conversation), decide, f"operator:{operator_id}:{id}"
        )

    async def _view(self, conversation: Conversation) -> Answer:
        after = max(0, conversation.seq - SNAPSHOT_FRAMES)
        entries = await self._ports.conversations.entries(
            conversation.id, after, conversation.seq - after
        )
        return operator_view(conversation, entries)


def _kept(claims: list[Claim], floor: Floor, claim: Claim) -> Floor:
    claims.append(claim)
    return floor
