"""What a desk is built from and how long things may take."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from handoff.ports import (
    Bot,
    Bus,
    Clock,
    ConversationStore,
    Ear,
    Files,
    FloorStore,
    Help,
    NoteStore,
    Redact,
    TicketStore,
    Wording,
)

Answer = dict[str, Any]  # the ack fields of docs/protocol.md, without "ok"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskPorts:
    """What a desk is built from."""

    conversations: ConversationStore
    floor: FloorStore
    tickets: TicketStore
    notes: NoteStore
    bot: Bot
    help: Help
    files: Files
    bus: Bus
    ear: Ear
    clock: Clock
    redact: Redact
    wording: Wording


@dataclass(frozen=True, slots=True)
class Limits:
    """How long things may take."""

    turn: timedelta = timedelta(seconds=5)
    help: timedelta = timedelta(seconds=2)
    lease: timedelta = timedelta(seconds=10)  # of following up; longer than a turn and the help
    wait: timedelta = timedelta(minutes=30)  # in the queue
    closed: timedelta = timedelta(hours=24)  # closed longer than this gives way to a new one
    breaker: timedelta = timedelta(seconds=15)  # the assistant is left alone after failures
