"""A customer and an operator at a real browser, in the words of the journey."""

from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

SLOW = 20_000  # milliseconds; a condition is waited for, this only bounds a broken run


@dataclass
class CustomerPage:
    """The demo customer centre with the chat open."""

    page: Page

    def open(self, address: str) -> "CustomerPage":
        """Go to the demo customer centre and open the chat."""
        self.page.goto(f"{address}/?customer=jana")
        self.see("launcher").click()
        expect(self.see("panel")).to_be_visible(timeout=SLOW)
        return self

    def see(self, test_id: str) -> Locator:
        """The element with that test id, through any shadow root."""
        return self.page.get_by_test_id(test_id)

    def say(self, text: str) -> None:
        """Type into the composer and send; return once it is stored."""
        said = self.see("message-customer").filter(has_text=text)
        before = said.count()
        self.see("composer").fill(text)
        self.see("send").click()
        expect(said).to_have_count(before + 1, timeout=SLOW)

    def choose(self, choice: str) -> None:
        """Press the newest quick reply of that id that can still be pressed."""
        self.press(f"choice-{choice}")

    def press(self, test_id: str) -> None:
        """Press the newest such button that can still be pressed."""
        self.page.locator(f'[data-testid="{test_id}"]:not([disabled])').last.click(timeout=SLOW)

    def is_asked(self, field: str) -> None:
        """Wait for the assistant's question about that field."""
        self.see(f"question-{field}").last.wait_for(timeout=SLOW)

    def hears(self, text: str) -> None:
        """Wait until the assistant has said something with *text* in it."""
        expect(self.see("message-bot").filter(has_text=text).last).to_be_visible(timeout=SLOW)

    def hears_operator(self, text: str) -> None:
        """Wait until the operator's message with *text* is on the screen."""
        expect(self.see("message-operator").filter(has_text=text).last).to_be_visible(timeout=SLOW)


@dataclass
class OperatorPage:
    """The operators' console."""

    page: Page

    def sign_in(self, address: str, name: str) -> "OperatorPage":
        """Sign in as one of the demo operators."""
        self.page.goto(f"{address}/console")
        self.see("signin-name").fill(name)
        self.see("signin-password").fill("demo")
        self.see("signin-submit").click()
        expect(self.see("indicator")).to_be_visible(timeout=SLOW)
        return self

    def see(self, test_id: str) -> Locator:
        """The element with that test id, through any shadow root."""
        return self.page.get_by_test_id(test_id)

    def is_available(self) -> None:
        """Declare oneself available and wait until the indicator says so."""
        self.see("presence-available").click()
        expect(self.see("indicator")).to_have_attribute("data-available", "true", timeout=SLOW)

    def leaves(self) -> None:
        """End the shift and wait until the indicator says so."""
        self.see("presence-offline").click()
        expect(self.see("indicator")).to_have_attribute("data-available", "false", timeout=SLOW)

    def accept(self) -> None:
        """Take the offer and wait for the transcript."""
        self.see("offer-accept").first.click(timeout=SLOW)
        expect(self.see("transcript")).to_be_visible(timeout=SLOW)

    def say(self, text: str) -> None:
        """Answer the customer; return once it is stored."""
        self.see("composer").fill(text)
        self.see("send").click()
        expect(self.see("message-operator").filter(has_text=text)).to_be_visible(timeout=SLOW)

    def hears(self, text: str) -> None:
        """Wait until the customer's message with *text* is in the transcript."""
        said = self.see("message-customer").filter(has_text=text)
        expect(said.last).to_be_visible(timeout=SLOW)
