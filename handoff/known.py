"""What became known in a conversation, whoever owns it: the details, what was tried, the request."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from handoff.events import (
    Attachment,
    BotSaid,
    CustomerSaid,
    DiagnosticsNoted,
    Draft,
    Event,
    Field,
    HumanRequested,
    NobodyFree,
    TicketDrafted,
    TicketFiled,
)


@dataclass(frozen=True, slots=True)
class Tried:
    """An article the assistant gave, and whether it helped (None: not said)."""

    slug: str
    title: str
    helped: bool | None = None


@dataclass(frozen=True, slots=True)
class TicketRef:
    """The ticket made of this conversation's draft of that version."""

    number: str
    subject: str
    version: int


@dataclass(frozen=True, slots=True)
class Known:
    """What an operator need not ask again."""

    problem: str | None = None  # the first thing the customer wrote
    diagnostics: tuple[Field, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    tried: tuple[Tried, ...] = ()
    draft: Draft | None = None
    ticket: TicketRef | None = None
    reason: str | None = None  # why a person was wanted

    def value_of(self, name: str) -> str | None:
        """Return the diagnostic detail of that name, if known."""
        return next((field.value for field in self.diagnostics if field.name == name), None)

    def after(self, event: Event) -> "Known":
        """Return what is known after *event*."""
        match event:
            case CustomerSaid():
                return self._heard(event)
            case BotSaid(payload=payload):
                return self._tried(payload)
            case DiagnosticsNoted(fields=fields):
                known = {field.name: field for field in (*self.diagnostics, *fields)}
                return replace(self, diagnostics=tuple(known.values()))
            case _:
                return self._asked(event)

    def _asked(self, event: Event) -> "Known":
        match event:
            case TicketDrafted(draft=draft):
                return replace(self, draft=draft)
            case TicketFiled(number=number, subject=subject, version=version):
                return replace(self, ticket=TicketRef(number, subject, version))
            case HumanRequested(reason=reason) | NobodyFree(reason=reason):
                return replace(self, reason=reason)
            case _:
                return self

    def _heard(self, said: CustomerSaid) -> "Known":
        known = self
        if known.problem is None and said.choice is None and said.text:
            known = replace(known, problem=said.text)
        if said.attachment is not None:
            known = replace(known, attachments=(*known.attachments, said.attachment))
        if said.choice in ("helped_yes", "helped_no") and known.tried:
            last = replace(known.tried[-1], helped=said.choice == "helped_yes")
            known = replace(known, tried=(*known.tried[:-1], last))
        return known

    def _tried(self, payload: Mapping[str, Any]) -> "Known":
        if payload.get("type") != "article":
            return self
        slug = str(payload["slug"])
        others = tuple(tried for tried in self.tried if tried.slug != slug)
        return replace(self, tried=(*others, Tried(slug, str(payload["title"]))))
