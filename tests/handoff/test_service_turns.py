"""Turns of the assistant: order, deadline, what it may say, and what is said when it cannot."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import pytest

from handoff.conversation import State
from handoff.errors import BotBehind, BotUnavailable
from handoff.service import Limits
from tests.handoff.desks import ARTICLE, ASKS, DOWN, HELPED, JANA, TEXT, Scene, until

Payload = Mapping[str, Any]


def payloads(scene: Scene) -> list[Payload]:
    """Return what was shown to Jana as said by the assistant."""
    frames = scene.bus.to("customer/jana", "frame")
    return [frame["payload"] for frame in frames if frame["type"] == "bot_said"]


async def test_messages_are_answered_one_by_one_in_order(scene: Scene) -> None:
    """What comes while the assistant thinks is answered after it, never beside it."""
    scene.bot.gate = asyncio.Event()
    for n in range(3):
        await scene.customers.say(JANA, f"m{n}", f"správa {n}")
    await until(scene.bot.asked.is_set)
    assert len(scene.bot.requests) == 1

    scene.bot.gate.set()
    await scene.desk.drain()

    assert [message["text"] for message in scene.bot.heard] == [f"správa {n}" for n in range(3)]
    frames = (await scene.customers.current(JANA))["conversation"]["frames"]
    assert [frame["turn"] for frame in frames if frame["type"] == "bot_said"] == [2, 3, 4]


async def test_turns_are_named_by_episode_and_seq(scene: Scene) -> None:
    """The assistant's memory is of one episode; a turn is recognised by its message."""
    await scene.say(JANA, "Nejde web")
    id = (await scene.conversation(JANA)).id

    request = scene.bot.requests[0]

    assert (request["sender"], request["turn"]) == (f"{id}:1", f"{id}:2")


async def test_diagnostics_become_known(scene: Scene) -> None:
    """What the assistant gathered is in the log and in what the operator sees."""
    fields = [{"name": "os", "value": "Windows 11", "provenance": "detected"}]
    await scene.on_shift()
    scene.bot.script.append([TEXT, {"type": "diagnostics", "fields": fields}, ASKS])

    await scene.say(JANA, "Nejde web")

    assert (await scene.types(JANA))[2:] == ["bot_said", "diagnostics_noted", "human_requested"]
    offer = scene.bus.to("operator/eva", "offer")[-1]
    assert (offer["diagnostics"], offer["last"], offer["reason"]) == (fields, "Nejde web", "asked")


async def test_a_person_is_promised_only_if_one_is_available(scene: Scene) -> None:
    """The floor decides at that very moment, whatever the light said before."""
    await scene.on_shift()
    await scene.say(JANA, "Nejde web")
    await scene.operators.presence("eva", "available", on_phone=True, on_email=False)

    conversation = await scene.asked(JANA)

    assert conversation.state is State.CHOOSING
    assert scene.bus.to("everyone", "availability")[-1]["available"] is False


async def test_the_assistant_can_make_a_draft(scene: Scene) -> None:
    """The customer gets the draft as a frame, and is told to look at it."""
    scene.bot.script.append([{"type": "ticket_requested", "reason": "asked"}])

    await scene.say(JANA, "Chcem podať požiadavku na web")

    drafted, told = scene.bus.to("customer/jana", "frame")[2:]
    assert drafted["type"] == "ticket_drafted"
    assert drafted["draft"]["subject"] == "Chcem podať požiadavku na web"
    assert told["payload"]["type"] == "text"
    assert (await scene.customers.file(JANA, scene.id(), 1))["number"] == "P-2026-000001"


@pytest.mark.parametrize(
    "replies",
    [
        [],
        [{"type": "html", "text": "<b>"}],
        [TEXT, {"type": "article"}],
        ["text"],
        [{"type": "diagnostics", "fields": [{"name": "os"}]}],
        [{"text": "no type"}],
    ],
)
async def test_replies_out_of_contract_count_as_none(replies: Sequence[Payload]) -> None:
    """Nothing half-understood is shown; the help answers instead."""
    scene = Scene()
    scene.bot.script.append(replies)

    await scene.say(JANA, "Nejde web")

    assert [payload["type"] for payload in payloads(scene)] == ["choices"]
    assert scene.ear.facts.count("turn_failed") == 1


async def test_a_slow_assistant_is_not_waited_for() -> None:
    """At the deadline the help answers, and the late answer is never shown."""
    scene = Scene(limits=Limits(turn=timedelta(milliseconds=20)))
    scene.help.result = {"decision": "answer", "hits": [{**ARTICLE, "score": 0.9}]}
    scene.bot.gate = asyncio.Event()

    await scene.say(JANA, "Ako predĺžim doménu?")

    assert payloads(scene)[0] == ARTICLE
    assert [choice["id"] for choice in payloads(scene)[1]["choices"]] == [
        "ask_human",
        "file_ticket",
    ]


@pytest.mark.parametrize(
    ("result", "types"),
    [
        ({"decision": "answer", "hits": [ARTICLE]}, ["article", "choices"]),
        ({"decision": "suggest", "hits": [ARTICLE, ARTICLE]}, ["suggestions", "choices"]),
        ({"decision": "none", "hits": [ARTICLE]}, ["choices"]),
        (None, ["choices"]),
    ],
)
async def test_the_help_answers_alone(result: Payload | None, types: list[str]) -> None:
    """An article, suggestions or nothing - and always a way to a person or a request."""
    scene = Scene()
    scene.bot.script.append(DOWN)
    scene.help.result = result

    await scene.say(JANA, "Ako predĺžim doménu?")

    assert [payload["type"] for payload in payloads(scene)] == types
    assert all(payload["text"] for payload in payloads(scene) if payload["type"] != "article")


async def test_buttons_work_without_the_assistant(scene: Scene) -> None:
    """A suggested article, a person and a request need no assistant."""
    scene.bot.script.extend([DOWN] * 9)
    scene.help.result = {"decision": "suggest", "hits": [ARTICLE]}
    await scene.say(JANA, "Doména")
    await scene.customers.choose(JANA, scene.id(), "article:ako-predlzim-domenu", 3)
    await scene.desk.drain()
    assert payloads(scene)[-2] == ARTICLE

    await scene.customers.choose(JANA, scene.id(), "file_ticket", 4)
    await scene.desk.drain()
    assert (await scene.conversation(JANA)).known.draft is not None

    await scene.customers.choose(JANA, scene.id(), "ask_human", 4)
    await scene.desk.drain()
    assert (await scene.conversation(JANA)).state is State.CHOOSING


async def test_after_failures_the_assistant_is_left_alone_for_a_while(scene: Scene) -> None:
    """Three failures open the breaker: customers do not wait for a dead assistant each time."""
    scene.bot.script.extend([DOWN] * 3)
    for n in range(5):
        await scene.say(JANA, f"správa {n}")
    assert len(scene.bot.requests) == 3

    scene.clock.advance(15)
    await scene.say(JANA, "už ide?")

    assert len(scene.bot.requests) == 4
    assert payloads(scene)[-1] == TEXT


async def test_an_answer_that_came_twice_is_shown_once(scene: Scene) -> None:
    """A turn taken up by another instance while the first is slow is answered once."""
    second = Scene(scene.stores)
    scene.bot.gate = second.bot.gate = asyncio.Event()
    scene.bot.script.append([HELPED])
    await scene.customers.say(JANA, "m", "Nejde web")
    await until(scene.bot.asked.is_set)
    second.clock.advance(11)
    await second.desk.tick()
    await until(second.bot.asked.is_set)

    scene.bot.gate.set()
    await asyncio.gather(scene.desk.drain(), second.desk.drain())

    assert (await scene.types(JANA)).count("bot_said") == 1
    facts = scene.ear.facts + second.ear.facts
    assert facts.count("late_answer_refused") == 1


async def test_an_assistant_that_forgot_is_told_again(scene: Scene) -> None:
    """After its restart it hears the episode's messages in order; only the last is answered."""
    for text in ("Nejde web", "Áno", "moja.sk"):
        await scene.say(JANA, text)
    known = payloads(scene)
    id = (await scene.conversation(JANA)).id
    heard = len(scene.bot.requests)
    scene.bot.script += [BotBehind(""), [HELPED], [HELPED], [HELPED]]

    await scene.say(JANA, "Preskočiť")

    told = scene.bot.requests[heard:]
    texts = [request["message"]["text"] for request in told]
    assert texts == ["Preskočiť", "Nejde web", "Áno", "moja.sk", "Preskočiť"]
    turns = [request["turn"] for request in told]
    assert [request["follows"] for request in told[1:]] == [None, *turns[1:4]]
    assert {request["sender"] for request in told} == {f"{id}:1"}
    assert payloads(scene)[len(known) :] == [TEXT]


async def test_an_assistant_is_told_only_what_it_missed(scene: Scene) -> None:
    """What the help answered while it was down is told to it before the next message."""
    await scene.say(JANA, "Nejde web")
    scene.bot.script.append(BotUnavailable("down"))
    await scene.say(JANA, "Áno")
    heard = len(scene.bot.requests)
    scene.bot.script.append(BotBehind(scene.bot.requests[0]["turn"]))

    await scene.say(JANA, "moja.sk")

    texts = [request["message"]["text"] for request in scene.bot.requests[heard:]]
    assert texts == ["moja.sk", "Áno", "moja.sk"]


async def test_an_assistant_that_stays_behind_is_not_waited_for(scene: Scene) -> None:
    """The help answers instead."""
    await scene.say(JANA, "Nejde web")
    scene.bot.script += [BotBehind(""), BotUnavailable("down"), BotBehind("")]

    await scene.say(JANA, "Áno")

    assert payloads(scene)[-1]["type"] == "choices"
    assert scene.ear.facts.count("turn_failed") == 1
