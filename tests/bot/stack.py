"""The real retrieval, actions and Rasa on free ports, for the tests that walk the journey."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parents[2]
TOKEN = "inner-token-of-the-tests"  # noqa: S105 - made for the tests
START_SECONDS = 120
POLL_SECONDS = 0.2


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def server(
    command: list[str], environment: Mapping[str, str], is_up: Callable[[], bool]
) -> Iterator[subprocess.Popen[bytes]]:
    """A server that is up; it is ended on the way out."""
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment}) as process:
        try:
            for _ in range(int(START_SECONDS / POLL_SECONDS)):
                if is_up():
                    break
                try:
                    process.wait(POLL_SECONDS)
                except subprocess.TimeoutExpired:
                    continue
                raise AssertionError(f"{command[-1]} ended with {process.returncode}")
            else:
                raise AssertionError(f"{command[-1]} was not up in {START_SECONDS} s")
            yield process
        finally:
            process.send_signal(signal.SIGCONT)  # a test may have frozen it
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(20)


def answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=2).is_success
    except httpx.HTTPError:
        return False


@dataclass
class Stack:
    """Where the servers are, and the two that a test may end."""

    rasa: str
    retrieval_url: str
    actions: subprocess.Popen[bytes]
    retrieval: subprocess.Popen[bytes]


@contextmanager
def stack() -> Iterator[Stack]:
    ports = {name: free_port() for name in ("retrieval", "actions", "rasa")}
    urls = {name: f"http://127.0.0.1:{port}" for name, port in ports.items()}
    environment = {
        "INNER_TOKEN": TOKEN,
        "HOST": "127.0.0.1",
        "RETRIEVAL_PORT": str(ports["retrieval"]),
        "RETRIEVAL_URL": urls["retrieval"],
        "ACTIONS_PORT": str(ports["actions"]),
        "ACTIONS_URL": urls["actions"],
        "RASA_PORT": str(ports["rasa"]),
    }
    main_python = str(ROOT / ".venv" / "bin" / "python")
    with ExitStack() as running:

        def start(name: str, command: list[str], path: str) -> subprocess.Popen[bytes]:
            url = urls[name] + path
            return running.enter_context(server(command, environment, lambda: answers(url)))

        retrieval = start("retrieval", [main_python, "-m", "retrieval", "serve"], "/healthz")
        actions = start("actions", [sys.executable, "-m", "bot.serve_actions"], "/health")
        start("rasa", [sys.executable, "-m", "bot.serve"], "/webhooks/desk/health")
        yield Stack(urls["rasa"], urls["retrieval"], actions, retrieval)


class Customer:
    """One episode over the desk channel."""

    _episodes = count(1)

    def __init__(self, rasa: str, facts: dict[str, Any]) -> None:
        self._sender = f"c{next(self._episodes)}:1"
        self._seq = count(1)
        self._facts = facts
        self._http = httpx.Client(
            base_url=f"{rasa}/webhooks/desk",
            headers={"Authorization": f"Bearer {TOKEN}"},
            timeout=20,
        )

    def __enter__(self) -> "Customer":
        return self

    def __exit__(self, *why: object) -> None:
        self._http.close()

    def post(self, body: Any) -> httpx.Response:
        return self._http.post("/turn", json=body)

    def send(self, **message: Any) -> httpx.Response:
        """Let the assistant hear a message of this episode."""
        body = {
            "sender": self._sender,
            "turn": f"{self._sender}:{next(self._seq)}",
            "message": message,
            "facts": self._facts,
        }
        return self.post(body)

    def fails(self, text: str) -> bool:
        """Say whether the turn fails as the contract has it, for handoff to answer."""
        answer = self.send(text=text)
        return answer.status_code == 503 and answer.json()["error"]["code"] == "failed"

    def turn(self, **message: Any) -> list[dict[str, Any]]:
        answer = self.send(**message)
        assert answer.status_code == 200, answer.text
        replies: list[dict[str, Any]] = answer.json()["replies"]
        return replies

    def says(self, text: str) -> list[dict[str, Any]]:
        return self.turn(text=text)

    def chooses(self, choice: str) -> list[dict[str, Any]]:
        return self.turn(choice=choice)
