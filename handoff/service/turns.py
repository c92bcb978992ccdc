"""The assistant's turns: one message at a time, within a deadline, refused once it lost the word."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from handoff.conversation import Conversation
from handoff.errors import BotBehind, BotUnavailable, IllegalTransition, StaleEpoch
from handoff.events import (
    BotSaid,
    CustomerSaid,
    Event,
    HumanRequested,
    NobodyFree,
    TicketDrafted,
)
from handoff.log import Entry
from handoff.service.drafting import next_draft
from handoff.service.fallback import Fallback
from handoff.service.floor import FloorKeeper
from handoff.service.parts import DeskPorts, Limits
from handoff.service.replies import Payload, Replies, Wish, read_replies
from handoff.service.writing import Writer

PAGE = 100
CAUGHT_UP = 20  # messages the assistant is told again at most; a form takes ten
FAILURES = 3  # in a row, then the assistant is left alone for a while


class Turns:
    """Runs turns of the assistant."""

    def __init__(
        self, ports: DeskPorts, limits: Limits, writer: Writer, floor: FloorKeeper
    ) -> None:
        """The breaker starts closed."""
        self._ports = ports
        self._limits = limits
        self._writer = writer
        self._floor = floor
        self._fallback = Fallback(ports, limits)
        self._failures = 0
        self._rests_until: datetime | None = None

    async def run(self, conversation: Conversation) -> None:
        """Answer the oldest message that has no answer; dropped if the assistant lost the word."""
        entry, said = await self._oldest_unanswered(conversation)
        await self._ports.bus.publish(
            f"customer/{conversation.customer.id}", "typing", {"who": "bot"}
        )
        replies = await self._replies(conversation, entry, said)

        async def decide(now: Conversation) -> Sequence[Event]:
            if now.answered_seq >= entry.seq:
                raise StaleEpoch(epoch=now.epoch)
            return [*replies.events, *await self._granted(now, replies, entry.seq)]

        try:
            await self._writer.to(conversation.id, decide)
        except (StaleEpoch, IllegalTransition) as error:
            self._ports.ear.heard("late_answer_refused", error=type(error).__name__)

    async def _oldest_unanswered(self, conversation: Conversation) -> tuple[Entry, CustomerSaid]:
        after = conversation.answered_seq
        while True:
            page = await self._ports.conversations.entries(conversation.id, after, PAGE)
            for entry in page:
                if isinstance(entry.event, CustomerSaid):
                    return entry, entry.event
            after = page[-1].seq

    async def _replies(
        self, conversation: Conversation, entry: Entry, said: CustomerSaid
    ) -> Replies:
        at = self._ports.clock()
        if self._rests_until is None or at >= self._rests_until:
            try:
                payloads = await self._ask(conversation, entry, said)
                replies = read_replies(payloads, entry.seq, conversation.epoch, self._ports.clock())
            except (BotUnavailable, TimeoutError) as error:
                self._failed(type(error).__name__)
            else:
                self._failures, self._rests_until = 0, None
                return replies
        payloads = await self._fallback.answer(said)
        return read_replies(payloads, entry.seq, conversation.epoch, self._ports.clock())

    async def _ask(
        self, conversation: Conversation, entry: Entry, said: CustomerSaid
    ) -> Sequence[Payload]:
        before = 0 if conversation.first_turn else conversation.answered_seq
        async with asyncio.timeout(self._limits.turn.total_seconds()):
            facts = await self._facts(conversation)
            request = _request(conversation, entry.seq, before, said, facts)
            try:
                return await self._ports.bot.turn(request)
            except BotBehind as behind:
                await self._catch_up(conversation, entry, behind.known, facts)
            return await self._ports.bot.turn(request)

    async def _catch_up(
        self, conversation: Conversation, entry: Entry, known: str, facts: Mapping[str, Any]
    ) -> None:
        """Tell the assistant again what it forgot by a restart or never heard; drop its answers."""
        self._ports.ear.heard("bot_behind")
        before = 0
        for missed, said in await self._missed(conversation, entry, known):
            request = _request(conversation, missed, before, said, facts)
            with suppress(BotUnavailable):  # then the turn that is to be answered fails, too
                await self._ports.bot.turn(request)
            before = missed

    async def _missed(
        self, conversation: Conversation, entry: Entry, known: str
    ) -> Sequence[tuple[int, CustomerSaid]]:
        """Return the episode's last messages before *entry* that came after turn *known*."""
        first = max(conversation.episode_seq, entry.seq - 1 - PAGE)
        page = await self._ports.conversations.entries(
            conversation.id, first, entry.seq - 1 - first
        )
        said = [(one.seq, one.event) for one in page if isinstance(one.event, CustomerSaid)]
        heard = [n for n, (seq, _) in enumerate(said) if _turn(conversation, seq) == known]
        return said[heard[-1] + 1 if heard else 0 :][-CAUGHT_UP:]

    async def _facts(self, conversation: Conversation) -> dict[str, Any]:
        availability = await self._floor.availability()
        customer_id = conversation.customer.id
        tickets = await self._ports.tickets.of_customer(customer_id, 5)
        facts: dict[str, Any] = {
            "environment": dict(await self._ports.conversations.environment(customer_id)),
            "available": availability.available,
            "waiting": availability.waiting,
            "tickets": [
                {"number": t.number, "subject": t.draft.subject, "state": t.state} for t in tickets
            ],
        }
        if conversation.episode > 1:
            facts["seed"] = {field.name: field.value for field in conversation.seed}
        return facts

    async def _granted(self, now: Conversation, replies: Replies, turn: int) -> Sequence[Event]:
        """Return the events that do what the assistant asks the desk for."""
        wish, at = replies.wish, self._ports.clock()
        if wish is None:
            return []
        if wish.kind == "human_requested":
            return [await self._person(wish)]
        wording = self._ports.wording
        told = {"type": "text", "text": wording["ticket_drafted"]}
        draft = next_draft(now.apply_all(replies.events), wording, None, None)
        return [
            TicketDrafted(draft=draft, turn=turn, at=at),
            BotSaid(payload=told, turn=turn, epoch=now.epoch, at=at),
        ]

    async def _person(self, wish: Wish) -> Event:
        # Looked up at this very moment: the light a customer saw may be old.
        available = (await self._floor.availability()).available
        kind = HumanRequested if available else NobodyFree
        return kind(reason=wish.reason, at=self._ports.clock())

    def _failed(self, error: str) -> None:
        self._ports.ear.heard("turn_failed", error=error)
        self._failures += 1
        if self._failures >= FAILURES:
            self._rests_until = self._ports.clock() + self._limits.breaker


def _turn(conversation: Conversation, seq: int) -> str:
    return f"{conversation.id}:{seq}"


def _request(
    conversation: Conversation, seq: int, before: int, said: CustomerSaid, facts: Mapping[str, Any]
) -> Payload:
    """Return the request of a turn; *before* is the message it follows, 0 for none."""
    return {
        "sender": f"{conversation.id}:{conversation.episode}",
        "turn": _turn(conversation, seq),
        "follows": _turn(conversation, before) if before else None,
        "message": _message(said),
        "facts": facts,
    }


def _message(said: CustomerSaid) -> dict[str, Any]:
    message: dict[str, Any] = {}
    if said.choice is not None:
        message["choice"] = said.choice
    elif said.text:
        message["text"] = said.text
    if said.attachment is not None:
        message["attachment"] = {"id": said.attachment.id}
    return message
