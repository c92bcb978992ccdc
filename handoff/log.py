"""An entry of a conversation's log: the event, and the conversation's standing right after it."""

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

from handoff.conversation import Conversation, Owner, State
from handoff.events import Event


@dataclass(frozen=True, slots=True)
class Entry:
    """The *seq*-th event of a conversation."""

    conversation: str
    seq: int
    event: Event
    state: State
    owner: Owner
    epoch: int
    episode: int


def entries_of(
    before: Conversation, events: Sequence[Event]
) -> tuple[Conversation, tuple[Entry, ...]]:
    """Apply the events; return the conversation after them and one entry each.

    Raise what :meth:`Conversation.apply` raises.
    """
    entries: list[Entry] = []
    after = before
    for event in events:
        after = after.apply(event)
        entries.append(
            Entry(after.id, after.seq, event, after.state, after.owner, after.epoch, after.episode)
        )
    return after, tuple(entries)


BUCKETS = 16


def bucket_of(customer_id: str) -> str:
    """Return where all of a customer is kept; ids of conversations begin with it."""
    return f"b{crc32(customer_id.encode()) % BUCKETS:02}"
