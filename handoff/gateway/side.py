"""What both namespaces share: who is connected, how often one may, and errors as answers."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

import socketio  # type: ignore[import-untyped]  # it has no types
import structlog

from handoff.auth import BadToken
from handoff.errors import BadFrame, DeskError, RateLimited, StoreUnavailable, UnknownEvent
from handoff.messages import let_out, parse_auth
from handoff.metrics import Metrics
from handoff.ports import Clock
from handoff.rates import Rate, Rates

log = structlog.get_logger()

# Whatever the event, known or not.
ANY_EVENT = Rate(60, 10)
CONNECTING = Rate(40, 60)
GREETING_PAUSES = (0.2, 0.5, 1.0, 2.0, 4.0, 8.0, 15.0)


class Identity(Protocol):
    """Somebody whose token verified."""

    @property
    def id(self) -> str:
        """Unique on its side."""


Who = TypeVar("Who", bound=Identity)
Answer = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Endpoint(Generic[Who]):
    """What one event does, and how often one identity may, over all its connections."""

    call: Callable[[Who, Any], Awaitable[Answer]]
    rate: Rate


@dataclass(slots=True)
class Session(Generic[Who]):
    """One connection of somebody whose token verified."""

    who: Who
    # What one connection sends is carried out in the order it was sent.
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


class Side(socketio.AsyncNamespace, Generic[Who]):  # type: ignore[misc]  # it has no types
    """One namespace; subclasses say who connects, what they may do and what greets them."""

    side = ""
    acks: Mapping[str, Callable[[Any], Any]] = {}

    def __init__(self, metrics: Metrics, clock: Clock) -> None:
        super().__init__(f"/{self.side}")
        self._metrics = metrics
        self._clock = clock
        self._sessions: dict[str, Session[Who]] = {}
        self._connecting, self._everything = Rates(CONNECTING), Rates(ANY_EVENT)
        self._rates: dict[str, Rates] = {}
        self._greetings: set[asyncio.Task[None]] = set()

    def verify(self, token: str) -> Who:
        """Return who the token says it is, or raise BadToken."""
        raise NotImplementedError

    def rooms(self, who: Who) -> tuple[str, ...]:
        """Return the rooms of this identity."""
        raise NotImplementedError

    def endpoint(self, event: str) -> Endpoint[Who]:
        """Return what *event* does; only called with events that parsed."""
        raise NotImplementedError

    def parse(self, event: str, payload: Any) -> Any:
        """Return the frame or raise BadFrame or UnknownEvent."""
        raise NotImplementedError

    async def greeting(self, who: Who) -> list[tuple[str, Answer]]:
        """Return what is sent right after connecting, already let out."""
        raise NotImplementedError

    async def trigger_event(self, event: Any, sid: str, *args: Any) -> Any:
        """Route everything of this namespace, also events that only look like the library's own."""
        known = sid in self._sessions
        if event == "connect" and not known:
            return await self._connect(sid, args[1] if len(args) > 1 else None)
        if (
            event == "disconnect"
            and known
            and not self.server.manager.is_connected(sid, self.namespace)
        ):
            return self._disconnect(sid)
        if not known:
            return None
        return await self._answer(self._sessions[sid], event, args)

    async def _connect(self, sid: str, auth: Any) -> None:
        try:
            who = self.verify(parse_auth(auth))
            self._connecting.take(who.id, self._clock())
        except BadFrame:
            raise self._rejection("bad_token", "malformed") from None
        except BadToken as refusal:
            raise self._rejection("bad_token", refusal.reason) from None
        except RateLimited as refusal:
            raise self._rejection("rate_limited", "connecting", **refusal.details) from None
        session = self._sessions[sid] = Session(who)
        for room in self.rooms(who):
            await self.enter_room(sid, room)
        self._metrics.came(self.side)
        greeting = asyncio.create_task(self._greet(sid, session))
        self._greetings.add(greeting)
        greeting.add_done_callback(self._greetings.discard)

    def _rejection(self, code: str, reason: str, **details: Any) -> Exception:
        self._metrics.input_refused("connect", f"{code}_{reason}")
        log.info("gateway.rejected", side=self.side, code=code, reason=reason)
        data = {"code": code, "reason": reason, **details}
        refused: Exception = socketio.exceptions.ConnectionRefusedError(code, data)
        return refused

    def _disconnect(self, sid: str) -> None:
        del self._sessions[sid]
        self._metrics.went(self.side)

    async def _greet(self, sid: str, session: Session[Who]) -> None:
        for pause in GREETING_PAUSES:
            try:
                # In the connection's turn: what a client sends at once finds it greeted.
                async with session.turn:
                    for event, payload in await self.greeting(session.who):
                        await self.emit(event, payload, to=sid)
            except StoreUnavailable:
                self._metrics.failed("greeting")
                await asyncio.sleep(pause)
            else:
                return
        log.error("gateway.greeting_given_up", side=self.side)

    async def _answer(
        self, session: Session[Who], event: Any, args: tuple[Any, ...]
    ) -> dict[str, Any]:
        began = time.perf_counter()
        named = event if isinstance(event, str) and event in self.acks else "unknown"
        try:
            frame = self._frame(session, event, args)
            async with session.turn:
                result = await self.endpoint(event).call(session.who, frame)
            answer = {"ok": True, **let_out(self.acks, event, result)}
        except DeskError as refusal:
            answer = self._refuse(named, refusal)
        except Exception:
            # A fault of ours must not cost the customer the connection; the same id may be sent again.
            log.exception("gateway.failed", side=self.side, event_name=named)
            self._metrics.failed(f"{self.side}.{named}")
            answer = _refusal(StoreUnavailable())
        self._metrics.answered(self.side, named, time.perf_counter() - began)
        return answer

    def _frame(self, session: Session[Who], event: Any, args: tuple[Any, ...]) -> Any:
        now = self._clock()
        self._everything.take(session.who.id, now)
        if not isinstance(event, str):
            raise UnknownEvent
        if len(args) > 1:
            raise BadFrame("an event carries one object")
        frame = self.parse(event, args[0] if args else {})
        if event not in self._rates:
            self._rates[event] = Rates(self.endpoint(event).rate)
        self._rates[event].take(session.who.id, now)
        return frame

    def _refuse(self, event: str, refusal: DeskError) -> dict[str, Any]:
        self._metrics.input_refused(self.side, refusal.code)
        log.info("gateway.refused", side=self.side, event_name=event, code=refusal.code)
        return _refusal(refusal)


def _refusal(error: DeskError) -> dict[str, Any]:
    return {
        "ok": False,
        "error": {"code": error.code, "message": str(error), **error.details},
    }
