"""Untrusted JSON of a turn becomes a typed value or a clear error, in one place."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

MAX_TEXT = 4000
MAX_ID = 200
ID = re.compile(r"[\w:.-]{1,200}", re.ASCII)
SLUG = re.compile(r"[a-z0-9-]{1,120}")

# A quick reply is an intent; docs/protocol.md lists the ids.
CHOICES = {
    "helped_yes": "helped_yes",
    "helped_no": "helped_no",
    "ask_human": "ask_human",
    "file_ticket": "file_ticket",
    "confirm": "affirm",
    "correct": "correct",
    "skip": "skip",
    "cancel": "cancel",
}
ARTICLE = "article:"
# What Rasa itself would obey: a slash and the name of an intent, with entities or without.
COMMAND = re.compile(r"/+\s*[\w+]+\s*(@[\d.]+)?\s*(\{.*)?", re.DOTALL)


class BadTurn(Exception):
    """The body is not a turn of the contract."""


@dataclass(frozen=True)
class Turn:
    """One message to the assistant: text, a choice (as intent and slug), an attachment's id.

    *follows* is the turn before it in the episode, which the assistant must have heard.
    """

    sender: str
    turn: str
    follows: str | None
    text: str
    intent: str | None
    slug: str | None
    metadata: Mapping[str, Any]


def parse_turn(body: Any) -> Turn:
    """Read the JSON body of ``POST /turn``; raise :class:`BadTurn` naming what is wrong."""
    if not isinstance(body, Mapping):
        raise BadTurn("the body is not an object")
    message, facts = body.get("message"), body.get("facts", {})
    if not isinstance(message, Mapping) or not isinstance(facts, Mapping):
        raise BadTurn("message and facts must be objects")
    text = message.get("text") or ""
    if not isinstance(text, str) or len(text) > MAX_TEXT:
        raise BadTurn(f"message.text must be a string of at most {MAX_TEXT} characters")
    attachment = _attachment(message.get("attachment"))
    intent, slug = _intent(message.get("choice"), text, attachment)
    return Turn(
        sender=_id(body.get("sender"), "sender"),
        turn=_id(body.get("turn"), "turn"),
        follows=None if body.get("follows") is None else _id(body["follows"], "follows"),
        text=harmless(text),
        intent=intent,
        slug=slug,
        metadata={"facts": dict(facts), "attachment": attachment},
    )


def harmless(text: str) -> str:
    """*text* so that Rasa reads no command in it: a leading slash becomes one that looks the same."""
    stripped = text.strip()
    return "\u2215" + stripped.lstrip("/") if stripped.startswith("/") else stripped


def _intent(choice: Any, text: str, attachment: str | None) -> tuple[str | None, str | None]:
    if choice is not None:
        if not isinstance(choice, str):
            raise BadTurn("message.choice must be a string")
        if choice.startswith(ARTICLE) and SLUG.fullmatch(choice.removeprefix(ARTICLE)):
            return "choose_article", choice.removeprefix(ARTICLE)
        if choice not in CHOICES:
            raise BadTurn("message.choice is no known choice")
        return CHOICES[choice], None
    if not text.strip():
        if attachment is None:
            raise BadTurn("message has neither text nor choice nor attachment")
        return "send_attachment", None
    if COMMAND.fullmatch(text.strip()):
        # Words of a machine, not of a customer: nothing for the classifier to guess at.
        return "out_of_scope", None
    return None, None


def _attachment(attachment: Any) -> str | None:
    if attachment is None:
        return None
    if not isinstance(attachment, Mapping):
        raise BadTurn("message.attachment must be an object")
    return _id(attachment.get("id"), "message.attachment.id")


def _id(value: Any, name: str) -> str:
    if not isinstance(value, str) or not ID.fullmatch(value):
        raise BadTurn(f"{name} must be 1 to {MAX_ID} letters, digits or _ : . -")
    return value
