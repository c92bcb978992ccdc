"""The gateway over real sockets: a stock client, good and bad input, one server for each test."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import jwt
import pytest
import socketio
import uvicorn

from handoff.errors import StoreUnavailable
from handoff.gateway import CustomerSide, OperatorSide, SocketBus
from handoff.gateway.side import Side
from handoff.metrics import Metrics
from tests.handoff.desks import ASKS, FakeBot
from tests.handoff.edges import Edge

PATIENCE = 10
SCRIPT = "<img src=x onerror=alert(1)><script>alert(1)</script>"
FRAMES = Path(__file__).parents[1] / "frames"


class Client:
    """A stock Socket.IO client that remembers what it was sent."""

    def __init__(self, url: str, namespace: str, auth: Any = None) -> None:
        self.url, self.namespace, self.auth = url, namespace, auth
        self.io = socketio.AsyncClient(reconnection=False)
        self.heard: list[tuple[str, Any]] = []
        self.refusal: Any = None
        self._came = asyncio.Condition()
        self.io.on("*", self._hear, namespace=namespace)
        self.io.on("connect_error", self._refused, namespace=namespace)

    async def connect(self, auth: Any) -> "Client":
        await self.io.connect(
            self.url, auth=auth, namespaces=[self.namespace], transports=["websocket"]
        )
        return self

    async def send(self, event: str, payload: Any = None) -> dict[str, Any]:
        answer = await self.io.call(event, payload, namespace=self.namespace, timeout=PATIENCE)
        assert isinstance(answer, dict)
        return answer

    async def wait(self, event: str, like: Callable[[Any], bool] = lambda _: True) -> Any:
        def found() -> list[Any]:
            return [data for name, data in self.heard if name == event and like(data)]

        async with self._came, asyncio.timeout(PATIENCE):
            await self._came.wait_for(found)
            return found()[-1]

    async def frame(self, type_: str) -> dict[str, Any]:
        frame = await self.wait("frame", lambda data: data["type"] == type_)
        assert isinstance(frame, dict)
        return frame

    async def _hear(self, event: str, data: Any = None) -> None:
        async with self._came:
            self.heard.append((event, data))
            self._came.notify_all()

    async def _refused(self, data: Any) -> None:
        self.refusal = data


class House(Edge):
    """handoff on a free port."""

    url = ""

    @asynccontextmanager
    async def client(self, namespace: str, token: str) -> AsyncIterator[Client]:
        """Connect with the token, disconnect at the end."""
        client = await Client(self.url, namespace).connect({"token": token})
        try:
            yield client
        finally:
            await client.io.disconnect()

    def customer(self, name: str = "jana") -> Any:
        return self.client("/customer", self.token(name))

    def operator(self, name: str = "eva") -> Any:
        return self.client("/operator", self.operator_token(name))


class Server(uvicorn.Server):
    """A server that says when it is up."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.up.set()


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """A running server with memory behind it."""
    house = House(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        house.url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        config = uvicorn.Config(
            house.app, log_config=None, lifespan="on", ws="wsproto", timeout_graceful_shutdown=1
        )
        server = Server(config)
        running = asyncio.create_task(server.serve(sockets=[listening]))
        async with asyncio.timeout(PATIENCE):
            await server.up.wait()
        yield house
        server.should_exit = True
        await running


async def test_a_customer_is_greeted_and_answered(house: House) -> None:
    """Snapshot and availability on connecting; a message is acknowledged, shown and answered."""
    async with house.customer() as jana:
        snapshot = await jana.wait("snapshot")
        availability = await jana.wait("availability")
        ack = await jana.send("say", {"id": "m-1", "text": "Ako predĺžim doménu .sk?"})
        answer = await jana.frame("bot_said")
        again = await jana.send("say", {"id": "m-1", "text": "Ako predĺžim doménu .sk?"})

    assert snapshot == {"conversation": None}
    assert availability["available"] is False
    assert ack["ok"] is True
    assert ack == again
    assert answer["turn"] == ack["seq"]
    assert answer["payload"]["type"] == "text"


async def before_greeting(
    monkeypatch: pytest.MonkeyPatch, side: type[Side[Any]], client: Client, event: str, payload: Any
) -> Any:
    """Send the event while the greeting is still being prepared; return its acknowledgement."""
    ready, greeting = asyncio.Event(), side.greeting

    async def held(self: Side[Any], who: Any) -> Any:
        await ready.wait()
        return await greeting(self, who)

    monkeypatch.setattr(side, "greeting", held)
    await client.connect(client.auth)
    sent = asyncio.create_task(client.send(event, payload))
    # Refused without waiting for its turn: by then the server has what was sent before it.
    assert (await client.send("nonsense"))["error"]["code"] == "unknown_event"
    ready.set()
    return await sent


async def test_a_customer_who_speaks_before_the_greeting_is_answered(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is stored, and its frames come after the snapshot they are not in."""
    jana = Client(house.url, "/customer", {"token": house.token()})
    message = {"id": "m-1", "text": "Dobrý deň"}
    ack = await before_greeting(monkeypatch, CustomerSide, jana, "say", message)
    await jana.frame("bot_said")
    await jana.io.disconnect()

    heard = [event for event, _ in jana.heard]
    assert ack["ok"] is True
    assert jana.heard[heard.index("snapshot")][1] == {"conversation": None}
    assert heard.index("snapshot") < heard.index("frame")


async def test_an_operator_who_declares_before_the_greeting_is_on_the_floor(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`presence` finds the operator signed on, not a stranger."""
    martin = Client(house.url, "/operator", {"token": house.operator_token("martin")})
    declared = await before_greeting(monkeypatch, OperatorSide, martin, "presence", PRESENT)
    floor = await martin.wait("floor", lambda data: data["me"]["status"] == "available")
    await martin.io.disconnect()

    assert declared == {"ok": True, "available": True}
    assert (floor["me"]["id"], floor["available"]) == ("martin", True)


async def test_the_journey_to_a_person_and_back(house: House) -> None:
    """Offer, acceptance, words both ways, an internal note that stays inside, and the end."""
    house.bot.script.append([ASKS])
    async with house.operator() as eva, house.customer() as jana:
        await eva.wait("floor")
        assert (await eva.send("presence", PRESENT))["available"] is True
        await jana.wait("availability", lambda data: data["available"])
        ack = await jana.send("say", {"id": "m-1", "text": "Chcem človeka"})
        offer = await eva.wait("offer")
        view = (await eva.send("accept", {"offer": offer["offer"]}))["snapshot"]
        await jana.frame("operator_accepted")
        here = {"conversation": ack["conversation"]}
        said = {**here, "id": "o-1", "text": "Dobrý deň", "seen_seq": view["seq"]}
        assert (await eva.send("say", said))["ok"]
        assert (await jana.frame("operator_said"))["operator"]["name"] == "Eva Kováčová"
        await jana.send("say", {"id": "m-2", "text": "Ďakujem"})
        assert (await eva.send("say", {**said, "id": "o-2"}))["error"]["code"] == "unseen"
        assert (await eva.send("note", {**here, "id": "n-1", "text": "tajná poznámka"}))["ok"]
        ended = await eva.send("end", {**here, "id": "o-3", "resolution": "solved"})
        await jana.frame("closed")
        refused = await jana.send("say", {"id": "m-3", "text": "Ešte niečo"})

    assert view["customer"]["email"] == "jana.horvathova@priklad.example"
    assert ended["ok"] is True
    assert refused["error"]["code"] == "closed"
    assert "tajná poznámka" not in json.dumps(jana.heard, ensure_ascii=False)


PRESENT = {"status": "available", "on_phone": False, "on_email": False}
LONG = "ž" * 100_000
BAD_INPUT = [
    ("say", None, "bad_frame"),
    ("say", "text", "bad_frame"),
    ("say", 7, "bad_frame"),
    ("say", [], "bad_frame"),
    ("say", b"\x00\x01", "bad_frame"),
    ("say", {"id": "m", "text": b"\x00"}, "bad_frame"),
    ("say", {"id": "m", "text": LONG}, "bad_frame"),
    ("say", {"id": LONG, "text": "a"}, "bad_frame"),
    ("say", {"id": "m", "text": "a", "attachment": "../../etc/passwd"}, "bad_frame"),
    ("say", {"id": "m", "text": "a", "attachment": "nobodys"}, "unknown_attachment"),
    ("choose", {"id": "m", "choice": "/restart", "of": 1}, "bad_frame"),
    ("sync", {"conversation": "b00-anothers", "seq": 0}, "unknown_conversation"),
    ("file", {"id": "m", "version": True}, "bad_frame"),
    ("operator_said", {"text": "a"}, "unknown_event"),
    ("presence", PRESENT, "unknown_event"),
    ("note", {"conversation": "x", "id": "m", "text": "a"}, "unknown_event"),
    ("connect", {"token": "x"}, "unknown_event"),
    ("disconnect", "bye", "unknown_event"),
    ("__class__", {}, "unknown_event"),
    (SCRIPT, {}, "unknown_event"),
]


@pytest.mark.parametrize(
    ("event", "payload", "code"), BAD_INPUT, ids=[f"{n}-{c[2]}" for n, c in enumerate(BAD_INPUT)]
)
async def test_bad_input_is_refused_and_harms_nothing(
    house: House, event: str, payload: Any, code: str
) -> None:
    """A clear refusal, counted; the connection and what was accepted stay."""
    async with house.customer() as jana:
        first = await jana.send("say", {"id": "m-1", "text": "Dobrý deň"})
        refused = await jana.send(event, payload)
        later = await jana.send("say", {"id": "m-2", "text": "Ešte som tu"})
        caught_up = await jana.send("sync", {"conversation": first["conversation"], "seq": 0})

    assert (refused["ok"], refused["error"]["code"]) == (False, code)
    assert SCRIPT not in refused["error"]["message"]
    assert house.metrics.refused("customer", code) == 1
    assert later["ok"] is True
    said = [frame["id"] for frame in caught_up["frames"] if frame["type"] == "customer_said"]
    assert said == ["m-1", "m-2"]


async def test_another_customers_conversation_is_out_of_reach(house: House) -> None:
    """Knowing its id gives nothing, and nothing of it is heard."""
    async with house.customer("jana") as jana, house.customer("peter") as peter:
        ack = await jana.send("say", {"id": "m-1", "text": "súkromné"})
        await jana.frame("bot_said")
        refused = await peter.send("sync", {"conversation": ack["conversation"], "seq": 0})

    assert refused["error"]["code"] in ("not_yours", "unknown_conversation")
    assert not [data for event, data in peter.heard if event == "frame"]


async def test_html_comes_back_as_it_was_typed(house: House) -> None:
    """Nothing is made of HTML on the way: whoever shows it shows text."""
    async with house.customer() as jana:
        await jana.send("say", {"id": "m-1", "text": SCRIPT})
        said = await jana.frame("customer_said")
        await jana.send("context", {"os": SCRIPT, "browser": SCRIPT, "page": SCRIPT})
        draft = await jana.send("draft", {"id": "d-1", "subject": SCRIPT, "text": SCRIPT})

    assert said["text"] == SCRIPT
    assert draft["draft"]["subject"] == SCRIPT


async def test_a_password_never_gets_in(house: House) -> None:
    """It is replaced before the log and the assistant see it, and the customer is told."""
    async with house.customer() as jana:
        ack = await jana.send("say", {"id": "m-1", "text": "moje heslo je Kocka123"})
        said = await jana.frame("customer_said")
        await jana.frame("bot_said")

    assert ack["redacted"] is True
    assert "Kocka123" not in said["text"] + json.dumps(house.bot.heard)


async def test_a_flood_is_slowed_for_the_flooder_alone(house: House) -> None:
    """Too many messages are refused with when to try again; another customer notices nothing."""
    async with house.customer("jana") as jana, house.customer("peter") as peter:
        answers = [await jana.send("say", {"id": f"m-{n}", "text": "a"}) for n in range(20)]
        other = await peter.send("say", {"id": "m-1", "text": "Dobrý deň"})
        house.clock.advance(30)
        later = await jana.send("say", {"id": "late", "text": "a"})

    refused = [answer["error"] for answer in answers if not answer["ok"]]
    assert {error["code"] for error in refused} == {"rate_limited"}
    assert all(error["retry_after"] > 0 for error in refused)
    assert other["ok"]
    assert later["ok"]


async def test_reconnecting_gives_no_new_allowance(house: House) -> None:
    """The limit is the customer's, not the connection's."""
    async with house.customer() as jana:
        for number in range(15):
            assert (await jana.send("say", {"id": f"m-{number}", "text": "a"}))["ok"]
    async with house.customer() as jana:
        refused = await jana.send("say", {"id": "m-x", "text": "a"})

    assert refused["error"]["code"] == "rate_limited"


def bad_tokens(house: House) -> dict[str, Any]:
    settings = house.settings.customer_tokens
    good = house.token()
    body = jwt.decode(good, options={"verify_signature": False})
    return {
        "expired": settings.issue({"sub": "a"}, house.clock.now.replace(year=2025))[0],
        "signature": jwt.encode(body, "another secret that is long enough", algorithm="HS256"),
        "none": jwt.encode(body, None, algorithm="none"),
        "operator": house.operator_token(),
        "long": settings.issue({**body, "name": "x" * 300}, house.clock())[0],
        "garbage": "a.b.c",
    }


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("expired", "expired"),
        ("signature", "signature"),
        ("none", "signature"),
        ("operator", "signature"),
        ("long", "claims"),
        ("garbage", "malformed"),
    ],
)
async def test_a_bad_token_does_not_connect(house: House, kind: str, reason: str) -> None:
    """Rejected with a reason, counted, never let in as somebody unknown."""
    client = Client(house.url, "/customer")

    with pytest.raises(socketio.exceptions.ConnectionError):
        await client.connect({"token": bad_tokens(house)[kind]})

    assert client.refusal["data"] == {"code": "bad_token", "reason": reason}
    assert house.metrics.refused("connect", f"bad_token_{reason}") == 1
    assert client.heard == []


@pytest.mark.parametrize(
    "auth", [None, {}, {"token": None}, {"token": ["x"]}, {"token": "x" * 9000}]
)
@pytest.mark.parametrize("namespace", ["/customer", "/operator"])
async def test_without_a_token_nobody_connects(house: House, namespace: str, auth: Any) -> None:
    """Neither side takes anybody without a token."""
    client = Client(house.url, namespace)

    with pytest.raises(socketio.exceptions.ConnectionError):
        await client.connect(auth)

    assert client.refusal["data"]["reason"] == "malformed"


async def test_a_customer_is_no_operator(house: House) -> None:
    """A customer's token does not open the operators' side."""
    client = Client(house.url, "/operator")

    with pytest.raises(socketio.exceptions.ConnectionError):
        await client.connect({"token": house.token()})

    assert client.refusal["data"]["code"] == "bad_token"


async def test_a_failing_store_is_said(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """While nothing can be stored it is refused as unavailable, and works again afterwards."""
    store = house.outside.stores.conversations

    async def fail(*args: Any, **more: Any) -> None:
        raise StoreUnavailable

    async with house.customer() as jana:
        with monkeypatch.context() as broken:
            broken.setattr(store, "append", fail)
            refused = await jana.send("say", {"id": "m-1", "text": "Dobrý deň"})
        stored = await jana.send("say", {"id": "m-1", "text": "Dobrý deň"})

    assert refused["error"]["code"] == "unavailable"
    assert stored["ok"] is True


async def test_a_fault_of_ours_is_no_end(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """An unexpected error is counted and answered; the connection goes on."""
    store = house.outside.stores.conversations

    async def fail(*args: Any, **more: Any) -> None:
        raise ZeroDivisionError

    async with house.customer() as jana:
        with monkeypatch.context() as broken:
            broken.setattr(store, "append", fail)
            refused = await jana.send("say", {"id": "m-1", "text": "Dobrý deň"})
        stored = await jana.send("say", {"id": "m-1", "text": "Dobrý deň"})

    assert refused["error"]["code"] == "unavailable"
    assert stored["ok"] is True


async def test_one_after_another(house: House) -> None:
    """What one connection sends at once is stored in the order it was sent."""
    house.bot = FakeBot()
    async with house.customer() as jana:
        acks = await asyncio.gather(
            *(jana.send("say", {"id": f"m-{n}", "text": str(n)}) for n in range(10))
        )
        frames = await jana.send("sync", {"conversation": acks[0]["conversation"], "seq": 0})

    said = [frame["text"] for frame in frames["frames"] if frame["type"] == "customer_said"]
    assert said == [str(number) for number in range(10)]


class Stuck:
    """A server whose way to the other instances hangs."""

    def __init__(self) -> None:
        """Nobody heard anything yet."""
        self.heard: list[str] = []

    async def emit(self, event: str, data: Any, **where: Any) -> None:
        """Tell those who are here, then wait for the others for ever."""
        self.heard.append(event)
        await asyncio.Event().wait()


async def test_a_bus_that_hangs_holds_nobody_up() -> None:
    """A frozen Redis costs a moment and is counted; an acknowledgement does not wait for it."""
    server, metrics = Stuck(), Metrics()
    bus = SocketBus(server, metrics, patience=0.01)

    async with asyncio.timeout(PATIENCE):
        await bus.publish("customer/jana", "typing", {"who": "bot"})

    assert server.heard == ["typing"]
    assert b'podpora_failures_total{what="bus.lost"} 1.0' in metrics.exposition()
