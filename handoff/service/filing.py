"""Drafts and tickets: what was shown is what is filed, exactly once."""

from collections.abc import Sequence
from typing import Any

from handoff.conversation import Conversation
from handoff.errors import IllegalTransition
from handoff.events import (
    BotSaid,
    Customer,
    CustomerSaid,
    Draft,
    Event,
    OperatorSaid,
    TicketDrafted,
    TicketFiled,
)
from handoff.frames import draft_view, frames, moment, ticket_line, ticket_view
from handoff.log import Entry
from handoff.ports import Ticket
from handoff.service.drafting import next_draft
from handoff.service.parts import Answer, DeskPorts, Limits
from handoff.service.writing import Writer

PAGE = 500
SAID = (CustomerSaid, BotSaid, OperatorSaid)


class Filing:
    """The use cases of tickets."""

    def __init__(self, ports: DeskPorts, limits: Limits, writer: Writer) -> None:
        """Share the writer with the rest of the desk."""
        self._ports = ports
        self._limits = limits
        self._writer = writer

    async def draft(
        self, customer: Customer, message_id: str, subject: str | None, text: str | None
    ) -> Answer:
        """Log the next version of the draft and return it as it would be sent."""
        subject, text = self._clean(subject), self._clean(text)

        async def decide(conversation: Conversation) -> Sequence[Event]:
            draft = next_draft(conversation, self._ports.wording, subject, text)
            return [TicketDrafted(draft=draft, at=self._ports.clock())]

        def answer(after: Conversation) -> Answer:
            drafted = after.known.draft
            return {"draft": draft_view(drafted, after.customer) if drafted else None}

        return await self._writer.write(
            lambda: self._writer.own(customer), decide, message_id, answer
        )

    async def file(self, customer: Customer, message_id: str, version: int) -> Answer:
        """File the draft of that version; pressing twice or retrying gives the same number."""
        conversation = (await self._writer.existing(customer)).conversation
        first = await self._ports.conversations.acked(conversation.id, message_id)
        if first is not None:
            return dict(first)
        filed = conversation.known.ticket
        if filed is not None and filed.version == version:
            return {"seq": conversation.seq, "number": filed.number}
        draft = conversation.require_draft(version)
        conversation.require(TicketFiled)
        number = await self._store(conversation, customer, draft)
        return await self._log(conversation, message_id, draft, number)

    async def tickets(self, before: str | None = None, limit: int = 50) -> Answer:
        """Return tickets, newest first."""
        tickets = await self._ports.tickets.newest(before, limit)
        return {"tickets": [ticket_line(ticket) for ticket in tickets]}

    async def ticket(self, number: str) -> Answer:
        """Return the whole ticket and what the customer added to it since."""
        ticket = await self._ports.tickets.get(number)
        later = await self._said(ticket.conversation, ticket.seq)
        added = [entry for entry in later if entry.owner.kind == "ticket"]
        return {"ticket": ticket_view(ticket, frames(added, ticket.customer))}

    async def _store(self, conversation: Conversation, customer: Customer, draft: Draft) -> str:
        # If this process dies between the ticket and the log, the sweep notes it there.
        due = self._ports.clock() + self._limits.lease
        await self._ports.conversations.remind(conversation.id, due)
        said = await self._said(conversation.id, 0)
        ticket = Ticket(
            key=f"{conversation.id}:{draft.version}",
            conversation=conversation.id,
            seq=conversation.seq,
            customer=customer,
            draft=draft,
            transcript=tuple(frames(said, customer)),
            filed_at=self._ports.clock(),
        )
        number = await self._ports.tickets.file(ticket)
        told: dict[str, Any] = {"number": number, "subject": draft.subject}
        told |= {"customer": customer.name, "at": moment(ticket.filed_at)}
        await self._ports.bus.publish("operators", "ticket_filed", told)
        return number

    async def _log(
        self, conversation: Conversation, message_id: str, draft: Draft, number: str
    ) -> Answer:
        async def decide(now: Conversation) -> Sequence[Event]:
            filed = now.known.ticket
            if filed is not None and filed.number == number:
                return []  # the other press was faster
            return [
                TicketFiled(
                    number=number,
                    subject=draft.subject,
                    version=draft.version,
                    at=self._ports.clock(),
                )
            ]

        try:
            return await self._writer.write(
                lambda: self._writer.by_id(conversation.id),
                decide,
                message_id,
                lambda after: {"seq": after.seq, "number": number},
            )
        except IllegalTransition:
            # Closed in between: the ticket stands all the same, and the customer must know it.
            return {"seq": conversation.seq, "number": number}

    async def _said(self, conversation_id: str, after: int) -> list[Entry]:
        said: list[Entry] = []
        while page := await self._ports.conversations.entries(conversation_id, after, PAGE):
            said.extend(entry for entry in page if isinstance(entry.event, SAID))
            after = page[-1].seq
        return said

    def _clean(self, text: str | None) -> str | None:
        return self._ports.redact(text)[0] if text else None
