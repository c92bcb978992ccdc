"""How long things on the wire may be and how ids look; docs/protocol.md says the same."""

from handoff.messages.shapes import text, token

MAX_TEXT = 4_000
MAX_SUBJECT = 200
MAX_DRAFT = 8_000
MAX_FACT = 200
MAX_TOKEN = 8_000
MOST_TICKETS = 100

CHOICES = (
    "helped_yes",
    "helped_no",
    "ask_human",
    "file_ticket",
    "confirm",
    "correct",
    "skip",
    "cancel",
)

message_id = token(r"[A-Za-z0-9_-]{1,64}")
thing_id = token(r"[A-Za-z0-9_.:-]{1,80}")
attachment_id = token(r"[A-Za-z0-9_-]{1,80}")
choice_id = token("|".join(CHOICES) + r"|article:[a-z0-9-]{1,80}")
ticket_number = token(r"P-[0-9]{4}-[0-9]{6,12}")
auth_token = token(r"[A-Za-z0-9_.=-]{1,8000}")

said = text(MAX_TEXT)
