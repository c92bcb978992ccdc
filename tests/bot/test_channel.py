"""The channel: replies become payloads, repeats are answered once, and silence never happens."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage

from bot.channel import Behind, DeskInput, TurnFailed, as_payload
from bot.turns import parse_turn


def a_turn(number: int = 1, **message: Any) -> Any:
    return parse_turn({"sender": "c:1", "turn": f"c:{number}", "message": message or {"text": "a"}})


class Assistant:
    """Says one text a message, unless it is told to break or to be silent."""

    def __init__(self, broken: bool = False, silent: bool = False) -> None:
        self.heard: list[UserMessage] = []
        self.go, self.listening = asyncio.Event(), asyncio.Event()
        self._broken, self._silent = broken, silent

    async def hear(self, message: UserMessage) -> None:
        self.heard.append(message)
        self.listening.set()
        if self._broken:
            raise RuntimeError("broken")
        await self.go.wait()
        if not self._silent:
            await message.output_channel.send_response("c:1", {"text": f"{len(self.heard)}"})


async def test_a_repeated_turn_is_heard_once() -> None:
    """Also while the first is still being answered."""
    assistant, desk = Assistant(), DeskInput("t")
    first = asyncio.create_task(desk._once(a_turn(), assistant.hear))
    again = asyncio.create_task(desk._once(a_turn(), assistant.hear))
    assistant.go.set()

    assert await first == await again == [{"type": "text", "text": "1"}]
    assert len(assistant.heard) == 1
    assert await desk._once(a_turn(2), assistant.hear) == [{"type": "text", "text": "2"}]


async def test_a_turn_goes_on_when_its_caller_stops_waiting() -> None:
    """The repeat finds the replies."""
    assistant, desk = Assistant(), DeskInput("t")
    caller = asyncio.create_task(desk._once(a_turn(), assistant.hear))
    await assistant.listening.wait()
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    assistant.go.set()

    assert await desk._once(a_turn(), assistant.hear) == [{"type": "text", "text": "1"}]
    assert len(assistant.heard) == 1


@pytest.mark.parametrize("fault", ["broken", "silent"])
async def test_an_assistant_that_fails_says_so_to_the_desk(fault: str) -> None:
    """Handoff then answers from the help alone: the customer is not left without a word."""
    assistant = Assistant(**{fault: True})
    assistant.go.set()

    with pytest.raises(TurnFailed):
        await DeskInput("t")._once(a_turn(), assistant.hear)


async def test_a_choice_reaches_rasa_understood() -> None:
    """No classifier guesses at a button."""
    assistant = Assistant()
    assistant.go.set()

    await DeskInput("t")._once(a_turn(choice="article:a-b"), assistant.hear)

    parsed = assistant.heard[0].parse_data
    assert parsed["intent"] == {"name": "choose_article", "confidence": 1.0}
    assert parsed["entities"] == [{"entity": "slug", "value": "a-b"}]


def test_replies_take_the_form_of_the_protocol() -> None:
    """Texts, buttons and payloads; what has none of them is dropped."""
    button = {"title": "Preskočiť", "payload": "skip"}

    assert as_payload({"text": "a"}) == {"type": "text", "text": "a"}
    assert as_payload({"text": "a", "buttons": [button]}) == {
        "type": "choices",
        "text": "a",
        "choices": [{"id": "skip", "label": "Preskočiť"}],
    }
    assert as_payload({"custom": {"type": "article"}}) == {"type": "article"}
    assert as_payload({"image": "x"}) is None


async def test_a_turn_that_follows_an_unknown_one_is_not_heard() -> None:
    """After a restart the assistant asks for what it forgot rather than answering without it."""
    assistant, desk = Assistant(), DeskInput("t")
    assistant.go.set()
    second, third = (replace(a_turn(n), follows=f"c:{n - 1}") for n in (2, 3))

    with pytest.raises(Behind):
        await desk._once(second, assistant.hear)
    assert assistant.heard == []

    await desk._once(a_turn(1), assistant.hear)
    with pytest.raises(Behind, match="c:1"):
        await desk._once(third, assistant.hear)
    await desk._once(second, assistant.hear)
    await desk._once(third, assistant.hear)
    assert len(assistant.heard) == 3
