"""Everything that can go wrong, each with the code a client is told."""

from collections.abc import Mapping
from typing import Any, ClassVar


class DeskError(Exception):
    """The desk refused; ``code`` is of docs/protocol.md, ``details`` are extra fields of the answer."""

    code: ClassVar[str] = "not_possible"

    def __init__(self, message: str = "", **details: Any) -> None:
        """Take the class's docstring as the message when none is given."""
        super().__init__(message or (type(self).__doc__ or "").splitlines()[0])
        self.details: Mapping[str, Any] = details


class BadFrame(DeskError):
    """The payload is not what the protocol says."""

    code = "bad_frame"


class UnknownEvent(DeskError):
    """There is no such event in this namespace."""

    code = "unknown_event"


class IllegalTransition(DeskError):
    """The conversation's state does not allow it."""

    code = "not_possible"


class NoSlot(DeskError):
    """The operator has no free slot."""

    code = "not_possible"


class NobodyAvailable(DeskError):
    """Nobody is available right now; wait or file a request."""

    code = "not_possible"


class ConversationClosed(IllegalTransition):
    """The conversation is closed; reopen it first."""

    code = "closed"


class StaleEpoch(DeskError):
    """Someone was faster: the conversation has another owner now."""

    code = "stale"


class StaleDraft(DeskError):
    """Someone was faster: the draft has another version now."""

    code = "stale"


class Unseen(DeskError):
    """The customer wrote after what the operator has seen."""

    code = "unseen"


class NotYours(DeskError):
    """It belongs to another customer or another operator."""

    code = "not_yours"


class UnknownConversation(DeskError):
    """There is no such conversation, or not for you."""

    code = "unknown_conversation"


class UnknownOffer(DeskError):
    """There is no such offer any more, or not for you."""

    code = "unknown_offer"


class UnknownTicket(DeskError):
    """There is no such ticket, or not for you."""

    code = "unknown_ticket"


class UnknownAttachment(DeskError):
    """There is no such attachment, or not for you."""

    code = "unknown_attachment"


class RateLimited(DeskError):
    """Too many in a short time."""

    code = "rate_limited"

    def __init__(self, retry_after: float) -> None:
        """*retry_after* is in seconds."""
        super().__init__(retry_after=retry_after)


class StoreUnavailable(DeskError):
    """The store cannot take it now; send it again."""

    code = "unavailable"


class StaleConversation(Exception):
    """Another writer was first; load the conversation again and retry. Never leaves the desk."""


class StaleFloor(Exception):
    """Another writer changed the floor first; load it again and retry. Never leaves the desk."""


class BotUnavailable(Exception):
    """The assistant did not answer, or not sensibly."""


class BotBehind(BotUnavailable):
    """The assistant does not remember the turns before this one; *known* is the last it does."""

    def __init__(self, known: str) -> None:
        """*known* is empty if it remembers none."""
        super().__init__(known)
        self.known = known


class HelpUnavailable(Exception):
    """The search in the help did not answer."""
