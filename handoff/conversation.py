"""Who may speak in a conversation, and what each event makes of it.

This file alone decides. Rule 1: the TRANSITIONS table below says which event is possible in
which state, and so who may speak there; what is not in it is refused. Rule 2: each state has
exactly one owner, and each change of state begins a new epoch. Rule 3: what the assistant or an
operator says carries the epoch it was made under and is refused once that has passed.
Rule 4: a conversation is a value; `apply` returns the next one and changes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from typing import Any

from handoff.errors import (
    ConversationClosed,
    IllegalTransition,
    NotYours,
    StaleDraft,
    StaleEpoch,
    Unseen,
)
from handoff.events import (
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
from handoff.known import Known


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
    known: Known = field(default_factory=Known)
    seed: tuple[Field, ...] = ()  # the details known when the episode began
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

    def require(self, event: type[Event]) -> None:
        """Raise :class:`IllegalTransition` unless such an event is in the table for this state."""
        if not self.allows(event):
            raise self._refusal(event)

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
        draft = self.known.draft
        if draft is None:
            raise IllegalTransition("there is no draft", state=self.state.value)
        if draft.version != version:
            raise StaleDraft(version=draft.version)
        return draft

    def apply(self, event: Event) -> "Conversation":
        """Return the conversation after *event*.

        Raise :class:`IllegalTransition` (:class:`ConversationClosed`) if the table has no such
        entry, :class:`StaleEpoch` or :class:`NotYours` if the speaker is not the owner any more.
        """
        state = self._next_state(event)
        self._require_owner(event)
        after = replace(self, state=state, seq=self.seq + 1, known=self.known.after(event))
        if state is not self.state:
            after = replace(
                after, epoch=self.epoch + 1, operator=None, waiting_since=None, head=False
            )
        return after._marked(event)

    def apply_all(self, events: tuple[Event, ...]) -> "Conversation":
        """Return the conversation after *events*, in order."""
        after = self
        for event in events:
            after = after.apply(event)
        return after

    def _next_state(self, event: Event) -> State:
        self.require(type(event))
        return TRANSITIONS[self.state][type(event)]

    def _refusal(self, event: type[Event]) -> IllegalTransition:
        refusal = ConversationClosed if self.state is State.CLOSED else IllegalTransition
        return refusal(
            f"{event.__name__} is not possible in {self.state.value}", state=self.state.value
        )

    def _require_owner(self, event: Event) -> None:
        if isinstance(event, BotSaid | OperatorSaid) and event.epoch != self.epoch:
            raise StaleEpoch(epoch=self.epoch)
        if isinstance(event, OperatorSaid):
            self.require_operator(event.operator.id)

    def _marked(self, event: Event) -> "Conversation":
        """Set what the event says of turns, waiting and the end."""
        changes: dict[str, Any] = {}
        match event:
            case CustomerSaid():
                changes = {"said_seq": self.seq}
            case BotSaid(turn=turn) | DiagnosticsNoted(turn=turn) | TicketDrafted(turn=turn):
                changes = {"answered_seq": max(self.answered_seq, turn or 0)}
            case HumanRequested(at=at) | WaitChosen(at=at) | OperatorLost(at=at):
                changes = {"waiting_since": at, "head": isinstance(event, OperatorLost)}
            case OperatorAccepted(operator=operator):
                changes = {"operator": operator}
            case Closed(at=at):
                changes = {"closed_at": at}
            case HandedBack() | BotResumed() | Reopened():
                changes = self._next_episode()
        return replace(self, **changes)

    def _next_episode(self) -> dict[str, Any]:
        # What was said to others is not the assistant's to answer.
        return {
            "episode": self.episode + 1,
            "episode_seq": self.seq,
            "answered_seq": self.seq,
            "seed": self.known.diagnostics,
            "closed_at": None,
        }
