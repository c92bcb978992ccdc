"""Bad input at every door of the running product: refused, counted, and nothing accepted is harmed."""

import base64
import io
import json
import struct
import zlib
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import httpx
import jwt
import pytest
import socketio
from PIL import Image
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Stack
from tests.e2e.people import SLOW, CustomerPage, OperatorPage

pytestmark = pytest.mark.e2e

PATIENCE = 30  # seconds
LONG = "ž" * 50_000  # 100 KB
SCRIPT = "<img src=x onerror=alert(1)><script>window.pwned=1;alert(1)</script>"
SOCKET_INPUT = [
    ("say", None, "bad_frame"),
    ("say", "text", "bad_frame"),
    ("say", 7, "bad_frame"),
    ("say", ["text"], "bad_frame"),
    ("say", b"\x00\x01", "bad_frame"),
    ("say", {"id": "m", "text": 7}, "bad_frame"),
    ("say", {"id": "m", "text": "  "}, "bad_frame"),
    ("say", {"id": "m", "text": LONG}, "bad_frame"),
    ("say", {"id": LONG, "text": "a"}, "bad_frame"),
    ("say", {"id": "m", "text": "a", "attachment": "../../etc/passwd"}, "bad_frame"),
    ("choose", {"id": "m", "choice": "/restart", "of": 1}, "bad_frame"),
    ("draft", {"id": "m", "text": LONG}, "bad_frame"),
    ("context", {"os": {"$ne": 1}}, "bad_frame"),
    ("file", {"id": "m", "version": True}, "bad_frame"),
    ("file", {"id": "m", "version": 9}, "not_possible"),
    ("sync", {"conversation": "b00-anothers", "seq": 0}, "unknown_conversation"),
    ("accept", {"offer": "of"}, "unknown_event"),
    ("operator_said", {"text": "a"}, "unknown_event"),
    (SCRIPT, {}, "unknown_event"),
]


class Line:
    """One stock Socket.IO connection."""

    def __init__(self, stack: Stack, namespace: str, token: str) -> None:
        self.client = socketio.SimpleClient()
        self.client.connect(stack.address, auth={"token": token}, namespace=namespace)

    def send(self, event: str, payload: Any) -> dict[str, Any]:
        """Send it; return the acknowledgement."""
        answer: dict[str, Any] = self.client.call(event, payload, timeout=PATIENCE)
        return answer

    def do(self, event: str, **fields: Any) -> dict[str, Any]:
        """Send what must be accepted, with a fresh id."""
        answer = self.send(event, {"id": uuid4().hex, **fields})
        assert answer["ok"] is True, answer
        return answer

    def hear(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Return the next frame that is wanted."""
        while True:
            event, payload = self.client.receive(timeout=PATIENCE)
            if event == "frame" and wanted(payload):
                return dict(payload)


@pytest.fixture
def dial() -> Iterator[Callable[[Stack, str, str], Line]]:
    """Connect lines; all end with the test."""
    lines: list[Line] = []

    def make(stack: Stack, namespace: str, token: str) -> Line:
        lines.append(Line(stack, namespace, token))
        return lines[-1]

    yield make
    for line in lines:
        line.client.disconnect()


def a_token(stack: Stack) -> str:
    """A new customer's token."""
    return stack.token("Jana Horváthová", "jana@firma.example")


def refused(stack: Stack, door: str, kind: str) -> float:
    """How many inputs were refused so far, as /metrics says."""
    wanted = f'podpora_refused_inputs_total{{door="{door}",kind="{kind}"}} '
    lines = httpx.get(f"{stack.address}/metrics", timeout=PATIENCE).text.splitlines()
    return sum(float(line.removeprefix(wanted)) for line in lines if line.startswith(wanted))


@pytest.mark.parametrize(
    ("event", "payload", "code"),
    SOCKET_INPUT,
    ids=[f"{number}-{case[2]}" for number, case in enumerate(SOCKET_INPUT)],
)
def test_bad_events(
    stack: Stack, dial: Callable[..., Line], event: str, payload: Any, code: str
) -> None:
    """Wrong types, 100 KB, unknown events, others' ids: the connection and what was said stay."""
    jana = dial(stack, "/customer", a_token(stack))
    first = jana.do("say", text="Dobrý deň")
    before = refused(stack, "customer", code)

    answer = jana.send(event, payload)
    jana.do("say", text="Ešte som tu")
    log = jana.do("sync", conversation=first["conversation"], seq=0)["frames"]

    assert (answer["ok"], answer["error"]["code"]) == (False, code)
    assert SCRIPT not in answer["error"]["message"]
    assert refused(stack, "customer", code) == before + 1
    said = [frame["text"] for frame in log if frame["type"] == "customer_said"]
    assert said == ["Dobrý deň", "Ešte som tu"]


def test_another_customers_conversation(stack: Stack, dial: Callable[..., Line]) -> None:
    """Its id opens nothing, neither to a customer nor to an operator who does not own it."""
    jana, peter = (dial(stack, "/customer", a_token(stack)) for _ in range(2))
    here = {"conversation": jana.do("say", text="súkromné")["conversation"]}
    signed = {"name": "martin", "password": "demo"}
    martin = httpx.post(f"{stack.address}/api/operator/sign-in", json=signed).json()["token"]
    operator = dial(stack, "/operator", martin)

    answers = [
        peter.send("sync", {**here, "seq": 0}),
        operator.send("open", here),
        operator.send("sync", {**here, "seq": 0}),
        operator.send("note", {**here, "id": "n", "text": "a"}),
        operator.send("say", {**here, "id": "n", "text": "a", "seen_seq": 99}),
        operator.send("end", {**here, "id": "n", "resolution": "solved"}),
    ]

    codes = {answer["error"]["code"] for answer in answers}
    assert codes <= {"not_yours", "unknown_conversation", "not_possible"}
    assert "súkromné" not in json.dumps(answers, ensure_ascii=False)


def unsigned(claims: dict[str, Any]) -> str:
    """A token that says it needs no signature."""

    def part(value: dict[str, Any]) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    return f"{part({'alg': 'none', 'typ': 'JWT'})}.{part(claims)}."


def bad_token(stack: Stack, kind: str) -> str:
    """A token that must not verify."""
    secret = stack.secrets["CUSTOMER_TOKEN_SECRET"]
    claims = jwt.decode(a_token(stack), options={"verify_signature": False})
    match kind:
        case "expired":
            old = {"iat": claims["iat"] - 900, "exp": claims["exp"] - 900}
            return jwt.encode({**claims, **old}, secret, "HS256")
        case "forged":
            return jwt.encode(claims, "another secret that is long enough", "HS256")
        case "alg none":
            return unsigned(claims)
        case "too long":
            return jwt.encode({**claims, "exp": claims["iat"] + 86_400}, secret, "HS256")
        case "other audience":
            return jwt.encode({**claims, "aud": "another"}, secret, "HS256")
        case _:
            return "a.b.c"


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("expired", "expired"),
        ("forged", "signature"),
        ("alg none", "signature"),
        ("too long", "claims"),
        ("other audience", "claims"),
        ("garbage", "malformed"),
    ],
)
def test_bad_tokens(stack: Stack, kind: str, reason: str) -> None:
    """No socket and no upload; the reason is said and counted, nobody gets in as a stranger."""
    token = bad_token(stack, kind)
    before = refused(stack, "connect", f"bad_token_{reason}")
    heard: list[Any] = []
    client = socketio.Client(reconnection=False)
    client.on("connect_error", heard.append, namespace="/customer")
    with pytest.raises(socketio.exceptions.ConnectionError):
        client.connect(stack.address, auth={"token": token}, namespaces=["/customer"])
    upload = put(stack, token, a_picture())

    assert heard[0]["data"] == {"code": "bad_token", "reason": reason}
    assert refused(stack, "connect", f"bad_token_{reason}") == before + 1
    assert (upload.status_code, upload.json()["error"]["code"]) == (401, "bad_token")


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/api/demo/token", b"{"),
        ("POST", "/api/demo/token", b'{"customer": {"a": 1}}'),
        ("POST", "/api/demo/token", b"[" * 10_000),
        ("POST", "/api/help/feedback", b'{"slug": "../x", "helped": true}'),
        ("POST", "/api/help/feedback", b'{"slug": "a", "helped": "yes"}'),
        ("POST", "/api/operator/sign-in", b'{"name": ["eva"], "password": 1}'),
        ("GET", "/api/help/search?q=", b""),
        ("GET", "/api/help/search?q=a&k=many", b""),
        ("GET", f"/api/help/search?q={'a' * 9000}", b""),
        ("GET", "/api/help/articles/%3Cscript%3E", b""),
    ],
)
def test_bad_requests(stack: Stack, method: str, path: str, body: bytes) -> None:
    """What is not as docs/protocol.md says is answered with 400 and a code, and counted."""
    before = refused(stack, "http", "bad_frame")
    answer = httpx.request(method, stack.address + path, content=body, timeout=PATIENCE)

    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad_frame")
    assert refused(stack, "http", "bad_frame") == before + 1


def test_too_much_json(stack: Stack) -> None:
    """A form of 100 KB is not read to its end."""
    body = json.dumps({"name": LONG, "password": "x"}).encode()
    answer = httpx.post(f"{stack.address}/api/operator/sign-in", content=body, timeout=PATIENCE)

    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")


def put(stack: Stack, token: str, body: bytes) -> httpx.Response:
    """Upload a screenshot."""
    headers = {"Authorization": f"Bearer {token}"}
    url = f"{stack.address}/api/attachments"
    return httpx.post(url, content=body, headers=headers, timeout=PATIENCE)


def a_picture() -> bytes:
    """A small screenshot."""
    file = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(file, "PNG")
    return file.getvalue()


def bomb() -> bytes:
    """A PNG of a few kilobytes that declares 30,000 × 30,000 pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        checked = name + data
        return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(bytes(4_000_000)))
    return b"\x89PNG\r\n\x1a\n" + header + pixels + chunk(b"IEND", b"")


SVG = f'<svg xmlns="http://www.w3.org/2000/svg">{SCRIPT}</svg>'.encode()
PICTURES = {
    "50 MB": (a_picture() + bytes(50_000_000), 413, "too_large"),
    "bomb": (bomb(), 413, "too_large"),
    "no image": (b"MZ this is a program" * 100, 415, "not_an_image"),
    "svg": (SVG, 415, "not_an_image"),
    "cut short": (a_picture()[:60], 415, "not_an_image"),
    "empty": (b"", 415, "not_an_image"),
}


@pytest.mark.parametrize("kind", PICTURES)
def test_bad_screenshots(stack: Stack, dial: Callable[..., Line], kind: str) -> None:
    """Refused and counted; the chat goes on, and the next picture is taken."""
    token = a_token(stack)
    jana = dial(stack, "/customer", token)
    jana.do("say", text="Posielam snímku")
    body, status, code = PICTURES[kind]
    before = refused(stack, "http", code)

    answer = put(stack, token, body)
    good = put(stack, token, a_picture())

    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert refused(stack, "http", code) == before + 1
    assert good.status_code == 201
    jana.do("say", text="", attachment=good.json()["id"])
    frame = jana.hear(lambda f: f["type"] == "customer_said" and f.get("attachment"))
    assert frame["attachment"]["id"] == good.json()["id"]


def answer_with_script(line: Line) -> None:
    """Ask for a person; answer every question with a script once, then skip it."""
    asked: set[str] = set()
    line.do("ask_human")
    while True:
        frame = line.hear(
            lambda f: (
                f["type"] == "human_requested"
                or (f["type"] == "bot_said" and f["payload"]["type"] == "question")
            )
        )
        if frame["type"] == "human_requested":
            return
        field = frame["payload"]["field"]
        if field in asked:
            line.do("choose", choice="skip", of=frame["seq"])
        else:
            asked.add(field)
            line.do("say", text=f"https://web.example/ {SCRIPT}")


def test_markup_in_every_field_is_text(
    stack: Stack, dial: Callable[..., Line], new_page: Callable[..., Page]
) -> None:
    """Name, e-mail, messages, details, request, note: shown to the letter, and no script runs."""
    token = stack.token(f"Jana {SCRIPT}", f"jana{SCRIPT}@firma.example")
    chat, console = new_page(), new_page(1440, 900)
    dialogs: list[str] = []
    for page in (chat, console):
        page.on("dialog", lambda dialog: dialogs.append(dialog.message) or dialog.dismiss())
    chat.route("**/api/demo/token", lambda route: route.fulfill(json={"token": token}))
    jana = CustomerPage(chat).open(stack.address)
    raw = dial(stack, "/customer", token)
    eva = OperatorPage(console).sign_in(stack.address, "eva")
    eva.is_available()

    jana.say(SCRIPT)
    raw.do("context", os=SCRIPT, os_version=SCRIPT, browser=SCRIPT, page=SCRIPT)
    version = raw.do("draft", subject=SCRIPT, text=SCRIPT)["draft"]["version"]
    expect(jana.see("draft-subject").last).to_have_value(SCRIPT, timeout=SLOW)
    number = raw.do("file", version=version)["number"]
    expect(jana.see("ticket-card").last).to_contain_text(SCRIPT, timeout=SLOW)
    raw.do("talk_to_bot")
    answer_with_script(raw)

    expect(eva.see("offer").first).to_contain_text(SCRIPT, timeout=SLOW)
    eva.accept()
    eva.see("bot-part-toggle").first.click(timeout=SLOW)
    eva.hears(SCRIPT)
    for card in ("customer-card", "diagnostics-card"):
        expect(eva.see(card)).to_contain_text(SCRIPT, timeout=SLOW)
    eva.say(SCRIPT)
    jana.hears_operator(SCRIPT)
    eva.see("note-toggle").click()
    eva.see("composer").fill(SCRIPT)
    eva.see("send").click()
    expect(eva.see("note").last).to_contain_text(SCRIPT, timeout=SLOW)
    eva.see("end-menu").click()
    eva.see("end-solved").click()
    expect(jana.see("reopen")).to_be_visible(timeout=SLOW)
    eva.see("tickets-tab").click()
    eva.see("ticket-row").filter(has_text=number).first.click(timeout=SLOW)
    expect(eva.see("ticket-text")).to_have_text(SCRIPT, timeout=SLOW)

    assert dialogs == []
    assert [page.evaluate("window.pwned") for page in (chat, console)] == [None, None]
    eva.leaves()
