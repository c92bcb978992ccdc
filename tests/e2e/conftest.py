"""The whole product on free ports and a real Chromium, for tests that walk the journey."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import jwt
import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from tests.e2e.people import CustomerPage, OperatorPage

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]


@dataclass
class Stack:
    """The running product: where it serves, and the pid of each of its processes."""

    address: str
    run_dir: Path
    secrets: dict[str, str]

    def token(self, name: str, email: str) -> str:
        """A customer centre's token for a customer nobody has seen before, so tests never meet."""
        now = int(datetime.now(UTC).timestamp())  # noqa: TID251  a token is for the real server's clock
        claims = {
            "sub": f"e2e-{uuid4().hex}", "name": name, "email": email, "aud": "podpora",
            "iat": now, "exp": now + 300, "jti": uuid4().hex, "auth_time": now,
        }  # fmt: skip
        return jwt.encode(claims, self.secrets["CUSTOMER_TOKEN_SECRET"], "HS256")

    def pid(self, process: str) -> int:
        """The pid of one supervised process as it is now; 0 while it is not running."""
        status = subprocess.run(
            [sys.executable, "-m", "launch", "status", "--run-dir", str(self.run_dir)],
            cwd=ROOT, capture_output=True, text=True, check=True,
        )  # fmt: skip
        processes: dict[str, Any] = json.loads(status.stdout)["processes"]
        return int(processes[process]["pid"] or 0)

    def kill(self, process: str) -> int:
        """`kill -9` one process; return the pid it had."""
        pid = self.pid(process)
        os.kill(pid, signal.SIGKILL)
        return pid


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Start everything `make run` starts, in demo mode, with data of its own."""
    run_dir = tmp_path_factory.mktemp("stack")
    command = [
        sys.executable,
        "-m",
        "launch",
        "up",
        "--run-dir",
        str(run_dir),
        "--ports",
        "auto",
        "--json",
    ]
    log = (run_dir / "launch.log").open("w+")
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=log, text=True)
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        if not line:
            log.seek(0)
            pytest.fail(f"the product did not start:\n{log.read()[-4000:]}")
        up = json.loads(line)
        kept = Path(up["secrets_file"]).read_text().split()
        secrets = dict(pair.split("=", 1) for pair in kept if "=" in pair)
        yield Stack(up["address"], run_dir, secrets)
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
        log.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium from the path, else the one Playwright brought."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=CHROMIUM)
        yield chromium
        chromium.close()


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open pages, each in a context of its own; a script error on any of them fails the test."""
    contexts = []
    errors: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        # A lost connection is reported by the browser itself; scripts and CSP must stay silent.
        if (
            message.type == "error"
            and "net::ERR" not in message.text
            and "WebSocket" not in message.text
        ):
            errors.append(message.text)

    def make(width: int = 1280, height: int = 800) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, locale="sk-SK")
        contexts.append(context)
        page = context.new_page()
        page.on("console", heard)
        page.on("pageerror", lambda error: errors.append(str(error)))
        return page

    yield make
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture
def customer(stack: Stack, new_page: Callable[..., Page]) -> Callable[..., CustomerPage]:
    """Open the chat in the demo customer centre as a new customer of that name."""

    def make(name: str = "Jana Horváthová", **size: int) -> CustomerPage:
        page = new_page(**size)
        token = stack.token(name, "zakaznik@firma.example")
        page.route("**/api/demo/token", lambda route: route.fulfill(json={"token": token}))
        return CustomerPage(page).open(stack.address)

    return make


@pytest.fixture
def operator(
    stack: Stack, new_page: Callable[..., Page]
) -> Iterator[Callable[[str], OperatorPage]]:
    """Sign an operator in; the shift ends with the test."""
    on_shift: list[OperatorPage] = []

    def make(name: str) -> OperatorPage:
        page = OperatorPage(new_page(1440, 900)).sign_in(stack.address, name)
        on_shift.append(page)
        return page

    yield make
    for page in on_shift:
        page.leaves()
