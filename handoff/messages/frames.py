"""What a numbered frame of a conversation may carry, by its type: an allow-list for both sides."""

from collections.abc import Mapping
from typing import Any

from handoff.messages.limits import ticket_number
from handoff.messages.shapes import (
    Shape,
    flag,
    line,
    list_of,
    moment,
    one_of,
    optional,
    record,
    tagged,
    whole,
)

seq_shape = whole(1)
STATES = ("bot", "choosing", "queued", "human", "ticketed", "closed")


state_shape = one_of(*STATES)
owner_shape = record(
    {"kind": one_of("bot", "nobody", "queue", "operator", "ticket")}, {"name": optional(line)}
)
_field = record({"name": line, "value": line, "provenance": one_of("said", "detected", "verified")})
fields_shape = list_of(_field)
attachment_shape = record(
    {"id": line, "type": line, "width": whole(1), "height": whole(1), "bytes": whole(1)}
)
operator_shape = record({"id": line, "name": line})
_hit = record({"slug": line, "title": line, "category": line, "url": line})
_choices = list_of(record({"id": line, "label": line}))

PAYLOADS: Mapping[str, Shape] = {
    "text": record({"text": line}),
    "article": record(
        {"slug": line, "title": line, "category": line, "url": line, "passage": line}
    ),
    "suggestions": record({"text": line, "hits": list_of(_hit)}),
    "choices": record({"text": line, "choices": _choices}),
    "question": record(
        {
            "field": one_of("problem", "environment", "address", "screenshot"),
            "text": line,
            "choices": _choices,
        },
        {"value": optional(line)},
    ),
    "summary": record({"text": line, "fields": fields_shape}),
    "channels": record({"text": line, "email": line, "phone": line, "hours": line}),
}
payload_shape = tagged("type", PAYLOADS)

_reason = record({"reason": line})
contact_shape = record({"name": line, "email": line})
draft_shape = record(
    {
        "version": seq_shape,
        "subject": line,
        "text": line,
        "customer": contact_shape,
        "diagnostics": fields_shape,
        "attachments": list_of(attachment_shape),
        "transcript": flag,
    }
)
_OWN_FIELDS: Mapping[str, Shape] = {
    "opened": record({}),
    "customer_said": record(
        {"id": line, "text": line},
        {"attachment": optional(attachment_shape), "choice": optional(line)},
    ),
    "bot_said": record({"payload": payload_shape, "turn": whole()}),
    "operator_said": record({"id": line, "text": line, "operator": operator_shape}),
    "diagnostics_noted": record({"fields": fields_shape}),
    "human_requested": _reason,
    "nobody_free": _reason,
    "wait_chosen": record({}),
    "wait_left": _reason,
    "operator_accepted": record({"operator": operator_shape}),
    "operator_lost": record({}),
    "handed_back": record({}),
    "bot_resumed": record({}),
    "ticket_drafted": record({"draft": draft_shape}),
    "ticket_filed": record({"number": ticket_number, "subject": line}),
    "closed": record(
        {"by": one_of("customer", "operator", "desk")}, {"resolution": optional(line)}
    ),
    "reopened": record({}),
}
FRAME_TYPES = tuple(_OWN_FIELDS)
_COMMON = {
    "conversation": line,
    "seq": seq_shape,
    "at": moment,
    "type": line,
    "state": state_shape,
    "owner": owner_shape,
    "epoch": whole(),
    "episode": seq_shape,
}
_own = tagged("type", _OWN_FIELDS)
_common = record(_COMMON)


def frame_shape(value: Any) -> dict[str, Any]:
    """Let one numbered frame through, the same for a customer and an operator."""
    frame: dict[str, Any] = _common(value) | _own(value)
    return {name: kept for name, kept in frame.items() if kept is not None}


frames_shape = list_of(frame_shape)
