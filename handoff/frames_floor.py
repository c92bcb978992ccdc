"""What goes out about the floor: availability, offers, and the floor as one operator sees it."""

from datetime import datetime
from typing import Any

from handoff.codec import plain
from handoff.conversation import Conversation, State
from handoff.frames import moment
from handoff.ports import Wording
from handoff.presence import Availability
from handoff.routing import Beats, Floor, Offer

Json = dict[str, Any]


def availability_view(availability: Availability, now: datetime, wording: Wording) -> Json:
    """Return the payload of `availability`."""
    return {
        "available": availability.available,
        "label": wording["available" if availability.available else "unavailable"],
        "waiting": availability.waiting,
        "reason": dict(availability.reason),
        "at": moment(now),
    }


def offer_view(offer: Offer, conversation: Conversation, last: str) -> Json:
    """Return the payload of `offer`; *last* is what the customer wrote last."""
    customer = conversation.customer
    return {
        "offer": offer.id,
        "conversation": offer.conversation,
        "customer": {"name": customer.name, "email": customer.email},
        "reason": conversation.known.reason or "",
        "diagnostics": plain(conversation.known.diagnostics),
        "last": last,
        "expires_at": moment(offer.expires_at),
    }


def floor_view(floor: Floor, operator_id: str, beats: Beats, now: datetime) -> Json:
    """Return the payload of `floor` for one operator on it."""
    availability = floor.availability(beats, now)
    operators = {id: _operator(floor, id, beats, now) for id in floor.operators}
    return {
        "me": operators[floor.operator(operator_id).id],
        "available": availability.available,
        "reason": dict(availability.reason),
        "operators": list(operators.values()),
        "queue": [
            {
                "conversation": waiting.conversation,
                "customer": waiting.customer,
                "since": moment(waiting.since),
                "reason": waiting.reason,
                "place": place,
            }
            for place, waiting in enumerate(floor.queue, 1)
        ],
        "mine": [
            {
                "conversation": claim.conversation,
                "customer": claim.customer,
                "since": moment(claim.since),
                "state": State.HUMAN.value,
            }
            for claim in floor.claims
            if claim.operator == operator_id
        ],
    }


def _operator(floor: Floor, operator_id: str, beats: Beats, now: datetime) -> Json:
    standing = floor.standing(operator_id, beats)
    operator = standing.operator
    return {
        "id": operator.id,
        "name": operator.name,
        "status": operator.status.value,
        "on_phone": operator.on_phone,
        "on_email": operator.on_email,
        "slots": operator.slots,
        "used": standing.used,
        "why": list(standing.why_not(now)),
    }
