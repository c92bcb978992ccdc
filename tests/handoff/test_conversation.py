"""The table of who may speak, and what each event makes of a conversation."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from handoff.codec import plain, restore
from handoff.conversation import OWNERS, TRANSITIONS, Conversation, State
from handoff.errors import (
    ConversationClosed,
    IllegalTransition,
    NotYours,
    StaleDraft,
    StaleEpoch,
    Unseen,
)
from handoff.events import (
    EVENTS,
    Attachment,
    BotResumed,
    BotSaid,
    Closed,
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
from handoff.log import entries_of
from tests.handoff.desks import ARTICLE, JANA, TEXT

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
EVA, MARTIN = OperatorRef("eva", "Eva Kováčová"), OperatorRef("martin", "Martin Novotný")
DRAFT = Draft(1, "Nejde web", "Web ukazuje chybu 500.")


def event_of(kind: type[Event], before: Conversation) -> Event:
    """Return an event of the kind as the owner would make it now."""
    examples: dict[type[Event], Event] = {
        CustomerSaid: CustomerSaid(id="m", text="Nejde web", at=AT),
        BotSaid: BotSaid(payload=TEXT, turn=before.said_seq, epoch=before.epoch, at=AT),
        OperatorSaid: OperatorSaid(
            id="o", text="Pozriem sa", operator=before.operator or EVA, epoch=before.epoch, at=AT
        ),
        DiagnosticsNoted: DiagnosticsNoted(fields=(Field("os", "Windows 11"),), at=AT),
        HumanRequested: HumanRequested(reason="asked", at=AT),
        NobodyFree: NobodyFree(reason="fault", at=AT),
        OperatorAccepted: OperatorAccepted(operator=EVA, at=AT),
        TicketDrafted: TicketDrafted(draft=DRAFT, at=AT),
        TicketFiled: TicketFiled(number="P-2026-000001", subject="Nejde web", version=1, at=AT),
        Closed: Closed(by="customer", at=AT),
    }
    return examples.get(kind) or kind(at=AT)


PATHS: dict[State, tuple[type[Event], ...]] = {
    State.NEW: (),
    State.BOT: (Opened, CustomerSaid),
    State.CHOOSING: (Opened, CustomerSaid, NobodyFree),
    State.QUEUED: (Opened, CustomerSaid, HumanRequested),
    State.HUMAN: (Opened, CustomerSaid, HumanRequested, OperatorAccepted),
    State.TICKETED: (Opened, CustomerSaid, TicketDrafted, TicketFiled),
    State.CLOSED: (Opened, CustomerSaid, Closed),
}


def a_conversation(state: State) -> Conversation:
    """Return a conversation that came to the state by legal events."""
    conversation = Conversation("b11-1", JANA)
    for kind in PATHS[state]:
        conversation = conversation.apply(event_of(kind, conversation))
    return conversation


@pytest.mark.parametrize(("state", "kind"), list(product(State, EVENTS)))
def test_only_listed_transitions_are_possible(state: State, kind: type[Event]) -> None:
    """Legal events move to the listed state; any other raises and changes nothing."""
    before = a_conversation(state)
    expected = TRANSITIONS[state].get(kind)

    if expected is None:
        with pytest.raises(IllegalTransition) as refusal:
            before.apply(event_of(kind, before))
        assert refusal.value.details["state"] == state.value
        assert isinstance(refusal.value, ConversationClosed) == (state is State.CLOSED)
    else:
        after = before.apply(event_of(kind, before))
        assert after.state is expected
        assert after.seq == before.seq + 1
        assert after.epoch == before.epoch + (state is not expected)

    assert before == a_conversation(state)


def test_every_state_has_one_owner_and_every_event_a_place() -> None:
    """The table, the owners and the events cover one another."""
    assert set(TRANSITIONS) == set(OWNERS) == set(State)
    assert {kind for row in TRANSITIONS.values() for kind in row} == set(EVENTS)


@pytest.mark.parametrize(
    ("state", "speakers"),
    [
        (State.BOT, {CustomerSaid, BotSaid}),
        (State.CHOOSING, {CustomerSaid}),
        (State.QUEUED, {CustomerSaid}),
        (State.HUMAN, {CustomerSaid, OperatorSaid}),
        (State.TICKETED, {CustomerSaid}),
        (State.CLOSED, set()),
    ],
)
def test_who_may_speak(state: State, speakers: set[type[Event]]) -> None:
    """Who may speak in each state is exactly what the protocol page says."""
    assert {CustomerSaid, BotSaid, OperatorSaid} & set(TRANSITIONS[state]) == speakers


def test_a_bot_answer_of_an_earlier_epoch_is_refused() -> None:
    """An answer begun before the operator's time is refused after it, too."""
    before = a_conversation(State.BOT)
    late = event_of(BotSaid, before)
    again = a_conversation(State.HUMAN).apply(HandedBack(at=AT))

    with pytest.raises(StaleEpoch) as refusal:
        again.apply(late)

    assert refusal.value.details == {"epoch": again.epoch}


def test_only_the_owning_operator_may_answer() -> None:
    """Another operator's words are refused even with the right epoch."""
    conversation = a_conversation(State.HUMAN)
    words = OperatorSaid(id="o", text="x", operator=MARTIN, epoch=conversation.epoch, at=AT)

    with pytest.raises(NotYours):
        conversation.apply(words)


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        (State.HUMAN, HandedBack),
        (State.TICKETED, BotResumed),
        (State.CHOOSING, BotResumed),
        (State.CLOSED, Reopened),
    ],
)
def test_return_to_the_bot_begins_an_episode(state: State, kind: type[Event]) -> None:
    """What was said to others stays unanswered; the next message is the bot's first."""
    before = a_conversation(state)
    if before.allows(CustomerSaid):
        before = before.apply(event_of(CustomerSaid, before))

    after = before.apply(event_of(kind, before))

    assert (after.episode, after.awaits_bot, after.first_turn) == (before.episode + 1, False, True)
    assert after.apply(event_of(CustomerSaid, after)).awaits_bot


def test_a_lost_operator_puts_the_customer_at_the_head() -> None:
    """Only a customer who was being helped waits before the others."""
    lost = a_conversation(State.HUMAN).apply(OperatorLost(at=AT))

    assert (lost.head, lost.waiting_since, lost.operator) == (True, AT, None)
    assert not a_conversation(State.QUEUED).head
    assert not lost.apply(WaitLeft(at=AT)).apply(WaitChosen(at=AT)).head


def test_an_answer_needs_a_view_with_the_last_message() -> None:
    """An operator who has not seen the customer's last message is told how far the log is."""
    conversation = a_conversation(State.HUMAN)
    conversation = conversation.apply(event_of(CustomerSaid, conversation))

    conversation.require_seen(conversation.seq)
    with pytest.raises(Unseen) as refusal:
        conversation.require_seen(conversation.seq - 1)

    assert refusal.value.details == {"seq": conversation.seq}


def test_filing_needs_the_version_that_was_shown() -> None:
    """Another version, or none, is refused."""
    drafted = a_conversation(State.BOT).apply(TicketDrafted(draft=DRAFT, at=AT))

    assert drafted.require_draft(1) == DRAFT
    with pytest.raises(StaleDraft) as refusal:
        drafted.require_draft(2)
    assert refusal.value.details == {"version": 1}
    with pytest.raises(IllegalTransition):
        a_conversation(State.BOT).require_draft(1)


def test_what_became_known_is_kept() -> None:
    """Details replace older ones of their name; articles carry whether they helped."""
    conversation = a_conversation(State.BOT)
    picture = Attachment("a1", "image/png", 10, 10, 99)
    other = {**ARTICLE, "slug": "iny", "title": "Iný"}
    events: list[Event] = [
        BotSaid(payload=ARTICLE, turn=2, epoch=1, at=AT),
        CustomerSaid(id="1", text="Nie", choice="helped_no", at=AT),
        BotSaid(payload=other, turn=4, epoch=1, at=AT),
        DiagnosticsNoted(fields=(Field("os", "Windows", "detected"),), at=AT),
        DiagnosticsNoted(fields=(Field("os", "Windows 11"), Field("address", "a.sk")), at=AT),
        CustomerSaid(id="2", text="", attachment=picture, at=AT),
    ]

    known = conversation.apply_all(tuple(events)).known

    assert [(tried.slug, tried.helped) for tried in known.tried] == [
        ("ako-predlzim-domenu", False),
        ("iny", None),
    ]
    assert known.diagnostics == (Field("os", "Windows 11"), Field("address", "a.sk"))
    assert (known.problem, known.attachments) == ("Nejde web", (picture,))


@pytest.mark.parametrize("state", State)
def test_a_conversation_survives_the_store(state: State) -> None:
    """What is written as JSON is read back the same."""
    conversation = replace(a_conversation(state), customer=replace(JANA, auth_time=AT))

    assert restore(Conversation, plain(conversation)) == conversation


class Life(RuleBasedStateMachine):
    """Any life of a conversation, told by random events."""

    def __init__(self) -> None:
        """Nothing happened yet."""
        super().__init__()
        self.now = Conversation("b11-1", JANA)
        self.told: list[Event] = []
        self.moment = AT

    @rule(kind=st.sampled_from(EVENTS))
    def happens(self, kind: type[Event]) -> None:
        """Try an event: it is applied whole or refused whole."""
        self.moment += timedelta(seconds=1)
        event = replace(event_of(kind, self.now), at=self.moment)
        before = self.now
        try:
            self.now = before.apply(event)
        except IllegalTransition:
            assert not before.allows(kind)
        else:
            assert before.allows(kind)
            self.told.append(event)

    @precondition(lambda self: self.now.epoch > 1)
    @rule()
    def a_late_word(self) -> None:
        """Words of an earlier epoch are refused, whatever happened since."""
        late = BotSaid(payload=TEXT, turn=1, epoch=self.now.epoch - 1, at=self.moment)
        with pytest.raises((IllegalTransition, StaleEpoch)):
            self.now.apply(late)

    @invariant()
    def there_is_one_owner(self) -> None:
        """An operator is named exactly while one owns it; only waiting has a since."""
        assert (self.now.operator is not None) == (self.now.state is State.HUMAN)
        assert (self.now.waiting_since is not None) == (self.now.state is State.QUEUED)
        assert (self.now.closed_at is not None) == (self.now.state is State.CLOSED)
        assert not self.now.awaits_bot or self.now.state is State.BOT

    @invariant()
    def the_log_tells_it_all(self) -> None:
        """Replaying the log gives the same conversation, entry by entry."""
        after, entries = entries_of(Conversation("b11-1", JANA), self.told)
        assert after == self.now
        assert [entry.seq for entry in entries] == list(range(1, self.now.seq + 1))


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
