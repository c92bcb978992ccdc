"""A tracker store that keeps live trackers: bounded in number, and each bounded in history."""

from collections import OrderedDict
from collections.abc import Iterable
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

MAX_EVENTS = 150
KEPT_MESSAGES = 5


class LiveTrackerStore(TrackerStore):
    """Hands out the tracker itself: the stock store parses and writes all of it on every message."""

    def __init__(
        self,
        domain: Domain,
        event_broker: EventBroker | None = None,
        max_conversations: int = 5000,
        **kwargs: Any,
    ) -> None:
        super().__init__(domain, event_broker, **kwargs)
        self._trackers: OrderedDict[str, DialogueStateTracker] = OrderedDict()
        self._max_conversations = max_conversations

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep *tracker*, and forget the one that was quiet for longest when there are too many."""
        self._trackers[tracker.sender_id] = shortened(tracker, self.domain)
        self._trackers.move_to_end(tracker.sender_id)
        while len(self._trackers) > self._max_conversations:
            self._trackers.popitem(last=False)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The live tracker of *sender_id*, or None."""
        return self._trackers.get(sender_id)

    async def keys(self) -> Iterable[str]:
        """The senders whose trackers are held."""
        return list(self._trackers)


def shortened(tracker: DialogueStateTracker, domain: Domain) -> DialogueStateTracker:
    """*tracker*, or one that stands where it stands with the last few messages only.

    Rasa copies, sends and featurises the whole past on every action, while our rules look
    back one message: what was before it becomes slots and the active loop.
    """
    events = list(tracker.events)
    messages = [at for at, event in enumerate(events) if isinstance(event, UserUttered)]
    at_rest = tracker.latest_action_name == ACTION_LISTEN_NAME
    if len(events) <= MAX_EVENTS or len(messages) <= KEPT_MESSAGES or not at_rest:
        return tracker
    cut = messages[-KEPT_MESSAGES]
    head = _standing(tracker.sender_id, events[:cut], domain)
    return DialogueStateTracker.from_events(
        tracker.sender_id, [*head, *events[cut:]], slots=domain.slots, domain=domain
    )


def _standing(sender_id: str, past: list[Event], domain: Domain) -> list[Event]:
    """The fewest events that lead to where *past* led."""
    before = DialogueStateTracker.from_events(sender_id, past, slots=domain.slots, domain=domain)
    slots = [
        SlotSet(name, slot.value)
        for name, slot in before.slots.items()
        if slot.value != slot.initial_value
    ]
    loop = [ActiveLoop(before.active_loop_name)] if before.active_loop_name else []
    return [*slots, *loop, ActionExecuted(ACTION_LISTEN_NAME)]
