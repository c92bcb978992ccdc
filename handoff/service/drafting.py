"""Composes the request a customer could file from what is known already."""

from dataclasses import replace

from handoff.conversation import Conversation
from handoff.events import Draft
from handoff.known import Known
from handoff.ports import Wording

SUBJECT_LENGTH = 80
APART = ("problem", "screenshot")  # the text begins with one; the other is an attachment


def next_draft(
    conversation: Conversation, wording: Wording, subject: str | None, text: str | None
) -> Draft:
    """Return the next version: what the customer gives, else what it was, else composed."""
    known = conversation.known
    old = known.draft
    draft = Draft(
        version=old.version + 1 if old else 1,
        subject=old.subject if old else _subject(known, wording),
        text=old.text if old else _text(known, wording),
        diagnostics=known.diagnostics,
        attachments=known.attachments,
    )
    if subject:
        draft = replace(draft, subject=subject)
    return replace(draft, text=text) if text else draft


def _problem(known: Known) -> str | None:
    return known.value_of("problem") or known.problem


def _subject(known: Known, wording: Wording) -> str:
    words = (_problem(known) or "").split()
    subject = " ".join(words)
    if len(subject) > SUBJECT_LENGTH:
        subject = subject[:SUBJECT_LENGTH].rsplit(" ", 1)[0] + " …"
    return subject or wording["draft_subject"]


def _text(known: Known, wording: Wording) -> str:
    lines = [
        f"{wording.get(f'field_{field.name}', field.name)}: {field.value}"
        for field in known.diagnostics
        if field.name not in APART and field.value
    ]
    parts = [_problem(known) or wording["draft_text"]]
    if lines:
        parts.append("\n".join([wording["draft_diagnostics"], *lines]))
    return "\n\n".join(parts)
