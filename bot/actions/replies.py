"""How an answer to a question of the diagnostics is read: a field's value, a skip, or something else (None)."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from bot.actions.facts import Turn
from bot.actions.payloads import Field
from bot.actions.plan import PLAN
from bot.folding import folded

# What a slot of the diagnostics holds: {"fields": [Field]} and "skipped" or "correcting".
Answer = dict[str, Any]

MAX_VALUE = 1000
MAX_PLACE = 300
LONG_REQUEST = 8
SHORTCUT = 3  # letters of a name nobody inflects, such as "win"

# In the middle of the questions these are about something else, whatever is being asked.
ELSEWHERE = {
    "ask_contact", "ticket_status", "ask_bot", "greet", "goodbye", "thank", "abuse", "cancel",
    "restart_talk", "file_ticket", "helped_yes", "choose_article", "send_attachment",
}  # fmt: skip
UNCLEAR = {"nlu_fallback", "report_fault", "ask_help"}
QUESTION = re.compile(
    r"^(a )?(ako|kde|kedy|kolko|preco|co|kto|aky|aka|ake|da sa|daju sa|mozem|je mozne|jak|how|where|what)\b|\?\s*$"
)
TLD = r"(?:sk|cz|eu|com|net|org|info|biz|online|shop|store|site|app|dev|io|hu|pl|at|de|uk|test|example)"
ADDRESS = re.compile(
    r"https?://[^\s<>\"']+"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    rf"|(?:[\w-]+\.)+{TLD}\b(?:[:/][^\s<>\"']*)?",
    re.IGNORECASE,
)


def said(name: str, value: str) -> Answer:
    return {"fields": [{"name": name, "value": value, "provenance": "said"}]}


def skipped(*fields: Field) -> Answer:
    return {"skipped": True, "fields": list(fields)}


def detected(environment: Mapping[str, str]) -> list[Field]:
    """The system and the browser as the customer's browser tells them."""
    fields = []
    for name in ("os", "browser"):
        value = " ".join(filter(None, (environment.get(name), environment.get(f"{name}_version"))))
        if value:
            fields.append({"name": name, "value": value, "provenance": "detected"})
    return fields


def find_address(text: str) -> str | None:
    """The first URL, e-mail address or domain in *text*."""
    found = ADDRESS.search(text)
    return found.group().rstrip(".,;:!?)") if found else None


def is_question(turn: Turn) -> bool:
    """Whether a reply is itself a question for the help."""
    return turn.intent == "ask_help" and bool(QUESTION.search(folded(turn.text).strip()))


def read_problem(turn: Turn, correcting: bool = False) -> Answer | None:
    if turn.intent == "skip":
        return skipped()
    if turn.intent in ELSEWHERE | {"affirm", "deny", "correct", "helped_no"}:
        return None
    if turn.intent == "ask_human" and len(turn.text.split()) < LONG_REQUEST:
        return None
    return said("problem", turn.text[:MAX_VALUE]) if _has_words(turn.text, 1) else None


def read_environment(turn: Turn, correcting: bool = False) -> Answer | None:
    known = detected(turn.environment)
    if turn.intent == "skip":
        return skipped(*known)
    named = _named(turn.text)
    if named:
        kept = (
            [] if correcting else [f for f in known if f["name"] not in {n["name"] for n in named}]
        )
        return {"fields": [*named, *kept]}
    if turn.intent == "affirm" and known and not correcting:
        return {"fields": [{**field, "provenance": "said"} for field in known]}
    if turn.intent in {"correct", "deny", "helped_no"}:
        return {"correcting": True}
    if turn.intent in UNCLEAR | {"correct"} and not is_question(turn) and _has_words(turn.text, 2):
        kept = [] if correcting else known
        return {"fields": [*said("environment", turn.text[:MAX_PLACE])["fields"], *kept]}
    return None


def read_address(turn: Turn, correcting: bool = False) -> Answer | None:
    found = find_address(turn.text)
    if found:
        return said("address", found)
    if turn.intent in {"skip", "deny"}:
        return skipped()
    if turn.intent in UNCLEAR and not is_question(turn) and _has_words(turn.text, 1):
        return said("address", turn.text[:MAX_PLACE])
    return None


def read_screenshot(turn: Turn, correcting: bool = False) -> Answer | None:
    if turn.attachment:
        return said("screenshot", turn.attachment)
    if turn.intent in {"skip", "deny"}:
        return skipped()
    if turn.intent in UNCLEAR and not is_question(turn) and _has_words(turn.text, 2):
        # The customer goes on telling: that is worth more than the picture.
        return skipped(*said("note", turn.text[:MAX_VALUE])["fields"])
    return None


READERS: Mapping[str, Callable[[Turn, bool], Answer | None]] = {
    "problem": read_problem,
    "environment": read_environment,
    "address": read_address,
    "screenshot": read_screenshot,
}


def _named(text: str) -> list[Field]:
    flat = folded(text)
    fields = []
    for name, words in (("os", PLAN.systems), ("browser", PLAN.browsers)):
        for word in sorted(words, key=len, reverse=True):
            # Slovak endings follow names, not shortcuts: "window" is no "win".
            ending = "[a-z]{0,3}" if len(word) > SHORTCUT else ""
            version = r"\s*(?:verzi\w|v\.?)?\s*(\d[\d.]*)?"
            found = re.search(rf"\b{word}{ending}(?![a-z]|\.\w){version}", flat)
            if found:
                value = " ".join(filter(None, (words[word], (found.group(1) or "").rstrip("."))))
                fields.append({"name": name, "value": value, "provenance": "said"})
                break
    return fields


def _has_words(text: str, at_least: int) -> bool:
    return len(re.findall(r"\w{2,}", text)) >= at_least
