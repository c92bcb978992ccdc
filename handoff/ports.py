"""What the desk needs from outside, and how each need fails."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from handoff.conversation import Conversation
from handoff.events import Attachment, Customer, Draft, Event
from handoff.log import Entry
from handoff.routing import Floor

Clock = Callable[[], datetime]  # UTC, aware
Wording = Mapping[str, str]  # handoff/catalogue_sk.yml: what the desk itself says to people
Redact = Callable[[str], tuple[str, bool]]  # the text without secrets, and whether there were any
Ack = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Receipt:
    """The sender's own id of a message, unique in the conversation, and the ack it gets, always."""

    message_id: str
    ack: Ack


@dataclass(frozen=True, slots=True)
class Note:
    """What operators tell one another; no customer channel carries it."""

    id: str
    conversation: str
    at: datetime
    operator_id: str
    operator_name: str
    text: str


@dataclass(frozen=True, slots=True)
class Ticket:
    """A filed request; *transcript* are the frames up to the filing, oldest first."""

    key: str  # conversation:version of the draft
    conversation: str
    seq: int  # of the conversation when it was filed
    customer: Customer
    draft: Draft
    transcript: tuple[Mapping[str, Any], ...]
    filed_at: datetime
    state: str = "new"
    number: str = ""  # given by the store


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A picture and whose it is."""

    customer_id: str
    attachment: Attachment
    data: bytes


class ConversationStore(Protocol):
    """Append-only logs. Every method may raise :class:`StoreUnavailable`."""

    async def load(self, conversation_id: str) -> Conversation:
        """Raise :class:`UnknownConversation` if there is none."""

    async def current(self, customer_id: str) -> Conversation | None:
        """Return the customer's last conversation, whatever its state."""

    async def append(
        self,
        before: Conversation,
        events: Sequence[Event],
        *,
        receipt: Receipt | None = None,
        due: datetime | None = None,
        replaces: str | None = None,
    ) -> Ack | None:
        """Append all events or none; return the stored ack if the receipt is a repeat, else None.

        With *due* the conversation is marked as pending from then on, in the same step. A new one
        (seq 0) becomes the customer's current one in the same step, in the place of *replaces*.
        Raise :class:`StaleConversation` unless the stored conversation is *before* (and the
        current one *replaces*). Raise what :meth:`Conversation.apply` raises. Then nothing was stored.
        """

    async def acked(self, conversation_id: str, message_id: str) -> Ack | None:
        """Return the stored ack of a message, if it was stored."""

    async def entries(self, conversation_id: str, after: int, limit: int) -> tuple[Entry, ...]:
        """Return up to *limit* entries with a seq greater than *after*, oldest first."""

    async def remind(self, conversation_id: str, due: datetime) -> None:
        """Mark the conversation as pending from *due* on."""

    async def due(self, now: datetime, limit: int) -> tuple[str, ...]:
        """Return pending conversations whose time has come."""

    async def hold(
        self, conversation_id: str, holder: str, now: datetime, lease: timedelta
    ) -> bool:
        """Become (or stay) the only one who follows up; False while another's lease lasts."""

    async def settle(self, conversation_id: str, holder: str, seq: int) -> bool:
        """Unmark and let go; False, and still held, if the log went past *seq* meanwhile."""

    async def remember_environment(self, customer_id: str, environment: Mapping[str, str]) -> None:
        """Keep what the customer's browser says of itself."""

    async def environment(self, customer_id: str) -> Mapping[str, str]:
        """Return what the browser last said, or nothing."""


class FloorStore(Protocol):
    """The one floor. Every method may raise :class:`StoreUnavailable`."""

    async def load(self) -> tuple[Floor, int]:
        """Return the floor and its version."""

    async def save(self, floor: Floor, version: int) -> None:
        """Replace version *version*, or raise :class:`StaleFloor`."""

    async def beat(self, operator_id: str, at: datetime) -> None:
        """Renew the operator's lease."""

    async def beats(self) -> Mapping[str, datetime]:
        """Return each operator's last beat."""


class TicketStore(Protocol):
    """Filed requests. Every method may raise :class:`StoreUnavailable`."""

    async def file(self, ticket: Ticket) -> str:
        """Store the ticket and return its number; the same key always gives the same number."""

    async def number_of(self, key: str) -> str | None:
        """Return the number filed under the key, if any."""

    async def get(self, number: str) -> Ticket:
        """Raise :class:`UnknownTicket` if there is none."""

    async def newest(self, before: str | None, limit: int) -> tuple[Ticket, ...]:
        """Return tickets older than number *before*, newest first."""

    async def of_customer(self, customer_id: str, limit: int) -> tuple[Ticket, ...]:
        """Return the customer's tickets, newest first."""


class NoteStore(Protocol):
    """Internal notes, apart from the log. Every method may raise :class:`StoreUnavailable`."""

    async def add(self, note: Note) -> Note:
        """Keep the note; a repeated id returns the first one."""

    async def of(self, conversation_id: str) -> tuple[Note, ...]:
        """Return the conversation's notes, oldest first."""


class Bot(Protocol):
    """The assistant."""

    async def turn(self, request: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
        """Answer a turn (request and replies as in the inner contract).

        Raise :class:`BotUnavailable`, :class:`BotBehind` if it has not heard the turn that the
        request *follows*. May be cancelled at the deadline.
        """


class Help(Protocol):
    """The articles. Every method may raise :class:`HelpUnavailable`."""

    async def search(self, q: str, k: int) -> Mapping[str, Any]:
        """Return ``{"decision", "hits", …}``."""

    async def categories(self) -> Mapping[str, Any]:
        """Return ``{"categories": […]}``."""

    async def article(self, slug: str) -> Mapping[str, Any] | None:
        """Return the article, or None if there is none."""


class Files(Protocol):
    """Pictures. Every method may raise :class:`StoreUnavailable`."""

    async def put(self, file: StoredFile) -> None:
        """Keep a picture under ``file.attachment.id``."""

    async def get(self, attachment_id: str) -> StoredFile:
        """Raise :class:`UnknownAttachment` if there is none."""


class Bus(Protocol):
    """Fan-out to whoever is connected, on whichever instance.

    Rooms are identities, so nobody is ever left in a room of a conversation that went on:
    ``customer/<customer id>``, ``operator/<operator id>``, ``operators`` (all of them) and
    ``everyone`` (all customers).
    """

    async def publish(self, room: str, event: str, payload: Mapping[str, Any]) -> None:
        """Best effort, never raises. Whoever misses a frame catches up from the log by seq."""


class Ear(Protocol):
    """Hears the facts worth counting (metrics.py and the logger); ids only, never a text."""

    def heard(self, fact: str, **labels: str) -> None:
        """Note one *fact*, e.g. ``turn_failed``, ``write_refused``; must not raise."""
