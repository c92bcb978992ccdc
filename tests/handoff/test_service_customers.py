"""What customers can do at the desk."""

import asyncio

import pytest

from handoff.conversation import State
from handoff.errors import (
    BadFrame,
    IllegalTransition,
    NobodyAvailable,
    StaleDraft,
    UnknownAttachment,
    UnknownConversation,
)
from handoff.events import Attachment, Draft, Field
from handoff.ports import StoredFile
from tests.handoff.desks import ARTICLE, HELPED, JANA, PETER, Scene

PICTURE = Attachment("a1", "image/png", 10, 20, 30)


async def test_the_first_message_opens_a_conversation(scene: Scene) -> None:
    """Before it there is none; after it all sides see numbered frames."""
    assert await scene.customers.current(JANA) == {"conversation": None}

    ack = await scene.say(JANA, "Nejde web")

    conversation = await scene.conversation(JANA)
    assert ack == {"seq": 2, "conversation": conversation.id, "redacted": False}
    frames = scene.bus.to("customer/jana", "frame")
    assert [(frame["seq"], frame["type"]) for frame in frames] == [
        (1, "opened"),
        (2, "customer_said"),
        (3, "bot_said"),
    ]
    assert (await scene.customers.current(JANA))["conversation"]["frames"] == frames
    assert scene.bus.to("customer/jana", "typing") == [{"who": "bot"}]


async def test_concurrent_first_messages_open_one_conversation(scene: Scene) -> None:
    """Two tabs at once write to one conversation."""
    acks = await asyncio.gather(*(scene.customers.say(JANA, f"t{n}", "ahoj") for n in range(5)))
    await scene.desk.drain()

    assert len({ack["conversation"] for ack in acks}) == 1
    assert sorted(ack["seq"] for ack in acks)[0] == 2
    assert (await scene.types(JANA)).count("opened") == 1


async def test_secrets_never_reach_log_or_bot(scene: Scene) -> None:
    """What is typed anyway is replaced before anything else sees it."""
    ack = await scene.say(JANA, "moje heslo je tajne123")
    drafted = await scene.customers.draft(JANA, scene.id(), "tajne123", "tajne123")
    await scene.customers.context(JANA, {"page": "https://a.sk/?p=tajne123"})

    everything = [
        await scene.customers.current(JANA),
        scene.bot.requests,
        scene.bus.published,
        drafted,
        await scene.stores.conversations.environment(JANA.id),
    ]
    assert ack["redacted"]
    assert "tajne123" not in str(everything)


async def test_a_picture_must_be_ones_own(scene: Scene) -> None:
    """Another's picture, or none, is unknown; one's own is in the frame and reaches the bot."""
    await scene.files.put(StoredFile(JANA.id, PICTURE, b"png"))
    for customer, id in ((PETER, "a1"), (JANA, "nope")):
        with pytest.raises(UnknownAttachment):
            await scene.customers.say(customer, scene.id(), "", id)

    await scene.customers.say(JANA, scene.id(), "", "a1")
    await scene.desk.drain()

    frame = scene.bus.to("customer/jana", "frame")[1]
    assert frame["attachment"]["id"] == "a1"
    assert scene.bot.heard == [{"attachment": {"id": "a1"}}]


async def test_a_choice_is_what_was_offered(scene: Scene) -> None:
    """The label becomes the text; a choice that was not offered there is refused."""
    scene.bot.script.append([ARTICLE, HELPED])
    await scene.say(JANA, "Ako predĺžim doménu?")
    for choice, of in (("ask_human", 4), ("helped_no", 3), ("helped_no", 99)):
        with pytest.raises(BadFrame):
            await scene.customers.choose(JANA, scene.id(), choice, of)

    ack = await scene.customers.choose(JANA, scene.id(), "helped_no", 4)
    await scene.desk.drain()

    frame = scene.bus.to("customer/jana", "frame")[ack["seq"] - 1]
    assert (frame["text"], frame["choice"]) == ("Nie", "helped_no")
    assert scene.bot.heard[-1] == {"choice": "helped_no"}
    assert (await scene.conversation(JANA)).known.tried[0].helped is False


async def test_an_old_button_does_nothing_while_waiting(scene: Scene) -> None:
    """The assistant's buttons are not possible once the assistant has no say."""
    scene.bot.script.append([HELPED])
    await scene.say(JANA, "Nejde web")
    await scene.asked(JANA)

    with pytest.raises(IllegalTransition) as refusal:
        await scene.customers.choose(JANA, scene.id(), "helped_yes", 3)

    assert refusal.value.details == {"state": "choosing"}


async def test_the_bot_is_told_the_facts(scene: Scene) -> None:
    """Environment, availability and tickets go with each turn; the seed with a later episode."""
    await scene.customers.context(JANA, {"os": "Windows", "browser": "Firefox"})
    scene.bot.script.append(
        [{"type": "diagnostics", "fields": [{"name": "os", "value": "W", "provenance": "said"}]}]
    )
    await scene.say(JANA, "Nejde web")
    await scene.customers.draft(JANA, scene.id())
    await scene.customers.file(JANA, scene.id(), 1)
    await scene.customers.talk_to_bot(JANA, scene.id())
    await scene.say(JANA, "ešte otázka")
    await scene.say(JANA, "a ešte jedna")

    first, later, last = (request["facts"] for request in scene.bot.requests)
    environment = {"os": "Windows", "browser": "Firefox"}
    assert first == {
        "environment": environment,
        "available": False,
        "waiting": 0,
        "tickets": [],
    }
    assert later["tickets"][0]["number"] == "P-2026-000001"
    assert later["seed"] == {"os": "W"}
    assert last["seed"] == {"os": "W"}


async def test_ask_human_goes_to_the_assistant_first(scene: Scene) -> None:
    """The assistant gathers details before the desk looks for a person."""
    ack = await scene.customers.ask_human(JANA, scene.id())
    await scene.desk.drain()

    assert ack["seq"] == 2
    assert scene.bot.heard == [{"choice": "ask_human"}]


async def test_asking_again_while_choosing(scene: Scene) -> None:
    """Nobody free is said so; as soon as somebody is, asking again is enough."""
    await scene.asked(JANA)
    with pytest.raises(NobodyAvailable) as refusal:
        await scene.customers.ask_human(JANA, scene.id())
    assert (refusal.value.code, refusal.value.details) == ("not_possible", {"state": "choosing"})

    await scene.on_shift()
    await scene.customers.ask_human(JANA, scene.id())
    await scene.desk.drain()

    assert (await scene.conversation(JANA)).state is State.QUEUED
    assert await scene.offer("eva")


async def test_waiting_has_a_place_and_can_be_left(scene: Scene) -> None:
    """Places count from 1; who leaves chooses again, and the others move up."""
    places = []
    for customer in (JANA, PETER):
        await scene.asked(customer)
        places.append((await scene.customers.wait(customer, scene.id()))["place"])
        await scene.desk.drain()
    assert places == [1, 2]
    assert await scene.customers.place(PETER) == {"place": 2, "of": 2}

    await scene.customers.leave_queue(JANA, scene.id())
    await scene.desk.drain()

    assert (await scene.conversation(JANA)).state is State.CHOOSING
    assert await scene.customers.place(JANA) is None
    assert scene.bus.to("customer/peter", "queue")[-1] == {"place": 1, "of": 1}


async def test_filing_keeps_the_place_in_the_queue(scene: Scene) -> None:
    """A customer may wait and file under one case."""
    await scene.asked(JANA)
    await scene.customers.wait(JANA, scene.id())
    draft = (await scene.customers.draft(JANA, scene.id()))["draft"]

    await scene.customers.file(JANA, scene.id(), draft["version"])
    await scene.desk.drain()

    assert (await scene.conversation(JANA)).state is State.QUEUED
    assert await scene.customers.place(JANA) == {"place": 1, "of": 1}


async def test_every_detail_in_the_draft_has_a_label(scene: Scene) -> None:
    """All that the assistant gathers is named in Slovak; a picture is enclosed, not quoted by id."""
    names = ("os", "browser", "environment", "address", "note", "page")
    fields = [{"name": name, "value": f"<{name}>", "provenance": "said"} for name in names]
    fields.append({"name": "screenshot", "value": "0f3c9a", "provenance": "said"})
    scene.bot.script.append([{"type": "diagnostics", "fields": fields}])
    await scene.say(JANA, "Nejde web")

    text = (await scene.customers.draft(JANA, scene.id()))["draft"]["text"]

    assert text == (
        "Nejde web\n\nZistené údaje:\n"
        "Operačný systém: <os>\nPrehliadač: <browser>\nSystém a prehliadač: <environment>\n"
        "Adresa, na ktorej sa chyba prejavuje: <address>\nPoznámka: <note>\n"
        "Stránka, z ktorej píšete: <page>"
    )


async def test_the_draft_is_what_is_filed(scene: Scene) -> None:
    """The ticket has the shown text to the letter; an older version is stale."""
    fields = [
        {"name": "problem", "value": "Web ukazuje chybu 500", "provenance": "said"},
        {"name": "os", "value": "Windows 11", "provenance": "detected"},
    ]
    scene.bot.script.append([{"type": "diagnostics", "fields": fields}])
    await scene.say(JANA, "Nejde web")
    composed = (await scene.customers.draft(JANA, scene.id()))["draft"]
    changed = (await scene.customers.draft(JANA, scene.id(), None, "Iný text"))["draft"]
    with pytest.raises(StaleDraft):
        await scene.customers.file(JANA, scene.id(), 1)

    ack = await scene.customers.file(JANA, "file", 2)
    await scene.say(JANA, "Ešte dopĺňam")

    assert composed["subject"] == changed["subject"] == "Web ukazuje chybu 500"
    assert composed["text"] == (
        "Web ukazuje chybu 500\n\nZistené údaje:\nOperačný systém: Windows 11"
    )
    ticket = (await scene.operators.ticket(ack["number"]))["ticket"]
    assert (ticket["subject"], ticket["text"]) == (changed["subject"], "Iný text")
    assert ticket["diagnostics"] == changed["diagnostics"] == fields
    assert [frame["text"] for frame in ticket["transcript"]] == ["Nejde web", "Ešte dopĺňam"]
    assert await scene.customers.file(JANA, "file", 2) == ack
    assert len(scene.bus.to("operators", "ticket_filed")) == 1
    assert (await scene.conversation(JANA)).known.draft == Draft(
        2,
        "Web ukazuje chybu 500",
        "Iný text",
        (
            Field("problem", "Web ukazuje chybu 500", "said"),
            Field("os", "Windows 11", "detected"),
        ),
    )


async def test_a_conversation_closed_long_ago_gives_way(scene: Scene) -> None:
    """After a day a message begins a new conversation instead of being refused."""
    await scene.say(JANA, "Nejde web")
    old = await scene.conversation(JANA)
    await scene.customers.close(JANA, scene.id())
    scene.clock.advance(24 * 3600)
    assert await scene.customers.current(JANA) == {"conversation": None}

    ack = await scene.say(JANA, "Dobrý deň")

    assert ack["conversation"] != old.id
    assert await scene.types(JANA) == ["opened", "customer_said", "bot_said"]


async def test_a_repeat_is_answered_even_after_the_end(scene: Scene) -> None:
    """A message that was stored gets its ack although it would be refused now."""
    ack = await scene.customers.say(JANA, "m", "Nejde web")
    await scene.customers.close(JANA, scene.id())

    assert await scene.customers.say(JANA, "m", "Nejde web") == ack


async def test_without_a_conversation_there_is_nothing_to_do(scene: Scene) -> None:
    """What needs a conversation says that there is none."""
    for refused in (
        scene.customers.wait(JANA, "1"),
        scene.customers.close(JANA, "2"),
        scene.customers.file(JANA, "3", 1),
        scene.customers.choose(JANA, "4", "skip", 1),
        scene.customers.sync(JANA, "b00-77", 0),
    ):
        with pytest.raises(UnknownConversation):
            await refused
    assert await scene.customers.typing(JANA) == {}
