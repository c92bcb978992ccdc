"""What the tests of the actions use instead of retrieval and Rasa."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.help import Found, HelpUnavailable, Hit

ENVIRONMENT = {
    "os": "Windows",
    "os_version": "11",
    "browser": "Chrome",
    "browser_version": "131",
    "page": "https://centrum.hosting.example/",
}


def hit(slug: str, score: float = 0.9) -> Hit:
    return Hit(slug, f"Titulok {slug}", "domeny", f"/help/{slug}", f"Úryvok {slug}.", score)


class FakeHelp:
    """Finds what it was told to find; `found=None` is a retrieval that is down."""

    def __init__(self, found: Found | None) -> None:
        self.found = found

    async def search(self, question: str, k: int) -> Found:
        if self.found is None:
            raise HelpUnavailable("down")
        return self.found

    async def article(self, slug: str) -> Hit | None:
        if self.found is None:
            raise HelpUnavailable("down")
        return next((found for found in self.found.hits if found.slug == slug), None)


def a_tracker(
    text: str = "",
    intent: str = "ask_help",
    slots: dict[str, Any] | None = None,
    gathering: bool = False,
    **message: Any,
) -> Tracker:
    """A tracker after one message; `facts`, `attachment` and `slug` belong to that message."""
    facts = {"environment": ENVIRONMENT, "available": True, **message.get("facts", {})}
    slug = message.get("slug")
    latest = {
        "text": text,
        "intent": {"name": intent, "confidence": 1.0},
        "entities": [{"entity": "slug", "value": slug}] if slug else [],
        "metadata": {"facts": facts, "attachment": message.get("attachment")},
    }
    events: list[dict[str, Any]] = [{"event": "user", "text": text}]
    events += message.get("after", [])
    loop = {"name": "diagnostics_form"} if gathering else {}
    return Tracker("c:1", dict(slots or {}), latest, events, False, None, loop, "action_listen")


async def run(
    action: Any, tracker: Tracker
) -> tuple[list[dict[str, Any]], dict[str, Any], list[str]]:
    """The payloads said, the slots set and the actions that follow."""
    dispatcher = CollectingDispatcher()
    events = await action.run(dispatcher, tracker, {})
    slots = {event["name"]: event["value"] for event in events if event["event"] == "slot"}
    following = [event["name"] for event in events if event["event"] == "followup"]
    said = [
        message["custom"] or {"type": "response", "name": message["response"]}
        for message in dispatcher.messages
    ]
    return said, slots, following


def types(payloads: list[dict[str, Any]]) -> list[str]:
    return [payload["type"] for payload in payloads]


def ids(payload: dict[str, Any]) -> list[str]:
    return [choice["id"] for choice in payload["choices"]]
