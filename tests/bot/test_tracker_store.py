"""The live tracker store: the tracker itself, bounded in number and in history."""

from pathlib import Path

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    BotUttered,
    Event,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from bot.tracker_store import KEPT_MESSAGES, MAX_EVENTS, LiveTrackerStore, shortened

DOMAIN = Domain.load(str(Path(__file__).parents[2] / "domain.yml"))


def a_turn(number: int) -> list[Event]:
    """A message, a slot and an answer; the form begins at 3 and ends at 40."""
    loop: list[Event] = [ActiveLoop("diagnostics_form")] if number == 3 else []
    loop += [ActiveLoop(None)] if number == 40 else []
    return [
        UserUttered(f"{number}", {"name": "thank", "confidence": 1.0}),
        ActionExecuted("action_forget"),
        *loop,
        SlotSet("query", f"{number}"),
        SlotSet("awaiting", ["helped", None][number % 2]),
        BotUttered(f"{number}"),
        ActionExecuted("action_listen"),
    ]


def a_tracker(turns: int) -> DialogueStateTracker:
    events = [event for number in range(turns) for event in a_turn(number)]
    return DialogueStateTracker.from_events("c:1", events, slots=DOMAIN.slots, domain=DOMAIN)


async def test_a_tracker_is_found_as_it_was_left() -> None:
    """It is the same object: nothing is parsed or written."""
    store = LiveTrackerStore(DOMAIN)
    tracker = await store.get_or_create_tracker("c:1")
    tracker.update(UserUttered("a"))
    await store.save(tracker)

    assert await store.retrieve("c:1") is tracker
    assert await store.retrieve("c:2") is None


async def test_the_conversation_quiet_for_longest_is_dropped() -> None:
    """Memory is bounded."""
    store = LiveTrackerStore(DOMAIN, max_conversations=2)
    first = await store.get_or_create_tracker("1")
    await store.get_or_create_tracker("2")
    await store.save(first)
    await store.get_or_create_tracker("3")

    assert list(await store.keys()) == ["1", "3"]


@pytest.mark.parametrize("turns", [1, 10, 30, 39, 42, 44, 60])
def test_a_shortened_tracker_stands_where_the_whole_one_does(turns: int) -> None:
    """Slots, loop, last message, last action and the states of the last messages are the same."""
    whole = a_tracker(turns)
    short = shortened(whole, DOMAIN)

    assert len(short.events) <= max(MAX_EVENTS, 0)
    assert short.current_slot_values() == whole.current_slot_values()
    assert short.active_loop_name == whole.active_loop_name
    assert short.latest_message == whole.latest_message
    assert short.latest_action_name == whole.latest_action_name
    kept = min(turns, KEPT_MESSAGES) - 1
    if kept:
        assert short.past_states(DOMAIN)[-kept:] == whole.past_states(DOMAIN)[-kept:]


def test_a_tracker_in_the_middle_of_a_turn_is_left_alone() -> None:
    """Only a conversation at rest is shortened."""
    whole = a_tracker(60)
    whole.update(UserUttered("a"), DOMAIN)
    whole.update(ActionExecuted("action_answer"), DOMAIN)

    assert shortened(whole, DOMAIN) is whole
