"""A tracker store that keeps live trackers, the least recently used ones dropped beyond a bound."""

from collections import OrderedDict
from collections.abc import Iterable
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker


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
        self._trackers[tracker.sender_id] = tracker
        self._trackers.move_to_end(tracker.sender_id)
        while len(self._trackers) > self._max_conversations:
            self._trackers.popitem(last=False)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The live tracker of *sender_id*, or None."""
        return self._trackers.get(sender_id)

    async def keys(self) -> Iterable[str]:
        """The senders whose trackers are held."""
        return list(self._trackers)
