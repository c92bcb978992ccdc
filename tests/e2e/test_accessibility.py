"""axe-core finds nothing in the main states of the widget, the console and the pages."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import ROOT, Stack
from tests.e2e.people import SLOW, CustomerPage, OperatorPage
from tests.e2e.test_journey import FAULT_ADDRESS, QUESTION, asks_in_vain, gather_diagnostics

pytestmark = pytest.mark.e2e

AXE = (ROOT / "widget/node_modules/axe-core/axe.min.js").as_posix()
SIZES = [(1440, 900), (390, 844)]
PAGES = ["/", "/help", "/help?q=nechodí mi pošta", "/help/ako-predlzim-domenu", "/kontakt"]

Customer = Callable[..., CustomerPage]
Operator = Callable[[str], OperatorPage]


def finds_nothing(page: Page, state: str) -> None:
    """Run axe-core over the page and all shadow roots, in light and in dark."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Path(AXE).read_text())  # a script tag would be against the page's CSP
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        found: list[dict[str, Any]] = page.evaluate(
            "axe.run(document, {resultTypes: ['violations']}).then(({violations}) => violations)"
        )
        told = [(one["id"], [node["target"] for node in one["nodes"]]) for one in found]
        assert told == [], f"{state}, {scheme}"


@pytest.mark.parametrize("size", SIZES, ids=["desktop", "phone"])
def test_the_pages(stack: Stack, new_page: Callable[..., Page], size: tuple[int, int]) -> None:
    """The demo, the help and the contact pages."""
    page = new_page(*size)
    for path in PAGES:
        page.goto(stack.address + path)
        finds_nothing(page, path)


@pytest.mark.parametrize("size", SIZES, ids=["desktop", "phone"])
def test_the_widget_until_a_request(customer: Customer, size: tuple[int, int]) -> None:
    """From the first view over the answer and the diagnostics to the queue and a filed request."""
    jana = customer(width=size[0], height=size[1])
    page = jana.page
    jana.see("category").first.wait_for(timeout=SLOW)
    finds_nothing(page, "first view")
    jana.say(QUESTION)
    jana.hears("Pomohlo vám to?")
    finds_nothing(page, "answer")
    jana.see("open-article").last.click()
    expect(jana.see("article-view")).to_contain_text("Postup", timeout=SLOW)
    finds_nothing(page, "article")
    page.keyboard.press("Escape")
    expect(jana.see("article-view")).to_have_count(0)
    jana.choose("helped_no")
    jana.choose("helped_no")
    jana.choose("ask_human")
    jana.is_asked("environment")
    finds_nothing(page, "question of the environment")
    jana.press("confirm")
    jana.is_asked("address")
    jana.see("field-address").last.fill(FAULT_ADDRESS)
    finds_nothing(page, "question of the address")
    jana.press("confirm")
    jana.is_asked("screenshot")
    finds_nothing(page, "question of the screenshot")
    jana.press("skip")
    jana.see("wait").last.wait_for(timeout=SLOW)
    finds_nothing(page, "nobody is free")
    jana.see("wait").last.click()
    expect(jana.see("queue-place")).to_contain_text("1", timeout=SLOW)
    finds_nothing(page, "queue")
    jana.see("file-now").last.click()
    jana.see("draft-card").last.wait_for(timeout=SLOW)
    finds_nothing(page, "request")
    jana.see("draft-send").last.click()
    jana.see("ticket-number").last.wait_for(timeout=SLOW)
    finds_nothing(page, "filed request")
    jana.see("end-chat").click()
    jana.see("end-chat").click()
    jana.see("reopen").wait_for(timeout=SLOW)
    finds_nothing(page, "closed")


def test_the_console_and_a_person_in_the_chat(customer: Customer, operator: Operator) -> None:
    """The console from the empty floor over the offer and the talk to the requests."""
    eva = operator("eva")
    finds_nothing(eva.page, "empty floor")
    eva.is_available()
    peter = customer("Peter Novák")
    asks_in_vain(peter)
    gather_diagnostics(peter)
    eva.see("offer-accept").first.wait_for(timeout=SLOW)
    finds_nothing(eva.page, "offer")
    eva.accept()
    eva.say("Dobrý deň, pozriem sa na to.")
    peter.hears_operator("Dobrý deň, pozriem sa na to.")
    finds_nothing(eva.page, "talk")
    finds_nothing(peter.page, "talk with a person")
    eva.see("end-menu").click()
    finds_nothing(eva.page, "ending")
    eva.see("end-solved").click()
    peter.see("reopen").wait_for(timeout=SLOW)
    eva.see("tickets-tab").click()
    finds_nothing(eva.page, "requests")
