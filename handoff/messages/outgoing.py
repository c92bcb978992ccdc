"""What may leave for a customer and for an operator: allow-lists, so that what is not named here cannot leak."""

from collections.abc import Mapping
from typing import Any

from handoff.errors import BadFrame
from handoff.messages.frames import (
    attachment_shape,
    contact_shape,
    draft_shape,
    fields_shape,
    frame_shape,
    frames_shape,
    operator_shape,
    owner_shape,
    seq_shape,
    state_shape,
)
from handoff.messages.limits import ticket_number
from handoff.messages.shapes import (
    Shape,
    counts,
    flag,
    line,
    list_of,
    moment,
    one_of,
    optional,
    record,
    whole,
)

_CONVERSATION = {
    "id": line,
    "seq": whole(),
    "state": state_shape,
    "owner": owner_shape,
    "epoch": whole(),
    "episode": seq_shape,
    "customer": record({"name": line}),
    "diagnostics": fields_shape,
    "ticket": optional(record({"number": ticket_number, "subject": line})),
    "draft": optional(draft_shape),
    "frames": frames_shape,
}
_snapshot = optional(record(_CONVERSATION))
_view = record(
    _CONVERSATION
    | {
        "customer": record(
            {"id": line, "name": line, "email": line, "verified": flag},
            {"auth_time": optional(whole())},
        ),
        "tried": list_of(record({"slug": line, "title": line, "helped": optional(flag)})),
        "reason": optional(line),
    }
)
_note = record({"id": line, "at": moment, "operator": operator_shape, "text": line})
_LISTED = {
    "number": ticket_number,
    "subject": line,
    "customer": record({"id": line, "name": line, "email": line}),
    "at": moment,
    "state": line,
    "conversation": line,
}
_ticket = record(
    _LISTED
    | {
        "text": line,
        "diagnostics": fields_shape,
        "attachments": list_of(attachment_shape),
        "transcript": frames_shape,
    }
)
_colleague = record(
    {
        "id": line,
        "name": line,
        "status": one_of("available", "away", "offline"),
        "on_phone": flag,
        "on_email": flag,
        "slots": whole(),
        "used": whole(),
        "why": list_of(line),
    }
)
_offer = record(
    {
        "offer": line,
        "conversation": line,
        "customer": contact_shape,
        "reason": line,
        "diagnostics": fields_shape,
        "last": line,
        "expires_at": moment,
    }
)
_waiting = record(
    {"conversation": line, "customer": line, "since": moment, "reason": line, "place": seq_shape}
)
_mine = record({"conversation": line, "customer": line, "since": moment, "state": state_shape})
_floor = record(
    {
        "me": _colleague,
        "available": flag,
        "reason": counts,
        "operators": list_of(_colleague),
        "queue": list_of(_waiting),
        "mine": list_of(_mine),
    }
)
_stored = record({"seq": seq_shape})
_placed = record({"seq": seq_shape, "conversation": line})
_nothing = record({})

TO_CUSTOMER: Mapping[str, Shape] = {
    "snapshot": record({"conversation": _snapshot}),
    "frame": frame_shape,
    "availability": record(
        {"available": flag, "label": line, "waiting": whole(), "reason": counts, "at": moment}
    ),
    "queue": record({"place": seq_shape, "of": seq_shape}),
    "typing": record({"who": one_of("bot", "operator")}),
}
TO_OPERATOR: Mapping[str, Shape] = {
    "floor": _floor,
    "offer": _offer,
    "offer_gone": record(
        {"offer": line, "why": one_of("accepted", "expired", "withdrawn", "declined")}
    ),
    "frame": frame_shape,
    "typing": record({"conversation": line, "who": one_of("customer")}),
    "note": record({"conversation": line, "note": _note}),
    "ticket_filed": record(
        {"number": ticket_number, "subject": line, "customer": line, "at": moment}
    ),
}
CUSTOMER_ACKS: Mapping[str, Shape] = {
    "say": record({"seq": seq_shape, "conversation": line, "redacted": flag}),
    "choose": _placed,
    "ask_human": _placed,
    "context": _nothing,
    "wait": record({"seq": seq_shape, "place": seq_shape}),
    "leave_queue": _stored,
    "draft": record({"draft": draft_shape}),
    "file": record({"seq": seq_shape, "number": ticket_number}),
    "talk_to_bot": _stored,
    "close": _stored,
    "reopen": _stored,
    "sync": record({}, {"frames": frames_shape, "snapshot": _snapshot}),
    "typing": _nothing,
}
OPERATOR_ACKS: Mapping[str, Shape] = {
    "presence": record({"available": flag}),
    "beat": record({"at": moment}),
    "accept": record({"snapshot": _view}),
    "decline": _nothing,
    "say": _stored,
    "note": record({"note": _note}),
    "end": _stored,
    "hand_back": _stored,
    "open": record({"snapshot": _view, "notes": list_of(_note)}),
    "sync": record({}, {"frames": frames_shape, "snapshot": _view}),
    "tickets": record({"tickets": list_of(record(_LISTED))}),
    "ticket": record({"ticket": _ticket}),
    "typing": _nothing,
}


class Withheld(Exception):
    """Something of ours was about to leave that the list does not name."""


def let_out(shapes: Mapping[str, Shape], event: str, payload: Any) -> dict[str, Any]:
    """Return what of *payload* may leave under *event*; raise Withheld if it must not.

    *shapes* is one of TO_CUSTOMER, TO_OPERATOR, CUSTOMER_ACKS and OPERATOR_ACKS.
    """
    if event not in shapes:
        raise Withheld(f"{event} may not leave here")
    try:
        allowed: dict[str, Any] = shapes[event](payload)
    except BadFrame as refusal:
        raise Withheld(f"{event}: {refusal}") from None
    return allowed
