"""What the assistant says beyond plain text: the payloads of docs/protocol.md, made in one place."""

from collections.abc import Iterable, Sequence
from typing import Any

from bot.actions.help import Hit
from bot.actions.words import WORDS

Payload = dict[str, Any]
Field = dict[str, str]


def text(said: str) -> Payload:
    return {"type": "text", "text": said}


def article(hit: Hit) -> Payload:
    return {
        "type": "article",
        "slug": hit.slug,
        "title": hit.title,
        "category": hit.category,
        "url": hit.url,
        "passage": hit.passage,
    }


def suggestions(said: str, hits: Sequence[Hit]) -> Payload:
    listed = [
        {"slug": hit.slug, "title": hit.title, "category": hit.category, "url": hit.url}
        for hit in hits
    ]
    return {"type": "suggestions", "text": said, "hits": listed}


def choices(said: str, *ids: str) -> Payload:
    return {"type": "choices", "text": said, "choices": [WORDS.choice(id) for id in ids]}


def pick(said: str, hits: Sequence[Hit]) -> Payload:
    """The quick replies that go with suggestions."""
    listed = [{"id": f"article:{hit.slug}", "label": hit.title} for hit in hits]
    none = {"id": "helped_no", "label": WORDS("choice_none")}
    return {"type": "choices", "text": said, "choices": [*listed, none]}


def question(field: str, said: str, ids: Iterable[str], value: str | None = None) -> Payload:
    asked: Payload = {
        "type": "question",
        "field": field,
        "text": said,
        "choices": [WORDS.choice(id) for id in ids],
    }
    return asked if value is None else {**asked, "value": value}


def diagnostics(fields: Sequence[Field]) -> Payload:
    return {"type": "diagnostics", "fields": list(fields)}


def summary(said: str, fields: Sequence[Field]) -> Payload:
    return {"type": "summary", "text": said, "fields": list(fields)}


def human_requested(reason: str) -> Payload:
    return {"type": "human_requested", "reason": reason}


def ticket_requested(reason: str) -> Payload:
    return {"type": "ticket_requested", "reason": reason}


def channels(said: str, email: str, phone: str, hours: str) -> Payload:
    return {"type": "channels", "text": said, "email": email, "phone": phone, "hours": hours}
