"""Customers and operators over bare sockets: stock Socket.IO clients that speak docs/protocol.md."""

import time
import uuid
from collections.abc import Callable
from functools import cache
from typing import Any

import httpx
import socketio

SLOW = 30  # seconds; a condition is waited for, this only bounds a broken run
BEAT = 4.0  # seconds; an operator's lease lasts 15

Payload = dict[str, Any]


def an_id() -> str:
    """A fresh message id."""
    return str(uuid.uuid4())


@cache
def operator_token(address: str, name: str) -> str:
    """A demo operator's token; signing in is rate limited, a token lasts for all tests."""
    answer = httpx.post(
        f"{address}/api/operator/sign-in", json={"name": name, "password": "demo"}, timeout=SLOW
    )
    return str(answer.json()["token"])


class Speaker:
    """One connection to a namespace that keeps what the server sent."""

    def __init__(self, address: str, namespace: str, token: str) -> None:
        self.client = socketio.SimpleClient()
        self.client.connect(address, auth={"token": token}, namespace=namespace)

    def call(self, event: str, **fields: Any) -> Payload:
        """Send an event and return its acknowledgement, whatever it is."""
        answer: Payload = self.client.call(event, fields, timeout=SLOW)
        return answer

    def ask(self, event: str, **fields: Any) -> Payload:
        """Send an event and return its acknowledgement, which must be `ok`."""
        answer = self.call(event, **fields)
        assert answer["ok"] is True, answer
        return answer

    def refused(self, event: str, **fields: Any) -> str:
        """Send an event that must be refused and return the code of the refusal."""
        answer = self.call(event, **fields)
        assert answer["ok"] is False, answer
        return str(answer["error"]["code"])

    def hear(self, event: str, wanted: Callable[[Payload], bool] = lambda _: True) -> Payload:
        """Return the payload of the next such event that is wanted."""
        deadline = time.monotonic() + 2 * SLOW
        while time.monotonic() < deadline:
            self.between()
            try:
                name, payload = self.client.receive(timeout=BEAT)
            except socketio.exceptions.TimeoutError:
                continue
            if name == event and wanted(payload):
                return dict(payload)
        raise AssertionError(f"never heard {event}")

    def hear_frame(self, kind: str) -> Payload:
        """Return the next frame of that type."""
        return self.hear("frame", lambda frame: frame["type"] == kind)

    def between(self) -> None:
        """Called again and again while waiting."""


class RawCustomer(Speaker):
    """A customer who is nobody's browser."""

    def __init__(self, address: str, token: str) -> None:
        super().__init__(address, "/customer", token)
        self.snapshot = self.hear("snapshot")["conversation"]

    def say(self, text: str) -> Payload:
        """Say it; return the acknowledgement."""
        return self.ask("say", id=an_id(), text=text)

    def do(self, event: str, **fields: Any) -> Payload:
        """An event with a fresh id."""
        return self.ask(event, id=an_id(), **fields)

    def answer(self, **answers: str) -> Payload:
        """Answer or skip each question until a person was asked for; return that frame."""
        while True:
            frame = self.hear("frame", _is_asked_or_over)
            if frame["type"] != "bot_said":
                return frame
            field = frame["payload"]["field"]
            if field in answers:
                self.say(answers[field])
            else:
                self.do("choose", choice="skip", of=frame["seq"])

    def asks_for_a_person(self, problem: str) -> Payload:
        """Ask for a person and answer the questions; return `human_requested` or `nobody_free`."""
        self.do("ask_human")
        return self.answer(problem=problem)

    def frames(self, conversation: str) -> list[Payload]:
        """The whole log as it stands."""
        found: list[Payload] = self.ask("sync", conversation=conversation, seq=0)["frames"]
        return found


class RawOperator(Speaker):
    """An operator who is nobody's browser and beats while waiting."""

    def __init__(self, address: str, name: str) -> None:
        super().__init__(address, "/operator", operator_token(address, name))
        self._beat_at = 0.0
        self.floor = self.hear("floor")

    def between(self) -> None:
        if time.monotonic() - self._beat_at >= BEAT:
            self._beat_at = time.monotonic()
            self.ask("beat")

    def declares(
        self, status: str = "available", on_phone: bool = False, on_email: bool = False
    ) -> bool:
        """Declare the presence; return whether offers can come."""
        said = self.ask("presence", status=status, on_phone=on_phone, on_email=on_email)
        return bool(said["available"])

    def takes(self, name: str = "") -> Payload:
        """Wait for an offer (of the customer of that name), accept it, and return the view."""
        offer = self.hear("offer", lambda offer: name in offer["customer"]["name"])
        view: Payload = self.ask("accept", offer=offer["offer"])["snapshot"]
        return view

    def say(self, view: Payload, text: str) -> None:
        """Answer, having seen everything."""
        place = {"conversation": view["id"]}
        seen = self.ask("open", **place)["snapshot"]["seq"]
        self.ask("say", **place, id=an_id(), text=text, seen_seq=seen)

    def ends(self, view: Payload) -> None:
        """Close the conversation."""
        self.ask("end", conversation=view["id"], id=an_id(), resolution="solved")


def _is_asked_or_over(frame: Payload) -> bool:
    if frame["type"] == "bot_said":
        return bool(frame["payload"]["type"] == "question")
    return frame["type"] in {"human_requested", "nobody_free", "ticket_drafted"}
