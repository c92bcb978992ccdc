"""The live tracker store: the tracker itself, bounded in number."""

from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered

from bot.tracker_store import LiveTrackerStore


async def test_a_tracker_is_found_as_it_was_left() -> None:
    """It is the same object: nothing is parsed or written."""
    store = LiveTrackerStore(Domain.empty())
    tracker = await store.get_or_create_tracker("c:1")
    tracker.update(UserUttered("a"))
    await store.save(tracker)

    assert await store.retrieve("c:1") is tracker
    assert await store.retrieve("c:2") is None


async def test_the_conversation_quiet_for_longest_is_dropped() -> None:
    """Memory is bounded."""
    store = LiveTrackerStore(Domain.empty(), max_conversations=2)
    first = await store.get_or_create_tracker("1")
    await store.get_or_create_tracker("2")
    await store.save(first)
    await store.get_or_create_tracker("3")

    assert list(await store.keys()) == ["1", "3"]
