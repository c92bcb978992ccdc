# The part of rasa_sdk 3.6.2 that bot/actions uses; the package itself carries no types.
from collections.abc import Sequence
from typing import Any

from rasa_sdk.events import EventType as EventType
from rasa_sdk.executor import CollectingDispatcher

class Tracker:
    sender_id: str
    slots: dict[str, Any]
    latest_message: dict[str, Any]
    events: list[dict[str, Any]]
    active_loop: dict[str, Any]
    latest_action_name: str | None
    def get_slot(self, key: str) -> Any: ...
    def add_slots(self, slots: Sequence[EventType]) -> None: ...

class Action:
    def name(self) -> str: ...
    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]: ...
