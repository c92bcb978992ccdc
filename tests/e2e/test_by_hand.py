"""A stock Socket.IO client speaks docs/protocol.md as a customer and as an operator."""

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from tests.e2e.conftest import Stack
from tests.e2e.speakers import Speaker, an_id, operator_token

pytestmark = pytest.mark.e2e


@pytest.fixture
def speak() -> Iterator[Callable[[Stack, str, str], Speaker]]:
    """Connect speakers; all are disconnected after the test."""
    speakers: list[Speaker] = []

    def make(stack: Stack, namespace: str, token: str) -> Speaker:
        speakers.append(Speaker(stack.address, namespace, token))
        return speakers[-1]

    yield make
    for speaker in speakers:
        speaker.client.disconnect()


def customer_token(stack: Stack, name: str) -> str:
    """A demo customer's token."""
    answer = httpx.post(f"{stack.address}/api/demo/token", json={"customer": name})
    return str(answer.json()["token"])


def test_a_customer_and_an_operator_written_from_the_page_alone(
    stack: Stack, speak: Callable[[Stack, str, str], Speaker]
) -> None:
    """Question, article, person, offer, both ways, a repeated id, the end: with nothing of ours."""
    customer = speak(stack, "/customer", customer_token(stack, "peter"))
    customer.hear("snapshot", lambda _: True)
    message = an_id()
    first = customer.ask("say", id=message, text="Ako predĺžim doménu .sk?")
    article = customer.hear(
        "frame", lambda f: f["type"] == "bot_said" and f["payload"]["type"] == "article"
    )
    assert article["payload"]["url"].startswith("/help/")
    assert customer.ask("say", id=message, text="Ako predĺžim doménu .sk?") == first

    operator = speak(stack, "/operator", operator_token(stack.address, "lucia"))
    operator.ask("presence", status="available", on_phone=False, on_email=False)
    customer.hear("availability", lambda a: a["available"] and a["label"] == "V prevádzke")

    customer.ask("ask_human", id=an_id())
    while (question := next_question(customer)) is not None:
        if question["payload"]["field"] == "problem":
            customer.ask("say", id=an_id(), text="Nejde mi web")
        else:
            customer.ask("choose", id=an_id(), choice="skip", of=question["seq"])

    offer = operator.hear("offer", lambda _: True)
    view = operator.ask("accept", offer=offer["offer"])["snapshot"]
    assert view["customer"]["name"] == "Peter Novák"
    assert view["customer"]["verified"] is True
    customer.hear_frame("operator_accepted")

    place = {"conversation": view["id"]}
    operator.ask("say", **place, id=an_id(), text="Dobrý deň.", seen_seq=view["seq"])
    assert customer.hear_frame("operator_said")["text"] == "Dobrý deň."
    customer.ask("say", id=an_id(), text="Dobrý deň, ďakujem.")
    operator.hear("frame", lambda f: f.get("text") == "Dobrý deň, ďakujem.")
    operator.ask("note", **place, id=an_id(), text="len pre nás")
    operator.ask("end", **place, id=an_id(), resolution="solved")
    customer.hear_frame("closed")

    frames = customer.ask("sync", conversation=view["id"], seq=0)["frames"]
    assert [frame["seq"] for frame in frames] == list(range(1, len(frames) + 1))
    assert "len pre nás" not in str(frames)
    operator.ask("presence", status="offline", on_phone=False, on_email=False)


def next_question(customer: Speaker) -> dict[str, Any] | None:
    """The assistant's next question, or None once a person was asked for."""
    frame = customer.hear(
        "frame",
        lambda f: (
            f["type"] == "human_requested"
            or (f["type"] == "bot_said" and f["payload"]["type"] == "question")
        ),
    )
    return frame if frame["type"] == "bot_said" else None


def test_health_names_every_component_and_its_version(stack: Stack) -> None:
    """Whoever looks after the desk sees at once what runs."""
    health = httpx.get(f"{stack.address}/healthz").json()

    assert health["ready"] is True
    assert set(health["components"]) == {"redis", "rasa", "actions", "retrieval"}
    assert all(part["ready"] and part["version"] for part in health["components"].values())
