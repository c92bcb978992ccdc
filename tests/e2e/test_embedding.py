"""The chat on a page of another site: one script tag, one element, and a strict policy."""

import io
import threading
from collections.abc import Callable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Stack
from tests.e2e.people import SLOW, CustomerPage

pytestmark = pytest.mark.e2e

QUESTION = "Ako predĺžim doménu .sk?"
PAGE = """<!doctype html><html lang="sk"><meta charset="utf-8"><title>Zákaznícke centrum</title>
<h1>Moje služby</h1>{own}
<script src="{server}/widget/support-chat.js" type="module"></script>
<support-chat {token} lang="sk"></support-chat>"""
OWN_SCRIPT = """document.querySelector('support-chat').fetchToken =
  async () => (await fetch('/my/token', {method: 'POST'})).text()"""

Answer = tuple[str, str]  # the content type and the text


class Centre:
    """A customer centre of another origin; *answers* are called with every request of their path."""

    def __init__(self, policy: str) -> None:
        """Listen on a free port; every answer carries the policy."""
        self.answers: dict[str, Callable[[], Answer]] = {}
        centre = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                kind, text = centre.answers.get(self.path, lambda: ("text/plain", ""))()
                body = text.encode()
                self.send_response(200 if text else 404)
                self.send_header("Content-Type", f"{kind}; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.send_header("Content-Security-Policy", policy)
                self.end_headers()
                self.wfile.write(body)

            do_POST = do_GET

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing: a request of a test is no news."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        # Another host name than the stack's, so that it is another site and not just another port.
        self.address = f"http://localhost:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    def end(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def policy(stack: Stack, **more: str) -> str:
    """What docs/protocol.md says a strict page needs, and nothing else."""
    wire = stack.address.replace("http", "ws", 1)
    sources = {
        "default-src": "'none'",
        "script-src": stack.address,
        "connect-src": f"{stack.address} {wire}",
    }
    for name, source in more.items():
        sources[f"{name}-src"] += f" {source}"
    return "; ".join(f"{name} {source}" for name, source in sources.items())


@pytest.fixture
def serve() -> Iterator[Callable[[str, Mapping[str, Callable[[], Answer]]], Centre]]:
    """Serve customer centres; all end with the test."""
    centres: list[Centre] = []

    def make(policy: str, answers: Mapping[str, Callable[[], Answer]]) -> Centre:
        centres.append(Centre(policy))
        centres[-1].answers.update(answers)
        return centres[-1]

    yield make
    for centre in centres:
        centre.end()


def opened(page: Page, centre: Centre) -> CustomerPage:
    """Open the chat on the centre's page."""
    page.goto(centre.address)
    customer = CustomerPage(page)
    customer.see("launcher").click()
    expect(customer.see("panel")).to_be_visible(timeout=SLOW)
    return customer


def a_picture() -> bytes:
    """A small screenshot."""
    file = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(file, "PNG")
    return file.getvalue()


def test_a_token_attribute_is_all_a_page_needs(
    stack: Stack, new_page: Callable[..., Page], serve: Callable[..., Centre]
) -> None:
    """With scripts allowed from podpora alone: a question, its answer, the whole article."""
    token = f'token="{stack.token("Jana Horváthová", "jana@firma.example")}"'
    html = PAGE.format(server=stack.address, token=token, own="")
    centre = serve(policy(stack), {"/": lambda: ("text/html", html)})

    jana = opened(new_page(), centre)
    jana.say(QUESTION)
    expect(jana.see("article-card").last).to_contain_text("predĺž", ignore_case=True, timeout=SLOW)
    jana.see("open-article").last.click()
    expect(jana.see("article-view")).to_contain_text("Postup", timeout=SLOW)


def test_a_callback_fetches_a_fresh_token(
    stack: Stack, new_page: Callable[..., Page], serve: Callable[..., Centre]
) -> None:
    """The page's own script fetches tokens; a screenshot is sent across origins and seen again."""
    peters = stack.token("Peter Novák", "peter@firma.example")
    fetched: list[str] = []

    def token() -> Answer:
        fetched.append("once more")
        return "text/plain", peters

    own = '<script src="/centre.js" type="module"></script>'
    html = PAGE.format(server=stack.address, token="", own=own)
    centre = serve(
        policy(stack, script="'self'", connect="'self'"),
        {
            "/": lambda: ("text/html", html),
            "/centre.js": lambda: ("text/javascript", OWN_SCRIPT),
            "/my/token": token,
        },
    )

    peter = opened(new_page(), centre)
    peter.say(QUESTION)
    expect(peter.see("article-card").last).to_be_visible(timeout=SLOW)
    file = {"name": "chyba.png", "mimeType": "image/png", "buffer": a_picture()}
    peter.page.locator('input[type="file"]').last.set_input_files([file])
    peter.see("attachment-preview").last.wait_for(timeout=SLOW)
    peter.see("send").click()
    expect(peter.see("message-picture").locator("canvas")).to_be_visible(timeout=SLOW)
    assert len(fetched) >= 2
