"""The ten invariants of the design, each by name; the details are in the neighbouring files."""

import asyncio
import json
from itertools import product
from pathlib import Path

import pytest

from handoff.conversation import OWNERS, TRANSITIONS, State
from handoff.errors import (
    ConversationClosed,
    DeskError,
    IllegalTransition,
    NotYours,
    StaleEpoch,
    UnknownOffer,
)
from handoff.events import BotSaid, OperatorSaid
from tests.handoff.desks import DOWN, JANA, PETER, TEXT, Scene, Stores, until

INTERNAL = "Pozor, zákazníčka je netrpezlivá"


async def test_exactly_one_party_owns_a_conversation(scene: Scene) -> None:
    """Invariant 1: one owner; a late bot answer after a takeover is refused, not shown."""
    await scene.on_shift()
    scene.bot.gate = asyncio.Event()
    await scene.customers.say(JANA, scene.id(), "Nejde web")
    await until(scene.bot.asked.is_set)
    before = await scene.conversation(JANA)
    # While the assistant still thinks, the conversation ends and begins again, in another epoch.
    await scene.customers.close(JANA, scene.id())
    await scene.customers.reopen(JANA, scene.id())

    scene.bot.gate.set()
    await scene.desk.drain()

    after = await scene.conversation(JANA)
    assert after.epoch > before.epoch
    assert "bot_said" not in await scene.types(JANA)
    assert scene.ear.facts.count("late_answer_refused") == 1
    assert set(OWNERS) == set(State)
    for state in State:
        speakers = {BotSaid, OperatorSaid} & set(TRANSITIONS[state])
        assert len(speakers) == (state in (State.BOT, State.HUMAN))


async def test_a_late_answer_after_a_takeover_is_refused(scene: Scene) -> None:
    """Invariant 1: the answer to a second message comes when an operator owns; it is dropped."""
    await scene.on_shift()
    conversation = await scene.talking(JANA)
    late = BotSaid(payload=TEXT, turn=2, epoch=1, at=scene.clock())

    with pytest.raises((IllegalTransition, StaleEpoch)):
        await scene.stores.conversations.append(conversation, [late])

    assert await scene.conversation(JANA) == conversation


async def test_operators_text_never_reaches_the_bot(scene: Scene) -> None:
    """Invariant 2: while an operator owns, nothing reaches the bot; the return is an episode."""
    await scene.on_shift()
    conversation = await scene.talking(JANA)
    heard = len(scene.bot.requests)

    for n in range(3):
        await scene.say(JANA, f"pre človeka {n}")
    seen = (await scene.conversation(JANA)).seq
    await scene.operators.say("eva", conversation.id, scene.id(), "Pozriem sa", seen)
    await scene.desk.drain()
    assert len(scene.bot.requests) == heard

    await scene.operators.hand_back("eva", conversation.id, scene.id())
    await scene.desk.drain()
    assert len(scene.bot.requests) == heard
    await scene.say(JANA, "pre asistenta")

    assert [message["text"] for message in scene.bot.heard[heard:]] == ["pre asistenta"]
    assert scene.bot.requests[-1]["sender"] == f"{conversation.id}:2"
    assert "seed" in scene.bot.requests[-1]["facts"]


async def test_a_repeated_message_is_one_event_with_one_ack(scene: Scene) -> None:
    """Invariant 3: the same id gives the same ack, one after another and at once."""
    acks = await asyncio.gather(*(scene.customers.say(JANA, "same", "Nejde web") for _ in range(5)))
    await scene.desk.drain()
    later = await scene.customers.say(JANA, "same", "Nejde web")

    assert [later] * 5 == list(acks)
    assert (await scene.types(JANA)).count("customer_said") == 1
    assert len(scene.bot.requests) == 1


async def test_catching_up_equals_fetching_afresh(scene: Scene) -> None:
    """Invariant 3: an old copy and the frames since give what a snapshot gives."""
    await scene.on_shift()
    await scene.say(JANA, "Nejde web")
    stale = (await scene.customers.current(JANA))["conversation"]
    conversation = await scene.talking(JANA)
    await scene.operators.say("eva", conversation.id, scene.id(), "Pozriem sa", conversation.seq)
    fresh = (await scene.customers.current(JANA))["conversation"]

    missed = (await scene.customers.sync(JANA, stale["id"], stale["seq"]))["frames"]

    assert [frame["seq"] for frame in missed] == list(range(stale["seq"] + 1, fresh["seq"] + 1))
    assert stale["frames"] + missed == fresh["frames"]
    last = missed[-1]
    for name in ("seq", "state", "owner", "epoch", "episode"):
        assert last[name] == fresh[name]
    assert (await scene.customers.sync(JANA, stale["id"], 99))["snapshot"] == fresh


async def test_two_claimers_one_wins(scene: Scene) -> None:
    """Invariant 4: two clicks at once claim one conversation and one slot."""
    await scene.on_shift("eva", slots=2)
    conversation = await scene.asked(JANA)
    offer = await scene.offer("eva")

    outcomes = await asyncio.gather(
        *(scene.operators.accept("eva", offer) for _ in range(5)), return_exceptions=True
    )
    await scene.desk.drain()

    assert sum(isinstance(outcome, dict) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, UnknownOffer) for outcome in outcomes) == 4
    floor, _ = await scene.stores.floor.load()
    assert [claim.conversation for claim in floor.claims] == [conversation.id]
    assert (await scene.types(JANA)).count("operator_accepted") == 1


async def test_a_slot_is_reserved_again(scene: Scene) -> None:
    """Invariant 4: a freed slot goes to the next; who comes back waits for a slot again."""
    await scene.on_shift("eva", slots=1)
    first = await scene.talking(JANA)
    await scene.asked(PETER)
    assert (await scene.conversation(PETER)).state is State.CHOOSING
    await scene.customers.wait(PETER, scene.id())
    await scene.desk.drain()

    await scene.operators.end("eva", first.id, scene.id(), "solved")
    await scene.desk.drain()
    await scene.operators.accept("eva", await scene.offer())
    await scene.customers.reopen(JANA, scene.id())
    assert (await scene.asked(JANA)).state is State.CHOOSING

    floor, _ = await scene.stores.floor.load()
    assert (floor.used("eva"), len(floor.claims)) == (1, 1)


async def test_one_draft_is_one_ticket(scene: Scene) -> None:
    """Invariant 5: pressing many times at once, and later again, gives one number."""
    await scene.say(JANA, "Nejde web")
    version = (await scene.customers.draft(JANA, scene.id()))["draft"]["version"]

    presses = [scene.customers.file(JANA, scene.id(), version) for _ in range(5)]
    acks = await asyncio.gather(*presses)
    acks.append(await scene.customers.file(JANA, scene.id(), version))

    assert {ack["number"] for ack in acks} == {"P-2026-000001"}
    assert (await scene.types(JANA)).count("ticket_filed") == 1
    assert len((await scene.operators.tickets())["tickets"]) == 1


async def test_a_lost_operator_frees_and_tells(scene: Scene) -> None:
    """Invariant 6: without beats for 15 s the customer is told and stands at the head."""
    await scene.on_shift("eva", slots=1)
    await scene.talking(JANA)
    await scene.asked(PETER)
    await scene.customers.wait(PETER, scene.id())
    await scene.pass_time(14)
    assert (await scene.conversation(JANA)).state is State.HUMAN

    await scene.pass_time(1)

    assert (await scene.conversation(JANA)).state is State.QUEUED
    assert scene.bus.to("customer/jana", "frame")[-1]["type"] == "operator_lost"
    told = [event for room, event, _ in scene.bus.published if room == "customer/jana"]
    assert told[-1] == "queue"  # after the frame: clients drop a place they do not wait at
    assert scene.bus.to("customer/jana", "queue")[-1] == {"place": 1, "of": 2}
    assert scene.bus.to("customer/peter", "queue")[-1] == {"place": 2, "of": 2}
    assert not (await scene.desk.availability())["available"]


async def test_connection_is_not_availability(scene: Scene) -> None:
    """Invariant 6: who signed on and beats, but declared nothing, is not available."""
    await scene.operators.sign_on("eva", "Eva", 2)
    await scene.operators.beat("eva")

    assert not (await scene.desk.availability())["available"]
    assert (await scene.asked(JANA)).state is State.CHOOSING


async def test_every_waiting_thing_has_a_deadline(scene: Scene) -> None:
    """Invariant 7: a dead assistant, an ignored offer and a long wait all go somewhere."""
    await scene.on_shift()
    scene.bot.script.append(DOWN)
    await scene.say(JANA, "Nejde web")
    payload = scene.bus.to("customer/jana", "frame")[-1]["payload"]
    assert [choice["id"] for choice in payload["choices"]] == ["ask_human", "file_ticket"]

    await scene.asked(JANA)
    await scene.pass_time(20, beating=["eva"])
    assert scene.bus.to("operator/eva", "offer_gone")[-1]["why"] == "expired"
    assert scene.bus.to("operator/eva", "floor")[-1]["me"]["why"] == ["away"]

    scene.clock.advance(1800)
    await scene.pass_time(1)
    assert (await scene.conversation(JANA)).state is State.CHOOSING
    assert scene.bus.to("customer/jana", "frame")[-1]["reason"] == "expired"


async def test_a_closed_conversation_refuses_and_reopens(scene: Scene) -> None:
    """Invariant 8: nothing gets in but the reopening, which begins an episode."""
    await scene.say(JANA, "Nejde web")
    await scene.customers.close(JANA, scene.id())

    for refused in (
        scene.customers.say(JANA, scene.id(), "haló"),
        scene.customers.ask_human(JANA, scene.id()),
        scene.customers.draft(JANA, scene.id()),
        scene.customers.wait(JANA, scene.id()),
        scene.customers.close(JANA, scene.id()),
        scene.customers.talk_to_bot(JANA, scene.id()),
    ):
        with pytest.raises(ConversationClosed) as refusal:
            await refused
        assert refusal.value.code == "closed"

    await scene.customers.reopen(JANA, scene.id())
    await scene.say(JANA, "haló")
    assert (await scene.conversation(JANA)).episode == 2


async def test_no_customer_channel_carries_a_note(scene: Scene) -> None:
    """Invariant 9: a note is in nothing a customer gets or can ask for, nor in the log."""
    await scene.on_shift()
    conversation = await scene.talking(JANA)

    await scene.operators.note("eva", conversation.id, "n1", INTERNAL)
    await scene.operators.say("eva", conversation.id, "s1", "Pozriem sa", conversation.seq)
    await scene.customers.say(JANA, scene.id(), "ďakujem")

    own = await scene.customers.sync(JANA, conversation.id, 0)
    snapshot = await scene.customers.current(JANA)
    sent = [entry for entry in scene.bus.published if not entry[0].startswith("operator")]
    assert INTERNAL not in json.dumps([own, snapshot, sent], ensure_ascii=False)
    opened = await scene.operators.open("eva", conversation.id)
    assert [note["text"] for note in opened["notes"]] == [INTERNAL]
    assert INTERNAL not in json.dumps(opened["snapshot"], ensure_ascii=False)
    assert scene.bus.to("operator/eva", "note")[0]["note"]["text"] == INTERNAL


async def test_identity_comes_from_the_token_alone(scene: Scene) -> None:
    """Invariant 10: knowing another's conversation id opens nothing (tokens: test_auth)."""
    await scene.on_shift("eva")
    await scene.on_shift("martin")
    await scene.say(PETER, "moje tajomstvo")
    conversation = await scene.talking(JANA)
    other = "martin" if conversation.operator and conversation.operator.id == "eva" else "eva"

    attempts = (
        scene.customers.sync(PETER, conversation.id, 0),
        scene.operators.open(other, conversation.id),
        scene.operators.sync(other, conversation.id, 0),
        scene.operators.say(other, conversation.id, "x", "ahoj", 99),
        scene.operators.note(other, conversation.id, "x", "ahoj"),
        scene.operators.end(other, conversation.id, "x", "solved"),
        scene.operators.hand_back(other, conversation.id, "x"),
        scene.operators.typing(other, conversation.id),
        scene.operators.open("nobody", conversation.id),
    )
    for attempt in attempts:
        with pytest.raises(NotYours):
            await attempt


@pytest.mark.parametrize(("state", "kind"), list(product(State, (BotSaid, OperatorSaid))))
def test_nobody_but_the_owner_has_a_row(state: State, kind: type) -> None:
    """Invariant 1: the assistant speaks in `bot` only, an operator in `human` only."""
    owner = {BotSaid: State.BOT, OperatorSaid: State.HUMAN}[kind]
    assert (kind in TRANSITIONS[state]) == (state is owner)


async def test_a_crashed_turn_is_taken_up_by_another_instance(stores: Stores) -> None:
    """Invariant 7: a turn that dies with its instance is answered after the lease, once."""
    first, second = Scene(stores), Scene(stores)
    first.bot.gate = asyncio.Event()
    await first.customers.say(JANA, "m", "Nejde web")
    await until(first.bot.asked.is_set)
    await first.desk.stop()

    await second.pass_time(9)
    assert second.bot.requests == []
    await second.pass_time(1)

    assert second.bot.heard == first.bot.heard == [{"text": "Nejde web"}]
    assert await second.types(JANA) == ["opened", "customer_said", "bot_said"]
    await second.pass_time(30)
    assert len(second.bot.requests) == 1


def test_all_refusals_have_a_code_of_the_protocol() -> None:
    """Every error that can leave the desk carries a code of the protocol page."""
    page = Path("docs/protocol.md").read_text(encoding="utf-8")

    for error in DeskError.__subclasses__():
        assert f"`{error.code}`" in page
