"""A crash between any two steps is repaired by the next sweep of any instance."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from handoff.conversation import State
from handoff.errors import StoreUnavailable
from handoff.events import OperatorLost
from tests.handoff.desks import JANA, Scene, Stores


async def sweep(scene: Scene) -> None:
    """Let the lease of what was begun end, and sweep."""
    await scene.pass_time(12, beating=["eva"])


@contextmanager
def dying(scene: Scene) -> Iterator[None]:
    """Let the desk die, as seen from outside, when it comes to append to the log."""
    store = scene.stores.conversations

    async def die(*_: object, **__: object) -> None:
        raise StoreUnavailable

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "append", die)
        with pytest.raises(StoreUnavailable):
            yield


async def test_a_claim_without_its_event_is_completed(scene: Scene) -> None:
    """The floor was claimed, then the process died: the operator has the conversation all the same."""
    await scene.on_shift()
    await scene.asked(JANA)
    with dying(scene):
        await scene.operators.accept("eva", await scene.offer())
    assert (await scene.conversation(JANA)).state is State.QUEUED

    await sweep(scene)

    after = await scene.conversation(JANA)
    assert after.operator is not None
    assert (after.state, after.operator.id) == (State.HUMAN, "eva")


async def test_an_end_without_its_release_frees_the_slot(scene: Scene) -> None:
    """The end was logged, then the process died: the slot is free after the sweep."""
    await scene.on_shift(slots=1)
    conversation = await scene.talking(JANA)
    await scene.operators.end("eva", conversation.id, "e", "solved")
    await scene.desk.stop()

    await sweep(scene)

    floor, _ = await scene.stores.floor.load()
    assert floor.claims == ()


async def test_a_request_without_its_place_is_enqueued(scene: Scene) -> None:
    """A person was promised, then the process died: the customer stands in the queue."""
    await scene.asked(JANA)
    await scene.customers.wait(JANA, scene.id())
    await scene.desk.stop()
    assert await scene.customers.place(JANA) is None

    await sweep(scene)

    assert await scene.customers.place(JANA) == {"place": 1, "of": 1}


async def test_a_requeued_claim_without_its_event_is_told(scene: Scene) -> None:
    """The claim was taken away, then the process died: the customer is told after the sweep."""
    await scene.on_shift()
    await scene.talking(JANA)
    scene.clock.advance(15)
    with dying(scene):
        await scene.desk.tick()
    assert "operator_lost" not in await scene.types(JANA)

    await scene.pass_time(12)

    assert (await scene.types(JANA)).count("operator_lost") == 1
    assert (await scene.conversation(JANA)).state is State.QUEUED
    assert await scene.customers.place(JANA) == {"place": 1, "of": 1}


async def test_a_ticket_without_its_event_is_noted(scene: Scene) -> None:
    """The ticket was filed, then the process died: the customer sees the number after the sweep."""
    await scene.say(JANA, "Nejde web")
    await scene.customers.draft(JANA, scene.id())
    with dying(scene):
        await scene.customers.file(JANA, scene.id(), 1)
    assert (await scene.conversation(JANA)).state is State.BOT

    await sweep(scene)
    assert (await scene.conversation(JANA)).state is State.TICKETED
    pressed_again = await scene.customers.file(JANA, scene.id(), 1)

    assert pressed_again["number"] == "P-2026-000001"
    assert (await scene.types(JANA)).count("ticket_filed") == 1


async def test_an_entry_of_a_conversation_that_went_on_is_cleared(scene: Scene) -> None:
    """What stands on the floor by mistake is taken off when it is looked at."""
    await scene.on_shift()
    conversation = await scene.talking(JANA)
    stale, _ = await scene.stores.floor.load()
    await scene.operators.end("eva", conversation.id, "e", "solved")
    await scene.desk.drain()
    _, version = await scene.stores.floor.load()
    await scene.stores.floor.save(stale, version)
    await scene.stores.conversations.remind(conversation.id, scene.clock())

    await sweep(scene)

    floor, _ = await scene.stores.floor.load()
    assert floor.claims == ()


async def test_two_instances_serve_one_conversation(stores: Stores) -> None:
    """A customer on one and an operator on another; both sweep, nothing happens twice."""
    one, two = Scene(stores), Scene(stores)
    await two.on_shift("eva")
    await one.asked(JANA)
    await two.operators.accept("eva", await two.offer("eva"))
    seen = (await one.say(JANA, "haló"))["seq"]
    id = (await one.conversation(JANA)).id
    await two.operators.say("eva", id, "o", "Dobrý deň", seen)
    for scene in (one, two):
        scene.clock.advance(60)
        await scene.desk.tick()
    await one.desk.drain()
    await two.desk.drain()

    types = await one.types(JANA)
    assert types.count("operator_accepted") == types.count("operator_lost") == 1
    assert types[-1] == "operator_lost"
    floor, _ = await stores.floor.load()
    assert ([w.conversation for w in floor.queue], floor.claims) == ([id], ())


async def test_a_failed_follow_up_is_heard_and_repeated() -> None:
    """If the store fails while following up, the message is answered by a later sweep."""
    scene = Scene()
    hold = scene.stores.conversations.hold
    failing = [StoreUnavailable()]

    async def flaky(*args: object) -> bool:
        if failing:
            raise failing.pop()
        return await hold(*args)  # type: ignore[arg-type]

    scene.stores.conversations.hold = flaky  # type: ignore[method-assign, assignment]
    await scene.say(JANA, "Nejde web")
    assert "follow_up_failed" in scene.ear.facts
    assert await scene.types(JANA) == ["opened", "customer_said"]

    await sweep(scene)

    assert await scene.types(JANA) == ["opened", "customer_said", "bot_said"]


async def test_a_lost_operator_is_lost_once(scene: Scene) -> None:
    """Sweep after sweep, a lost operator makes one event, and a return makes none."""
    await scene.on_shift()
    await scene.talking(JANA)
    await scene.pass_time(40)
    await scene.operators.beat("eva")
    await scene.pass_time(2, beating=["eva"])

    types = await scene.types(JANA)

    assert types.count(OperatorLost.__name__) + types.count("operator_lost") == 1
    assert await scene.offer("eva")
    floor, _ = await scene.stores.floor.load()
    assert floor.queue[0] == replace(floor.queue[0], head=True)


async def test_an_operator_is_not_lost_while_no_desk_is_there(stores: Stores) -> None:
    """Nobody can beat to a process that is gone: with the next one the lease begins anew."""
    before = Scene(stores)
    await before.on_shift()
    await before.talking(JANA)
    before.clock.advance(40)
    scene = Scene(stores, clock=before.clock)

    await scene.pass_time(14)
    assert (await scene.conversation(JANA)).state is State.HUMAN
    await scene.pass_time(1)
    assert (await scene.conversation(JANA)).state is State.QUEUED


async def _gone() -> None:
    raise StoreUnavailable


async def test_an_operator_is_not_lost_while_the_store_is_gone(scene: Scene) -> None:
    """Beats that could not be stored are not missed ones."""
    await scene.on_shift()
    await scene.talking(JANA)
    scene.clock.advance(40)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scene.stores.floor, "load", _gone)
        with pytest.raises(StoreUnavailable):
            await scene.desk.tick()

    await scene.pass_time(14)
    assert (await scene.conversation(JANA)).state is State.HUMAN
    await scene.pass_time(1)
    assert (await scene.conversation(JANA)).state is State.QUEUED
