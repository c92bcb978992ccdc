"""The journey through the real Rasa, actions and retrieval with the real model, over HTTP."""

import signal
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.bot.fakes import ENVIRONMENT, types
from tests.bot.stack import Customer, Stack, stack

pytestmark = pytest.mark.model
FACTS = {"environment": ENVIRONMENT, "available": True, "waiting": 0, "tickets": []}


@pytest.fixture
def customer(running: Stack) -> Iterator[Customer]:
    with Customer(running.rasa, FACTS) as one:
        yield one


def asks(customer: Customer, question: str) -> list[dict[str, Any]]:
    """The replies with the article; where retrieval only suggests, the first one is chosen."""
    replies = customer.says(question)
    if replies[0]["type"] == "suggestions":
        replies = customer.chooses(f"article:{replies[0]['hits'][0]['slug']}")
    return replies


def field_of(replies: list[dict[str, Any]]) -> str:
    assert replies[-1]["type"] == "question", replies
    return str(replies[-1]["field"])


@pytest.mark.parametrize("text", ["Ako predĺžim doménu .sk?", "ako predlzim domenu .sk"])
def test_a_question_is_answered_and_the_next_best_follows(customer: Customer, text: str) -> None:
    """Article, another article, then a person; never the same article."""
    first = asks(customer, text)
    assert types(first) == ["article", "choices"]
    assert first[0]["slug"] == "ako-predlzim-domenu"

    second = customer.chooses("helped_no")
    assert types(second) == ["text", "article", "choices"]
    assert second[1]["slug"] != first[0]["slug"]

    third = customer.says("nie, nepomohlo")
    assert third[-1]["type"] == "choices"
    assert third[-1]["choices"][0]["id"] == "ask_human"


def test_an_article_that_helped_ends_the_matter(customer: Customer) -> None:
    """By button or by word."""
    asks(customer, "Ako predĺžim doménu .sk?")

    assert types(customer.says("áno")) == ["text"]


def test_a_person_is_asked_for_and_the_diagnostics_are_gathered(customer: Customer) -> None:
    """Every field once, a digression on the way, the request last."""
    assert field_of(customer.says("chcem hovoriť s človekom")) == "problem"
    environment = customer.says("nejde mi objednávka v obchode")
    assert field_of(environment) == "environment"
    assert environment[-1]["value"] == "Windows 11, Chrome 131"
    assert field_of(customer.chooses("confirm")) == "address"

    digression = customer.says("Ako predĺžim doménu .sk?")
    assert digression[0]["type"] in {"article", "suggestions"}
    assert field_of(digression) == "address"

    assert field_of(customer.says("deje sa to na www.mojweb.sk/kosik.")) == "screenshot"
    done = customer.turn(attachment={"id": "att-1"})
    assert types(done) == ["diagnostics", "summary", "human_requested"]
    assert {field["name"]: field["value"] for field in done[0]["fields"]} == {
        "problem": "nejde mi objednávka v obchode",
        "os": "Windows 11",
        "browser": "Chrome 131",
        "address": "www.mojweb.sk/kosik",
        "screenshot": "att-1",
        "page": ENVIRONMENT["page"],
    }
    assert done[-1]["reason"] == "asked"


def test_after_an_answered_question_the_problem_is_known(customer: Customer) -> None:
    """What was asked of the help is not asked again."""
    customer.says("Ako predĺžim doménu .sk?")

    assert field_of(customer.chooses("ask_human")) == "environment"


def test_a_fault_is_corrected_and_skipped_through(customer: Customer) -> None:
    """The address is in the report already, the browser is another one."""
    assert field_of(customer.says("nejde mi web na mojweb.sk, je biely")) == "environment"
    assert field_of(customer.says("nie, bol to Firefox 128")) == "screenshot"
    done = customer.says("preskočiť")

    values = {field["name"]: field["value"] for field in done[0]["fields"]}
    assert values["browser"] == "Firefox 128"
    assert values["address"] == "mojweb.sk"
    assert done[-1] == {"type": "human_requested", "reason": "fault"}


def test_a_long_conversation_keeps_its_question(customer: Customer) -> None:
    """What is dropped from the tracker's history is not dropped from the conversation."""
    customer.says("nejde mi web na mojweb.sk, je biely")
    for _ in range(40):
        assert field_of(customer.says("ďakujem")) == "environment"
    customer.chooses("confirm")

    values = {field["name"] for field in customer.chooses("skip")[0]["fields"]}
    assert {"problem", "os", "browser", "address"} <= values


def test_the_diagnostics_can_be_left(customer: Customer) -> None:
    """After a cancel the next question is answered as usual."""
    customer.says("chcem človeka")

    assert types(customer.chooses("cancel")) == ["text"]
    assert types(asks(customer, "Ako predĺžim doménu .sk?")) == ["article", "choices"]


def test_asking_for_a_person_twice_ends_the_questions(customer: Customer) -> None:
    """Nobody is held back by a form."""
    customer.says("chcem človeka")

    assert customer.chooses("ask_human")[-1]["type"] == "human_requested"


def test_a_request_is_filed_instead(customer: Customer) -> None:
    """The same questions end in a request."""
    customer.says("chcem človeka")
    customer.says("potrebujem výpis zmlúv za celý rok")
    again = customer.chooses("file_ticket")
    assert field_of(again) == "environment"
    for _ in range(2):
        customer.chooses("skip")

    assert customer.chooses("skip")[-1] == {"type": "ticket_requested", "reason": "asked"}


def test_without_a_detected_environment_it_is_asked(running: Stack) -> None:
    """There is nothing to confirm."""
    with Customer(running.rasa, {**FACTS, "environment": {}}) as customer:
        customer.says("nejde mi web na mojweb.sk, je biely")

        assert field_of(customer.says("Windows 10 a Edge 130")) == "screenshot"


def test_an_urgent_fault_goes_to_a_person_at_once(customer: Customer) -> None:
    """And the turn ends there."""
    said = customer.says("hackli mi web")

    assert types(said) == ["text", "diagnostics", "summary", "human_requested"]
    assert said[-1]["reason"] == "urgent"


def test_the_other_channels_and_the_requests(running: Stack) -> None:
    """The phone line is one sentence away, and so is a request's state."""
    ticket = {"number": 1042, "subject": "Nejde web", "state": "open"}
    with Customer(running.rasa, {**FACTS, "tickets": [ticket]}) as customer:
        assert customer.says("aké máte telefónne číslo?")[0]["type"] == "channels"
        assert "1042" in customer.says("v akom stave je moja požiadavka?")[0]["text"]


@pytest.mark.parametrize("text", ["/restart", "/session_start", '/ask_human{"x": 1}', "/back"])
def test_a_command_of_rasa_changes_nothing(customer: Customer, text: str) -> None:
    """The question that was open stays open."""
    customer.says("nejde mi web na mojweb.sk, je biely")

    assert field_of(customer.says(text)) == "environment"


@pytest.mark.parametrize("text", ["🙂", "a" * 4000, "?!", "{value}", "<b>web</b>", "\u0000x"])
def test_strange_texts_get_an_answer(customer: Customer, text: str) -> None:
    """Never silence, never a failure."""
    assert customer.says(text)


def test_a_repeated_turn_gets_the_same_replies(customer: Customer) -> None:
    """Handoff may send it again after a lost answer."""
    body = {"sender": "again:1", "turn": "again:1", "message": {"text": "ahoj"}, "facts": FACTS}

    assert customer.post(body).json() == customer.post(body).json()


def test_bad_input_is_refused(running: Stack, customer: Customer) -> None:
    """Without the token 401, malformed 400, both as JSON errors."""
    url = f"{running.rasa}/webhooks/desk/turn"
    assert httpx.post(url, json={}).status_code == 401
    for body in ({}, [], {"sender": "a", "turn": "b", "message": {"choice": "no"}}):
        refused = customer.post(body)
        assert refused.status_code == 400
        assert refused.json()["error"]["code"] == "bad_request"


def test_health_tells_the_model(running: Stack) -> None:
    """As the contract says."""
    health = httpx.get(f"{running.rasa}/webhooks/desk/health").json()

    assert health["ready"] is True
    assert health["rasa"] == "3.6.21"


@pytest.fixture(scope="module")
def broken() -> Iterator[Stack]:
    with stack() as started:
        started.retrieval.terminate()
        started.retrieval.wait(20)
        yield started


def test_with_retrieval_down_a_person_is_still_reached(broken: Stack) -> None:
    """The question gets the truth, a wish its questions; with the actions gone the desk is told."""
    with Customer(broken.rasa, FACTS) as customer, Customer(broken.rasa, FACTS) as other:
        answer = customer.says("Ako predĺžim doménu .sk?")
        assert types(answer) == ["text", "choices"]
        assert field_of(customer.says("spojte ma s operátorom")) == "environment"

        broken.actions.send_signal(signal.SIGSTOP)
        assert other.fails("kam mám volať?")
        broken.actions.kill()
        broken.actions.wait(20)
        assert customer.fails("nejde mi web")
        assert other.fails("chcem človeka")
