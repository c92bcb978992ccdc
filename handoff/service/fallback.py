"""What is said when the assistant cannot answer: the help alone, then a person or a request."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from handoff.errors import HelpUnavailable
from handoff.events import CustomerSaid
from handoff.service.parts import DeskPorts, Limits

Payload = dict[str, Any]

WISHES = {"ask_human": "human_requested", "file_ticket": "ticket_requested"}
LINK = ("slug", "title", "category", "url")
PASSAGE = 400  # characters


class Fallback:
    """Answers from retrieval alone."""

    def __init__(self, ports: DeskPorts, limits: Limits) -> None:
        """Use the help and the wording of *ports*."""
        self._ports = ports
        self._limits = limits

    async def answer(self, said: CustomerSaid) -> Sequence[Payload]:
        """Return payloads as the assistant would; never raises, never empty."""
        if said.choice in WISHES:
            return [{"type": WISHES[said.choice], "reason": "asked"}]
        try:
            async with asyncio.timeout(self._limits.help.total_seconds()):
                found = await self._found(said)
        except (HelpUnavailable, TimeoutError) as error:
            self._ports.ear.heard("help_failed", error=type(error).__name__)
            found = []
        return [*found, self._choices("bot_down_article" if found else "bot_down")]

    async def _found(self, said: CustomerSaid) -> list[Payload]:
        if said.choice is not None:
            return await self._article(said.choice)
        if not said.text:
            return []
        result = await self._ports.help.search(said.text, 3)
        hits: list[Mapping[str, Any]] = list(result.get("hits", ()))
        if not hits or result.get("decision") == "none":
            return []
        if result.get("decision") == "answer":
            return [{"type": "article", **_only(hits[0], (*LINK, "passage"))}]
        text = self._ports.wording["bot_down_suggestions"]
        return [{"type": "suggestions", "text": text, "hits": [_only(hit, LINK) for hit in hits]}]

    async def _article(self, choice: str) -> list[Payload]:
        article = await self._ports.help.article(choice.removeprefix("article:"))
        if not choice.startswith("article:") or article is None:
            return []
        slug, passage = article["slug"], str(article.get("text", ""))[:PASSAGE]
        link = {"slug": slug, "title": article["title"], "category": article["category"]}
        return [{"type": "article", **link, "url": f"/help/{slug}", "passage": passage}]

    def _choices(self, text: str) -> Payload:
        wording = self._ports.wording
        choices = [{"id": id, "label": wording[id]} for id in WISHES]
        return {"type": "choices", "text": wording[text], "choices": choices}


def _only(hit: Mapping[str, Any], names: Sequence[str]) -> Payload:
    return {name: hit.get(name, "") for name in names}
