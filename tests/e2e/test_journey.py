"""The main job, walked by a customer's page and an operator's page on the real product."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.people import SLOW, CustomerPage, OperatorPage

pytestmark = pytest.mark.e2e

Customer = Callable[..., CustomerPage]
Operator = Callable[[str], OperatorPage]

QUESTION = "Ako predĺžim doménu .sk?"
FAULT_ADDRESS = "https://www.moja-firma.example/kosik"


def asks_in_vain(customer: CustomerPage) -> None:
    """Ask, and say of both articles that they did not help."""
    customer.say(QUESTION)
    customer.choose("helped_no")
    customer.choose("helped_no")


def gather_diagnostics(customer: CustomerPage, picture: bytes | None = None) -> None:
    """Ask for a person and answer what the desk needs to know."""
    customer.choose("ask_human")
    customer.is_asked("environment")
    customer.press("confirm")
    customer.is_asked("address")
    customer.see("field-address").last.fill(FAULT_ADDRESS)
    customer.press("confirm")
    customer.is_asked("screenshot")
    if picture is None:
        customer.press("skip")
    else:
        file = {"name": "chyba.png", "mimeType": "image/png", "buffer": picture}
        customer.page.locator('input[type="file"]').last.set_input_files([file])
        customer.see("attachment-preview").last.wait_for(timeout=SLOW)
        customer.see("send").click()


def test_the_assistant_answers_from_the_help(customer: Customer) -> None:
    """A question gets the passage, the title, the whole article in the chat, and „Pomohlo vám to?“."""
    jana = customer()
    jana.say(QUESTION)
    card = jana.see("article-card").last
    expect(card).to_contain_text("predĺž", ignore_case=True, timeout=SLOW)
    jana.hears("Pomohlo vám to?")

    jana.see("open-article").last.click()
    expect(jana.see("article-view")).to_contain_text("Postup", timeout=SLOW)
    jana.see("back").click()
    said = jana.see("message-bot").count()
    jana.choose("helped_yes")
    expect(jana.see("message-bot")).to_have_count(said + 1, timeout=SLOW)


def test_a_person_takes_over_and_ends(customer: Customer, operator: Operator) -> None:
    """With an operator free the chat says so, the offer is accepted, and both sides talk."""
    eva = operator("eva")
    eva.is_available()
    peter = customer("Peter Novák")
    expect(peter.see("status")).to_be_visible(timeout=SLOW)
    asks_in_vain(peter)
    gather_diagnostics(peter)

    eva.accept()
    expect(eva.see("customer-card")).to_contain_text("Peter Novák", timeout=SLOW)
    expect(eva.see("diagnostics-card")).to_contain_text(FAULT_ADDRESS, timeout=SLOW)
    expect(eva.see("tried-article").first).to_be_visible(timeout=SLOW)
    expect(eva.see("transcript")).to_contain_text(QUESTION)
    eva.say("Dobrý deň, pozriem sa na to.")
    peter.hears_operator("Dobrý deň, pozriem sa na to.")
    peter.say("Ďakujem, počkám.")
    eva.hears("Ďakujem, počkám.")

    eva.see("end-menu").click()
    eva.see("end-solved").click()
    expect(peter.see("reopen")).to_be_visible(timeout=SLOW)


def test_an_operator_gives_the_conversation_back(customer: Customer, operator: Operator) -> None:
    """After handing back, the assistant answers again in a new episode."""
    eva = operator("eva")
    eva.is_available()
    zuzana = customer("Zuzana Balážová")
    asks_in_vain(zuzana)
    gather_diagnostics(zuzana)
    eva.accept()
    eva.say("Vraciam vás asistentovi.")
    zuzana.hears_operator("Vraciam vás asistentovi.")
    eva.see("hand-back").click()
    expect(zuzana.see("status")).to_have_text("Asistent", timeout=SLOW)
    zuzana.say(QUESTION)
    expect(zuzana.see("article-card")).to_have_count(3, timeout=SLOW)


def test_nobody_is_free_so_the_customer_files_a_request(
    customer: Customer, operator: Operator
) -> None:
    """The request shows exactly what is sent, gets a number, and stands in the console's list."""
    jana = customer()
    expect(jana.see("status")).to_be_visible(timeout=SLOW)
    asks_in_vain(jana)
    gather_diagnostics(jana)
    jana.see("file-now").last.click(timeout=SLOW)
    draft = jana.see("draft-card").last
    expect(draft).to_contain_text(FAULT_ADDRESS, timeout=SLOW)
    expect(draft).to_contain_text("Jana Horváthová")
    jana.see("draft-text").last.fill("Od rána web hlási chybu 500, prosím o pomoc.")
    jana.see("draft-send").last.click()
    number = jana.see("ticket-number").last.inner_text(timeout=SLOW)
    assert number.strip()

    eva = operator("eva")
    eva.see("tickets-tab").click()
    eva.see("ticket-row").filter(has_text=number.strip()).first.click(timeout=SLOW)
    detail = eva.see("ticket-detail")
    expect(detail).to_contain_text("Od rána web hlási chybu 500", timeout=SLOW)
    expect(detail).to_contain_text(FAULT_ADDRESS)


def test_nobody_is_free_so_the_customer_waits(customer: Customer, operator: Operator) -> None:
    """The customer sees a place in the queue and is offered to the first operator who comes."""
    peter = customer("Peter Novák")
    asks_in_vain(peter)
    gather_diagnostics(peter)
    peter.see("wait").last.click(timeout=SLOW)
    expect(peter.see("queue-place")).to_contain_text("1", timeout=SLOW)

    martin = operator("martin")
    martin.is_available()
    martin.accept()
    martin.say("Som tu, pomôžem vám.")
    peter.hears_operator("Som tu, pomôžem vám.")
    martin.see("end-menu").click()
    martin.see("end-solved").click()
    expect(peter.see("reopen")).to_be_visible(timeout=SLOW)
