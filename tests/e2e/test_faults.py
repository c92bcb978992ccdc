"""`kill -9` of any one process during the journey costs a pause, never an acknowledged message."""

import time
import uuid
from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Stack
from tests.e2e.people import SLOW, CustomerPage

pytestmark = pytest.mark.e2e
BACK = 120  # seconds until the slowest process (Rasa) must serve again


def wait_until_healthy(stack: Stack) -> None:
    """Wait until every component says it is ready."""
    deadline = time.monotonic() + BACK
    health = {}
    while time.monotonic() < deadline:
        try:
            health = httpx.get(f"{stack.address}/healthz", timeout=2).json()
        except (httpx.TransportError, ValueError):
            continue
        if all(part["ready"] for part in health["components"].values()):
            return
    pytest.fail(f"not healthy again after {BACK} s: {health}")


@pytest.mark.parametrize("process", ["retrieval", "actions", "rasa", "redis", "handoff"])
def test_a_killed_process_loses_nothing(
    stack: Stack, customer: Callable[..., CustomerPage], process: str
) -> None:
    """What was said before and while the process is gone is on the screen, once, and is answered."""
    peter = customer("Peter Novák")
    before, during = (f"Ako zmením heslo k schránke? {uuid.uuid4().hex[:6]}" for _ in range(2))
    peter.say(before)
    stack.kill(process)
    peter.see("composer").fill(during)
    peter.see("send").click()
    for text in (before, during):
        expect(peter.see("message-customer").filter(has_text=text)).to_have_count(1, timeout=SLOW)
    wait_until_healthy(stack)

    peter.page.reload()  # the chat opens again by itself
    for text in (before, during):
        expect(peter.see("message-customer").filter(has_text=text)).to_have_count(1, timeout=SLOW)
    answers = peter.see("message-bot").or_(peter.see("article-card"))
    known = answers.count()
    peter.say("Ďakujem, a ako si nastavím presmerovanie pošty?")
    expect(answers.nth(known)).to_be_visible(timeout=SLOW)
