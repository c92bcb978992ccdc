"""The floor: who waits, who is offered what, and which slot is taken by which conversation.

A claim *is* the slot, so the two cannot be taken apart. All functions are pure: they take a floor
and return the next one; the store saves it only if nobody else was faster.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from handoff.errors import NoSlot, NotYours, UnknownOffer
from handoff.presence import Availability, Operator, Standing, Status, alive, availability

OFFER = timedelta(seconds=20)
DECLINE = timedelta(seconds=60)  # after that the operator may be offered it again


@dataclass(frozen=True, slots=True)
class Decline:
    """An operator would not take it, at that moment."""

    operator: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """A conversation in the queue."""

    conversation: str
    customer_id: str
    customer: str  # the name, for the console
    since: datetime
    reason: str = ""
    head: bool = False
    declined: tuple[Decline, ...] = ()

    def declined_by(self, operator_id: str, now: datetime) -> bool:
        """Say whether the operator refused it a short while ago."""
        return any(d.operator == operator_id and now - d.at < DECLINE for d in self.declined)


@dataclass(frozen=True, slots=True)
class Offer:
    """A conversation offered to one operator."""

    id: str
    conversation: str
    operator: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Claim:
    """A conversation that holds one of the operator's slots."""

    conversation: str
    customer_id: str
    customer: str
    operator: str
    since: datetime
    reason: str = ""


Beats = Mapping[str, datetime]


@dataclass(frozen=True, slots=True)
class Floor:
    """Everything about the floor but the beats, which would make every write contend."""

    operators: Mapping[str, Operator] = field(default_factory=dict)
    queue: tuple[Waiting, ...] = ()
    offers: tuple[Offer, ...] = ()
    claims: tuple[Claim, ...] = ()

    def used(self, operator_id: str) -> int:
        """Return how many of the operator's slots are taken."""
        return sum(claim.operator == operator_id for claim in self.claims)

    def operator(self, operator_id: str) -> Operator:
        """Return the operator, or raise :class:`NotYours` for one who has not signed on."""
        if operator_id not in self.operators:
            raise NotYours("sign on first")
        return self.operators[operator_id]

    def standing(self, operator_id: str, beats: Beats) -> Standing:
        """Return the operator with slots in use and last beat; raise :class:`NotYours`."""
        operator = self.operator(operator_id)
        return Standing(operator, self.used(operator_id), beats.get(operator_id))

    def availability(self, beats: Beats, now: datetime) -> Availability:
        """Compute the availability customers are shown."""
        standings = [self.standing(id, beats) for id in self.operators]
        return availability(standings, len(self.queue), now)

    def place(self, conversation: str) -> int | None:
        """Return the place in the queue, 1 is next; None if it does not wait."""
        for place, waiting in enumerate(self.queue, 1):
            if waiting.conversation == conversation:
                return place
        return None

    def claim(self, conversation: str) -> Claim | None:
        """Return the claim that holds a slot for the conversation, if any."""
        return next((c for c in self.claims if c.conversation == conversation), None)

    def offer(self, offer_id: str, operator_id: str) -> Offer:
        """Return the offer, or raise :class:`UnknownOffer` if it is gone or another's."""
        for offer in self.offers:
            if offer.id == offer_id and offer.operator == operator_id:
                return offer
        raise UnknownOffer


def sign_on(floor: Floor, operator: Operator) -> Floor:
    """Put an operator on the floor; who is there already keeps what was declared."""
    known = floor.operators.get(operator.id)
    if known is not None:
        operator = replace(known, name=operator.name, slots=operator.slots)
    return replace(floor, operators={**floor.operators, operator.id: operator})


def declare(floor: Floor, operator: Operator) -> Floor:
    """Take over what an operator declares; offers to one who is not free any more end."""
    floor = replace(floor, operators={**floor.operators, operator.id: operator})
    if operator.free:
        return floor
    # Nobody waits 20 s for somebody who has just taken a call: the next one is asked at once.
    return replace(floor, offers=tuple(o for o in floor.offers if o.operator != operator.id))


def enqueue(floor: Floor, waiting: Waiting) -> Floor:
    """Let the conversation wait; no change if it waits or is claimed already."""
    if floor.place(waiting.conversation) or floor.claim(waiting.conversation):
        return floor
    # Sorting is stable: who came in the same moment stays in the order of coming.
    queue = sorted((*floor.queue, waiting), key=lambda w: (not w.head, w.since))
    return replace(floor, queue=tuple(queue))


def remove(floor: Floor, conversation: str) -> Floor:
    """Take the conversation off the floor, wherever it stands; its slot is free again."""
    return replace(
        floor,
        queue=tuple(w for w in floor.queue if w.conversation != conversation),
        offers=tuple(o for o in floor.offers if o.conversation != conversation),
        claims=tuple(c for c in floor.claims if c.conversation != conversation),
    )


def accept(floor: Floor, offer_id: str, operator_id: str, now: datetime) -> tuple[Floor, Claim]:
    """Claim the offered conversation and a slot, both or neither.

    Raise :class:`UnknownOffer` if the offer is gone, :class:`NoSlot` if all slots are taken.
    """
    offer = floor.offer(offer_id, operator_id)
    waiting = next((w for w in floor.queue if w.conversation == offer.conversation), None)
    if waiting is None or offer.expires_at <= now:
        raise UnknownOffer
    if floor.used(operator_id) >= floor.operator(operator_id).slots:
        raise NoSlot
    claim = Claim(
        waiting.conversation,
        waiting.customer_id,
        waiting.customer,
        operator_id,
        now,
        waiting.reason,
    )
    floor = remove(floor, offer.conversation)
    return replace(floor, claims=(*floor.claims, claim)), claim


def decline(floor: Floor, offer_id: str, operator_id: str, now: datetime) -> Floor:
    """Take the offer back and remember who would not; raise :class:`UnknownOffer` if it is gone."""
    offer = floor.offer(offer_id, operator_id)
    return replace(
        floor,
        offers=tuple(o for o in floor.offers if o.id != offer_id),
        queue=tuple(
            replace(w, declined=(*w.declined, Decline(operator_id, now)))
            if w.conversation == offer.conversation
            else w
            for w in floor.queue
        ),
    )


def expire_offers(floor: Floor, now: datetime) -> Floor:
    """End offers nobody answered; who missed one is away until saying otherwise."""
    missed = {offer.operator for offer in floor.offers if offer.expires_at <= now}
    for operator_id in missed:
        floor = declare(floor, replace(floor.operators[operator_id], status=Status.AWAY))
    return floor


def lost_claims(floor: Floor, beats: Beats, now: datetime) -> tuple[Claim, ...]:
    """Return the claims of operators whose lease ended."""
    return tuple(c for c in floor.claims if not alive(beats.get(c.operator), now))


def requeue(floor: Floor, claim: Claim, now: datetime) -> Floor:
    """Put a claimed conversation back to the head of the queue; no change if the claim is gone."""
    if claim not in floor.claims:
        return floor
    waiting = Waiting(
        claim.conversation, claim.customer_id, claim.customer, now, claim.reason, head=True
    )
    return enqueue(remove(floor, claim.conversation), waiting)


def dispatch(floor: Floor, beats: Beats, now: datetime, new_id: Callable[[], str]) -> Floor:
    """Offer who waits longest first, each to the least loaded available operator.

    One offer at a time to an operator, one at a time of a conversation.
    """
    for waiting in floor.queue:
        if any(offer.conversation == waiting.conversation for offer in floor.offers):
            continue
        chosen = _least_loaded(floor, waiting, beats, now)
        if chosen is not None:
            offer = Offer(new_id(), waiting.conversation, chosen, now + OFFER)
            floor = replace(floor, offers=(*floor.offers, offer))
    return floor


def _least_loaded(floor: Floor, waiting: Waiting, beats: Beats, now: datetime) -> str | None:
    busy = {offer.operator for offer in floor.offers}
    free = [
        id
        for id in floor.operators
        if id not in busy
        and not waiting.declined_by(id, now)
        and not floor.standing(id, beats).why_not(now)
    ]
    return min(free, key=lambda id: (floor.used(id), id), default=None)


def why_gone(offer: Offer, after: Floor, now: datetime) -> str:
    """Return why the offer is not on the floor any more, in the words of `offer_gone`."""
    if after.claim(offer.conversation):
        return "accepted"
    if offer.expires_at <= now:
        return "expired"
    refused = any(
        waiting.conversation == offer.conversation and waiting.declined_by(offer.operator, now)
        for waiting in after.queue
    )
    return "declined" if refused else "withdrawn"
