"""The JSON of /api, health and metrics: what they answer, and what they refuse."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.handoff.edges import Edge

SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def edge(tmp_path: Path) -> Edge:
    """handoff in demo mode with memory behind it."""
    return Edge(tmp_path)


@pytest.fixture
async def browser(edge: Edge) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody on this machine."""
    async with edge.browser() as client:
        yield client


def code(answer: httpx.Response) -> str:
    return str(answer.json()["error"]["code"])


async def test_the_search_answers_what_the_protocol_says(browser: httpx.AsyncClient) -> None:
    """The decision and hits with exactly the listed fields."""
    found = (
        await browser.get("/api/help/search", params={"q": "predĺžim doménu", "k": "3"})
    ).json()

    assert found["decision"] == "answer"
    assert set(found["hits"][0]) == {
        "slug",
        "title",
        "category",
        "category_title",
        "score",
        "url",
        "passage",
    }


@pytest.mark.parametrize(
    "params",
    [
        {},
        {"q": ""},
        {"q": " "},
        {"q": "x" * 501},
        {"q": "a", "k": "0"},
        {"q": "a", "k": "11"},
        {"q": "a", "k": "x"},
    ],
)
async def test_a_malformed_search_is_refused(
    edge: Edge, browser: httpx.AsyncClient, params: dict[str, str]
) -> None:
    """400 with a code, counted."""
    answer = await browser.get("/api/help/search", params=params)

    assert (answer.status_code, code(answer)) == (400, "bad_frame")
    assert edge.metrics.refused("http", "bad_frame") == 1


async def test_articles_and_categories_are_given(browser: httpx.AsyncClient) -> None:
    """The article has its HTML and no more than listed; an unknown one is 404."""
    article = (await browser.get("/api/help/articles/ako-predlzim-domenu")).json()
    categories = (await browser.get("/api/help/categories")).json()["categories"]

    assert article["html"].startswith("<p>")
    assert "text" not in article
    assert categories[0]["articles"][0]["slug"] == "ako-predlzim-domenu"
    missing = await browser.get("/api/help/articles/nic")
    assert (missing.status_code, code(missing)) == (404, "unknown_article")
    odd = await browser.get("/api/help/articles/..%2Fetc")
    assert odd.status_code in (400, 404)


async def test_without_help_the_api_says_so(edge: Edge, browser: httpx.AsyncClient) -> None:
    """503 with a code while retrieval is down."""
    edge.help.up = False

    answer = await browser.get("/api/help/search", params={"q": "doména"})

    assert (answer.status_code, code(answer)) == (503, "unavailable")


async def test_availability_and_company_are_public(browser: httpx.AsyncClient) -> None:
    """Nobody is on shift, and the phone number is the company file's."""
    availability = (await browser.get("/api/availability")).json()
    company = (await browser.get("/api/company")).json()

    assert availability["available"] is False
    assert set(availability) == {"available", "label", "waiting", "reason", "at"}
    assert company["phone"] == "+421 2 5555 0100"


async def test_feedback_keeps_no_person(edge: Edge, browser: httpx.AsyncClient) -> None:
    """The line written says which article, whether it helped and when."""
    said = {"slug": "ako-predlzim-domenu", "helped": False, "email": "jana@priklad.sk"}
    answer = await browser.post("/api/help/feedback", json=said)

    lines = (edge.folder / "feedback.jsonl").read_text().splitlines()
    assert answer.status_code == 200
    assert [set(json.loads(line)) for line in lines] == [{"at", "slug", "helped"}]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"slug": "nic", "helped": true}',
        b'{"slug": "a", "helped": "yes"}',
        b"[" * 9000,
    ],
)
async def test_malformed_feedback_is_refused(browser: httpx.AsyncClient, body: bytes) -> None:
    """400, whatever the body is."""
    answer = await browser.post("/api/help/feedback", content=body)

    assert (answer.status_code, code(answer)) == (400, "bad_frame")


async def test_a_huge_body_is_refused(browser: httpx.AsyncClient) -> None:
    """413 before it is read."""
    answer = await browser.post("/api/help/feedback", content=b"x" * 100_000)

    assert (answer.status_code, code(answer)) == (413, "too_large")


async def test_an_operator_signs_in(browser: httpx.AsyncClient) -> None:
    """The right password gives a token, its end and who it is."""
    said = {"name": "eva", "password": "demo"}
    answer = (await browser.post("/api/operator/sign-in", json=said)).json()

    assert answer["operator"] == {"id": "eva", "name": "Eva Kováčová"}
    assert set(answer) == {"token", "expires_at", "operator"}


async def test_guessing_passwords_is_slowed(browser: httpx.AsyncClient) -> None:
    """Wrong passwords are 401, and after ten of them 429 says when to try again."""
    said = {"name": "eva", "password": "wrong"}
    answers = [await browser.post("/api/operator/sign-in", json=said) for _ in range(11)]

    assert {answer.status_code for answer in answers[:10]} == {401}
    assert code(answers[0]) == "bad_credentials"
    assert (answers[10].status_code, code(answers[10])) == (429, "rate_limited")
    assert answers[10].json()["error"]["retry_after"] > 0
    assert int(answers[10].headers["retry-after"]) > 0


async def test_the_demo_makes_tokens(edge: Edge, browser: httpx.AsyncClient) -> None:
    """The token verifies; an unknown customer is refused."""
    answer = (await browser.post("/api/demo/token", json={"customer": "peter"})).json()
    customer = edge.settings.customer_tokens.verify(answer["token"], edge.clock())

    assert customer.name == "Peter Novák"
    refused = await browser.post("/api/demo/token", json={"customer": "nikto"})
    assert refused.status_code == 400


async def test_outside_the_demo_nobody_makes_tokens(tmp_path: Path) -> None:
    """Neither the demo's page nor its tokens exist outside demo mode."""

    def real(env: dict[str, str]) -> None:
        operators = tmp_path / "operators.json"
        hashed = "scrypt$" + "A" * 24 + "$" + "A" * 88
        listed = [{"id": "a", "name": "A", "password": hashed}]
        operators.write_text(json.dumps({"operators": listed}))
        env.update(DEMO="", CUSTOMER_TOKEN_SECRET="r" * 40, OPERATOR_SECRET="r" * 40)
        env["OPERATORS_FILE"] = str(operators)

    async with Edge(tmp_path, real).browser() as browser:
        token = await browser.post("/api/demo/token", json={"customer": "jana"})
        home = await browser.get("/")

    assert token.status_code == 404
    assert (home.status_code, home.headers["location"]) == (307, "/help")


async def test_health_names_every_component(browser: httpx.AsyncClient) -> None:
    """200 while messages can be taken, though others are down, and why they are."""
    answer = await browser.get("/healthz")

    health: dict[str, Any] = answer.json()
    assert (answer.status_code, health["ready"]) == (200, True)
    assert set(health["components"]) == {"redis", "rasa", "actions", "retrieval"}
    assert health["components"]["rasa"]["ready"] is False
    assert "no answer" in health["components"]["rasa"]["why"]


async def test_metrics_are_for_this_machine(edge: Edge, browser: httpx.AsyncClient) -> None:
    """Prometheus text on loopback; anybody else, also through a proxy, finds nothing."""
    assert "podpora_" in (await browser.get("/metrics")).text
    proxied = await browser.get("/metrics", headers={"X-Forwarded-For": "192.0.2.1"})
    assert proxied.status_code == 404
    async with edge.browser("192.0.2.1") as stranger:
        assert (await stranger.get("/metrics")).status_code == 404


@pytest.mark.parametrize("path", ["/api/nic", "/api/help/search/x", "/widget/nic.js"])
async def test_an_unknown_address_of_programs_is_json(
    browser: httpx.AsyncClient, path: str
) -> None:
    """404 as JSON under /api and /widget."""
    answer = await browser.get(path)

    assert (answer.status_code, code(answer)) == (404, "not_found")


async def test_a_wrong_method_is_refused(browser: httpx.AsyncClient) -> None:
    """405 as JSON."""
    answer = await browser.get("/api/demo/token")

    assert (answer.status_code, code(answer)) == (405, "method_not_allowed")
