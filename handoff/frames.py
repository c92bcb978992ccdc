"""What goes out on the wire: allow-lists only, so nothing internal can slip into a frame."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from handoff.codec import plain
from handoff.conversation import Conversation, Owner
from handoff.events import (
    BotSaid,
    Closed,
    Customer,
    CustomerSaid,
    DiagnosticsNoted,
    Draft,
    Event,
    HumanRequested,
    NobodyFree,
    OperatorAccepted,
    OperatorSaid,
    TicketDrafted,
    TicketFiled,
    WaitLeft,
)
from handoff.log import Entry
from handoff.ports import Note, Ticket

Json = dict[str, Any]

# The own fields of each frame type; what is not listed has none.
FIELDS: Mapping[type[Event], tuple[str, ...]] = {
    CustomerSaid: ("id", "text", "attachment", "choice"),
    BotSaid: ("payload", "turn"),
    OperatorSaid: ("id", "text", "operator"),
    DiagnosticsNoted: ("fields",),
    HumanRequested: ("reason",),
    NobodyFree: ("reason",),
    WaitLeft: ("reason",),
    OperatorAccepted: ("operator",),
    TicketFiled: ("number", "subject"),
    Closed: ("by", "resolution"),
}


def moment(at: datetime) -> str:
    """Return the moment as the protocol writes it, UTC with milliseconds."""
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def type_of(event: Event) -> str:
    """Return the frame type of an event: its name in snake case."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", type(event).__name__).lower()


def owner_view(owner: Owner) -> Json:
    """Return who owns a conversation, with a name only if a person does."""
    view: Json = plain(owner)
    return view


def frame(entry: Entry, customer: Customer) -> Json:
    """Return the frame of a log entry, the same for the customer and the operator."""
    view = {
        "conversation": entry.conversation,
        "seq": entry.seq,
        "at": moment(entry.event.at),
        "type": type_of(entry.event),
        "state": entry.state.value,
        "owner": owner_view(entry.owner),
        "epoch": entry.epoch,
        "episode": entry.episode,
    }
    for name in FIELDS.get(type(entry.event), ()):
        value = getattr(entry.event, name)
        if value is not None:
            view[name] = plain(value)
    if isinstance(entry.event, TicketDrafted):
        view["draft"] = draft_view(entry.event.draft, customer)
    return view


def frames(entries: Iterable[Entry], customer: Customer) -> list[Json]:
    """Return the frames of log entries."""
    return [frame(entry, customer) for entry in entries]


def draft_view(draft: Draft, customer: Customer) -> Json:
    """Return the draft as it would be sent, to the letter."""
    return {
        "version": draft.version,
        "subject": draft.subject,
        "text": draft.text,
        "customer": {"name": customer.name, "email": customer.email},
        "diagnostics": plain(draft.diagnostics),
        "attachments": plain(draft.attachments),
        "transcript": True,
    }


def customer_view(conversation: Conversation, entries: Iterable[Entry]) -> Json:
    """Return the Conversation of a customer's snapshot."""
    known = conversation.known
    ticket, draft = known.ticket, known.draft
    return {
        "id": conversation.id,
        "seq": conversation.seq,
        "state": conversation.state.value,
        "owner": owner_view(conversation.owner),
        "epoch": conversation.epoch,
        "episode": conversation.episode,
        "customer": {"name": conversation.customer.name},
        "diagnostics": plain(known.diagnostics),
        "ticket": {"number": ticket.number, "subject": ticket.subject} if ticket else None,
        "draft": draft_view(draft, conversation.customer) if draft else None,
        "frames": frames(entries, conversation.customer),
    }


def operator_view(conversation: Conversation, entries: Iterable[Entry]) -> Json:
    """Return the OperatorView: the Conversation, who writes, what was tried and why."""
    return {
        **customer_view(conversation, entries),
        "customer": _verified(conversation.customer),
        "tried": [{**plain(tried), "helped": tried.helped} for tried in conversation.known.tried],
        "reason": conversation.known.reason,
    }


def _verified(customer: Customer) -> Json:
    view: Json = {
        "id": customer.id,
        "name": customer.name,
        "email": customer.email,
        "verified": True,
    }
    if customer.auth_time is not None:
        view["auth_time"] = int(customer.auth_time.timestamp())
    return view


def note_view(note: Note) -> Json:
    """Return a note, for operators only."""
    return {
        "id": note.id,
        "at": moment(note.at),
        "operator": {"id": note.operator_id, "name": note.operator_name},
        "text": note.text,
    }


def ticket_line(ticket: Ticket) -> Json:
    """Return a ticket as a line of the list."""
    customer = ticket.customer
    return {
        "number": ticket.number,
        "subject": ticket.draft.subject,
        "customer": {"id": customer.id, "name": customer.name, "email": customer.email},
        "at": moment(ticket.filed_at),
        "state": ticket.state,
        "conversation": ticket.conversation,
    }


def ticket_view(ticket: Ticket, added: Iterable[Json]) -> Json:
    """Return the whole ticket; *added* are frames written after the filing."""
    return {
        **ticket_line(ticket),
        "text": ticket.draft.text,
        "diagnostics": plain(ticket.draft.diagnostics),
        "attachments": plain(ticket.draft.attachments),
        "transcript": [*ticket.transcript, *added],
    }
