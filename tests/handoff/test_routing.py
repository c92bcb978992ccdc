"""The floor: fair offers, one claimer, never more than the slots."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from handoff.errors import NoSlot, NotYours, UnknownOffer
from handoff.presence import Operator, Status, alive
from handoff.routing import (
    DECLINE,
    OFFER,
    Floor,
    Waiting,
    accept,
    declare,
    decline,
    dispatch,
    enqueue,
    expire_offers,
    lost_claims,
    remove,
    requeue,
    sign_on,
    why_gone,
)

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
IDS = count()


def a_floor(**slots: int) -> Floor:
    """Return a floor with available operators of so many slots."""
    floor = Floor()
    for name, number in slots.items():
        floor = sign_on(floor, Operator(name, name.title(), number, Status.AVAILABLE))
    return floor


def waits(id: str, seconds: int = 0, head: bool = False) -> Waiting:
    """Return a conversation that waits since so many seconds after the start."""
    return Waiting(id, f"c-{id}", id.title(), NOW + timedelta(seconds=seconds), head=head)


def beats(floor: Floor, at: datetime = NOW) -> dict[str, datetime]:
    """Return a beat of every operator."""
    return dict.fromkeys(floor.operators, at)


def offered(floor: Floor, now: datetime = NOW) -> Floor:
    """Return the floor with offers made, everybody's lease alive."""
    return dispatch(floor, beats(floor, now), now, lambda: f"of-{next(IDS)}")


def pairs(floor: Floor) -> list[tuple[str, str]]:
    """Return who is offered to whom."""
    return [(offer.conversation, offer.operator) for offer in floor.offers]


def test_the_oldest_is_offered_first_to_the_least_loaded() -> None:
    """Order of waiting, then fewest chats."""
    floor = a_floor(eva=2, martin=2)
    floor = offered(enqueue(floor, waits("first")))
    floor, _ = accept(floor, floor.offers[0].id, "eva", NOW)
    for waiting in (waits("third", 3), waits("second", 2)):
        floor = enqueue(floor, waiting)

    floor = offered(floor)

    assert pairs(floor) == [("second", "martin"), ("third", "eva")]
    assert [floor.place(id) for id in ("second", "third", "first")] == [1, 2, None]


def test_head_waits_before_all_others() -> None:
    """A customer who lost the operator is next, however long others wait."""
    floor = enqueue(enqueue(a_floor(), waits("old")), waits("lost", 100, head=True))

    assert [waiting.conversation for waiting in floor.queue] == ["lost", "old"]


def test_nobody_unavailable_gets_an_offer() -> None:
    """Away, on the phone, on e-mail, without slots or without a lease: no offer."""
    floor = a_floor(away=1, phone=1, email=1, full=0, gone=1)
    away = replace(floor.operators["away"], status=Status.AWAY)
    floor = declare(floor, away)
    floor = declare(floor, replace(floor.operators["phone"], on_phone=True))
    floor = declare(floor, replace(floor.operators["email"], on_email=True))
    floor = enqueue(floor, waits("c"))

    alive = {id: at for id, at in beats(floor).items() if id != "gone"}

    assert dispatch(floor, alive, NOW, lambda: "of").offers == ()


def test_a_declined_offer_goes_to_the_next_and_comes_back_later() -> None:
    """Who declined is asked again only after a while."""
    floor = offered(enqueue(a_floor(eva=1, martin=1), waits("c")))
    gone = floor.offers[0]
    floor = offered(decline(floor, gone.id, "eva", NOW))
    assert (pairs(floor), why_gone(gone, floor, NOW)) == ([("c", "martin")], "declined")

    floor = offered(decline(floor, floor.offers[0].id, "martin", NOW))
    assert pairs(floor) == []

    assert pairs(offered(floor, NOW + DECLINE)) == [("c", "eva")]


def test_a_missed_offer_sets_away_and_goes_to_the_next() -> None:
    """Nobody is asked for ever, and who does not answer counts as away."""
    floor = offered(enqueue(a_floor(eva=1, martin=1), waits("c")))
    gone, later = floor.offers[0], NOW + OFFER

    floor = offered(expire_offers(floor, later), later)

    assert floor.operators["eva"].status is Status.AWAY
    assert pairs(floor) == [("c", "martin")]
    assert why_gone(gone, floor, later) == "expired"


def test_claiming_takes_conversation_and_slot_together() -> None:
    """After accepting, the conversation is off the queue and the slot is used; once only."""
    floor = offered(enqueue(a_floor(eva=1), waits("c")))
    offer = floor.offers[0]

    after, claim = accept(floor, offer.id, "eva", NOW)

    assert (after.queue, after.offers, after.claims) == ((), (), (claim,))
    assert (after.used("eva"), why_gone(offer, after, NOW)) == (1, "accepted")
    with pytest.raises(UnknownOffer):
        accept(after, offer.id, "eva", NOW)
    assert remove(after, "c").used("eva") == 0


def test_what_cannot_be_accepted() -> None:
    """Another's offer, an old one, one without a slot and one withdrawn are refused."""
    floor = offered(enqueue(a_floor(eva=1, martin=1), waits("c")))
    offer = floor.offers[0]
    with pytest.raises(UnknownOffer):
        accept(floor, offer.id, "martin", NOW)
    with pytest.raises(UnknownOffer):
        accept(floor, offer.id, "eva", NOW + OFFER)
    full = sign_on(floor, replace(floor.operators["eva"], slots=0))
    with pytest.raises(NoSlot):
        accept(full, offer.id, "eva", NOW)
    left = remove(floor, "c")
    assert why_gone(offer, left, NOW) == "withdrawn"
    with pytest.raises(UnknownOffer):
        accept(left, offer.id, "eva", NOW)
    with pytest.raises(NotYours):
        floor.standing("nobody", {})


def test_another_device_does_not_change_what_was_declared() -> None:
    """Away stays away when a second console signs on."""
    floor = declare(a_floor(eva=1), Operator("eva", "Eva", 1, Status.AWAY, on_phone=True))

    again = sign_on(floor, Operator("eva", "Eva Kováčová", 3))

    assert again.operators["eva"] == Operator("eva", "Eva Kováčová", 3, Status.AWAY, True)


class Shift(RuleBasedStateMachine):
    """Any shift: customers come and go, operators accept, decline, vanish and return."""

    def __init__(self) -> None:
        """Three operators, nobody waits."""
        super().__init__()
        self.floor = a_floor(eva=1, martin=2, lucia=3)
        self.now = NOW
        self.beats = beats(self.floor)
        self.coming = count()
        self.asked: list[tuple[str, str]] = []

    operators = st.sampled_from(["eva", "martin", "lucia"])

    def dispatch(self) -> None:
        """Make the offers there are to make; who was asked when is written down."""
        before = self.floor
        self.floor = dispatch(before, self.beats, self.now, lambda: f"of-{next(IDS)}")
        free = {
            id
            for id in self.floor.operators
            if not self.floor.standing(id, self.beats).why_not(self.now)
        }
        busy = {offer.operator for offer in self.floor.offers}
        offered_now = {offer.conversation for offer in self.floor.offers}
        for waiting in self.floor.queue:
            # Nobody is passed over: who is not offered was declined by all who are idle.
            if waiting.conversation not in offered_now:
                idle = free - busy
                assert all(waiting.declined_by(id, self.now) for id in idle)

    @rule()
    def comes(self) -> None:
        """A customer asks for a person."""
        id = f"c{next(self.coming)}"
        self.floor = enqueue(self.floor, Waiting(id, id, id, self.now))
        self.dispatch()

    @precondition(lambda self: self.floor.offers)
    @rule(data=st.data(), operator=operators)
    def accepts(self, data: st.DataObject, operator: str) -> None:
        """Somebody accepts, the right one or a wrong one, perhaps twice."""
        offer = data.draw(st.sampled_from(self.floor.offers))
        for _ in range(2):
            try:
                self.floor, claim = accept(self.floor, offer.id, operator, self.now)
            except (UnknownOffer, NoSlot):
                continue
            assert claim.operator == offer.operator == operator
            self.beats |= {operator: self.now}  # accepting is a sign of life, as at the desk
        self.dispatch()

    @precondition(lambda self: self.floor.offers)
    @rule(data=st.data())
    def declines(self, data: st.DataObject) -> None:
        """An operator would not."""
        offer = data.draw(st.sampled_from(self.floor.offers))
        self.floor = decline(self.floor, offer.id, offer.operator, self.now)
        self.dispatch()

    @precondition(lambda self: self.floor.queue or self.floor.claims)
    @rule(data=st.data())
    def leaves(self, data: st.DataObject) -> None:
        """A customer leaves, or the conversation ends."""
        there = [one.conversation for one in (*self.floor.queue, *self.floor.claims)]
        self.floor = remove(self.floor, data.draw(st.sampled_from(there)))
        self.dispatch()

    @rule(operator=operators, status=st.sampled_from(Status), phone=st.booleans())
    def declares(self, operator: str, status: Status, phone: bool) -> None:
        """An operator declares something."""
        one = replace(self.floor.operators[operator], status=status, on_phone=phone)
        self.floor = declare(self.floor, one)
        self.dispatch()

    @rule(seconds=st.integers(1, 30), still=st.sets(operators))
    def time_passes(self, seconds: int, still: set[str]) -> None:
        """Offers expire, and who does not beat is lost."""
        self.now += timedelta(seconds=seconds)
        self.beats |= dict.fromkeys(still, self.now)
        self.floor = expire_offers(self.floor, self.now)
        for claim in lost_claims(self.floor, self.beats, self.now):
            self.floor = requeue(self.floor, claim, self.now)
            assert self.floor.queue[0].head
        self.dispatch()

    @invariant()
    def nothing_is_claimed_twice_or_above_capacity(self) -> None:
        """One place for each conversation, and never more claims than slots."""
        claimed = [claim.conversation for claim in self.floor.claims]
        waiting = [waiting.conversation for waiting in self.floor.queue]
        assert len(set(claimed + waiting)) == len(claimed + waiting)
        for id, operator in self.floor.operators.items():
            assert self.floor.used(id) <= operator.slots
        assert {offer.conversation for offer in self.floor.offers} <= set(waiting)
        assert len({o.operator for o in self.floor.offers}) == len(self.floor.offers)
        assert all(alive(self.beats[c.operator], self.now) for c in self.floor.claims)

    @invariant()
    def the_queue_is_fair(self) -> None:
        """Heads first, then by the time of coming."""
        order = [(not waiting.head, waiting.since) for waiting in self.floor.queue]
        assert order == sorted(order)


TestShift = Shift.TestCase
TestShift.settings = settings(max_examples=80, stateful_step_count=40, deadline=None)
