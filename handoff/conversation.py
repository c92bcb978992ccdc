"""Who may speak in a conversation, and what each event makes of it.

This file alone decides. Rule 1: the TRANSITIONS table below says which event is possible in
which state, and so who may speak there; what is not in it is refused. Rule 2: each state has
exactly one owner, and each change of state begins a new epoch. Rule 3: what the assistant or an
operator says carries the epoch it was made under and is refused once that has passed.
Rule 4: a conversation is a value; `apply` returns the next one and changes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from handoff.errors import (
    ConversationClosed,
    IllegalTransition,
    NotYours,
    StaleDraft,
    StaleEpoch,
    Unseen,
)
from handoff.events import (
    Attachment,
    BotResumed,
    BotSaid,
    Closed,
    Customer,
    CustomerSaid,
    DiagnosticsNoted,
    Draft,
    Event,
    Field,
    HandedBack,
    HumanRequested,
    NobodyFree,
    Opened,
    OperatorAccepted,
    OperatorLost,
    OperatorRef,
    OperatorSaid,
    Reopened,
    TicketDrafted,
    TicketFiled,
    WaitChosen,
    WaitLeft,
)


class State(Enum):
    """The six states of docs/protocol.md, and NEW before the first event (never stored or shown)."""

    NEW = "new"
    BOT = "bot"
    CHOOSING = "choosing"
    QUEUED = "queued"
    HUMAN = "human"
    TICKETED = "ticketed"
    CLOSED = "closed"


TRANSITIONS: Mapping[State, Mapping[type[Event], State]] = {
    State.NEW: {Opened: State.BOT},
    State.BOT: {
        CustomerSaid: State.BOT,
        BotSaid: State.BOT,
        DiagnosticsNoted: State.BOT,
        TicketDrafted: State.BOT,
        HumanRequested: State.QUEUED,
        NobodyFree: State.CHOOSING,
        TicketFiled: State.TICKETED,
        Closed: State.CLOSED,
    },
    # No BotSaid from here on: an answer that was still being computed is refused.
    State.CHOOSING: {
        CustomerSaid: State.CHOOSING,
        DiagnosticsNoted: State.CHOOSING,
        TicketDrafted: State.CHOOSING,
        HumanRequested: State.QUEUED,
        WaitChosen: State.QUEUED,
        TicketFiled: State.TICKETED,
        BotResumed: State.BOT,
        Closed: State.CLOSED,
    },
    State.QUEUED: {
        CustomerSaid: State.QUEUED,
        DiagnosticsNoted: State.QUEUED,
        TicketDrafted: State.QUEUED,
        TicketFiled: State.QUEUED,  # keeps the place
        OperatorAccepted: State.HUMAN,
        WaitLeft: State.CHOOSING,
        Closed: State.CLOSED,
    },
    State.HUMAN: {
        CustomerSaid: State.HUMAN,
        OperatorSaid: State.HUMAN,
        DiagnosticsNoted: State.HUMAN,
        TicketFiled: State.HUMAN,  # filed in the moment an operator accepted
        HandedBack: State.BOT,
        OperatorLost: State.QUEUED,
        Closed: State.CLOSED,
    },
    State.TICKETED: {
        CustomerSaid: State.TICKETED,
        BotResumed: State.BOT,
        Closed: State.CLOSED,
    },
    State.CLOSED: {Reopened: State.BOT},
}

OWNERS: Mapping[State, str] = {
    State.NEW: "nobody",
    State.BOT: "bot",
    State.CHOOSING: "nobody",
    State.QUEUED: "queue",
    State.HUMAN: "operator",
    State.TICKETED: "ticket",
    State.CLOSED: "nobody",
}


@dataclass(frozen=True, slots=True)
class Owner:
    """Who owns the conversation; *name* only of an operator."""

    kind: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Tried:
    """An article the assistant gave, and whether it helped (None: not said)."""

    slug: str
    title: str
    helped: bool | None = None


@dataclass(frozen=True, slots=True)
class TicketRef:
    """The ticket made of this conversation's draft of that version."""

    number: str
    subject: str
    version: int


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation after its first *seq* events."""

    id: str
    customer: Customer
    state: State = State.NEW
    seq: int = 0
    epoch: int = 0
    episode: int = 1
    episode_seq: int = 0  # the episode began after this event
    operator: OperatorRef | None = None
    diagnostics: tuple[Field, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    draft: Draft | None = None
    ticket: TicketRef | None = None
    tried: tuple[Tried, ...] = ()
    reason: str | None = None
    waiting_since: datetime | None = None
    head: bool = False  # waits before all who were never answered
    closed_at: datetime | None = None
    said_seq: int = 0  # the customer's last message
    answered_seq: int = 0  # the last message the assistant answered

    @property
    def owner(self) -> Owner:
        """The one owner, from the state alone."""
        return Owner(OWNERS[self.state], self.operator.name if self.operator else None)

    @property
    def awaits_bot(self) -> bool:
        """True while the assistant owns it and a message has no answer yet."""
        return self.state is State.BOT and self.said_seq > self.answered_seq

    @property
    def awaits_operator(self) -> bool:
        """True while it belongs on the floor's queue."""
        return self.state is State.QUEUED

    @property
    def first_turn(self) -> bool:
        """True until the assistant has answered in this episode."""
        return self.answered_seq <= self.episode_seq

    def allows(self, event: type[Event]) -> bool:
        """Say whether such an event is in the table for this state."""
        return event in TRANSITIONS[self.state]

    def require_customer(self, customer: Customer) -> None:
        """Raise :class:`NotYours` unless it is this customer's."""
        if self.customer.id != customer.id:
            raise NotYours

    def require_operator(self, operator_id: str) -> OperatorRef:
        """Return the operator who owns it, or raise :class:`NotYours`."""
        if self.operator is None or self.operator.id != operator_id:
            raise NotYours
        return self.operator

    def require_visible(self, operator_id: str) -> None:
        """Raise :class:`NotYours` unless it is this operator's or waits in the queue."""
        if self.state is not State.QUEUED:
            self.require_operator(operator_id)

    def require_seen(self, seq: int) -> None:
        """Raise :class:`Unseen` if the customer wrote after *seq*."""
        if self.said_seq > seq:
            raise Unseen(seq=self.seq)

    def require_draft(self, version: int) -> Draft:
        """Return the draft, or raise :class:`StaleDraft` unless it has this version."""
        if self.draft is None:
            raise IllegalTransition("there is no draft", state=self.state.value)
        if self.draft.version != version:
            raise StaleDraft(version=self.draft.version)
        return self.draft

    def apply(self, event: Event) -> "Conversation":
        """Return the conversation after *event*.

        Raise :class:`IllegalTransition` (:class:`ConversationClosed`) if the table has no such
        entry, :class:`StaleEpoch` or :class:`NotYours` if the speaker is not the owner any more.
        """
        state = self._next_state(event)
        self._require_owner(event)
        after = replace(self, state=state, seq=self.seq + 1)
        if state is not self.state:
            after = replace(after, epoch=self.epoch + 1, operator=None, waiting_since=None, head=False)
        return _noted(after, event)

    def apply_all(self, events: tuple[Event, ...]) -> "Conversation":
        """Return the conversation after *events*, in order."""
        after = self
        for event in events:
            after = after.apply(event)
        return after

    def _next_state(self, event: Event) -> State:
        try:
            return TRANSITIONS[self.state][type(event)]
        except KeyError:
            refusal = ConversationClosed if self.state is State.CLOSED else IllegalTransition
            raise refusal(
                f"{type(event).__name__} is not possible in {self.state.value}",
                state=self.state.value,
            ) from None

    def _require_owner(self, event: Event) -> None:
        if isinstance(event, BotSaid | OperatorSaid) and event.epoch != self.epoch:
            raise StaleEpoch(epoch=self.epoch)
        if isinstance(event, OperatorSaid):
            self.require_operator(event.operator.id)


def _noted(after: Conversation, event: Event) -> Conversation:
    """Take over what the event says beside the state."""
    match event:
        case CustomerSaid():
            return _heard(after, event)
        case BotSaid():
            return _answered(_tried(after, event), event.turn)
        case DiagnosticsNoted(fields=fields, turn=turn):
            known = {field.name: field for field in (*after.diagnostics, *fields)}
            return _answered(replace(after, diagnostics=tuple(known.values())), turn)
        case TicketDrafted(draft=draft, turn=turn):
            return _answered(replace(after, draft=draft), turn)
        case TicketFiled(number=number, subject=subject, version=version):
            return replace(after, ticket=TicketRef(number, subject, version))
        case _:
            return _moved(after, event)


def _moved(after: Conversation, event: Event) -> Conversation:
    match event:
        case HumanRequested(reason=reason, at=at):
            return replace(after, reason=reason, waiting_since=at)
        case NobodyFree(reason=reason):
            return replace(after, reason=reason)
        case WaitChosen(at=at):
            return replace(after, waiting_since=at)
        case OperatorAccepted(operator=operator):
            return replace(after, operator=operator)
        case OperatorLost(at=at):
            return replace(after, waiting_since=at, head=True)
        case HandedBack() | BotResumed() | Reopened():
            # What was said to others is not the assistant's to answer.
            return replace(
                after,
                episode=after.episode + 1,
                episode_seq=after.seq,
                answered_seq=after.seq,
                reason=None,
                closed_at=None,
            )
        case Closed(at=at):
            return replace(after, closed_at=at)
        case _:
            return after


def _heard(after: Conversation, said: CustomerSaid) -> Conversation:
    after = replace(after, said_seq=after.seq)
    if said.attachment is not None:
        after = replace(after, attachments=(*after.attachments, said.attachment))
    if said.choice in ("helped_yes", "helped_no") and after.tried:
        last = replace(after.tried[-1], helped=said.choice == "helped_yes")
        after = replace(after, tried=(*after.tried[:-1], last))
    return after


def _tried(after: Conversation, said: BotSaid) -> Conversation:
    if said.payload.get("type") != "article":
        return after
    slug = str(said.payload["slug"])
    others = tuple(tried for tried in after.tried if tried.slug != slug)
    return replace(after, tried=(*others, Tried(slug, str(said.payload["title"]))))


def _answered(after: Conversation, turn: int | None) -> Conversation:
    return after if turn is None else replace(after, answered_seq=max(after.answered_seq, turn))
