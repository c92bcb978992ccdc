"""The input channel `desk`: one turn in, all replies out, and never silence."""

import asyncio
import hmac
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any

import rasa
from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.exceptions import InvalidUsage
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.actions.payloads import text
from bot.turns import BadTurn, Turn, parse_turn

log = logging.getLogger(__name__)

MAX_BODY = 64 * 1024
REMEMBERED_TURNS = 4000  # fewer than there are live trackers: what is remembered has one

Payload = dict[str, Any]
OnMessage = Callable[[UserMessage], Awaitable[Any]]


class TurnFailed(Exception):
    """The assistant has no answer; handoff answers from the help alone."""


class Behind(Exception):
    """Turns before this one never got here: this process is new, or handoff answered them itself."""

    def __init__(self, known: str) -> None:
        super().__init__(known)
        self.known = known  # the last turn of the episode that was heard; empty for none


class DeskInput(InputChannel):
    """``POST /turn`` and ``GET /health`` below ``/webhooks/desk``, both behind the inner token."""

    def __init__(self, token: str) -> None:
        self._token = token
        self._turns: OrderedDict[str, tuple[str, asyncio.Task[list[Payload]]]] = OrderedDict()

    @classmethod
    def name(cls) -> str:
        return "desk"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> "DeskInput":
        return cls(str((credentials or {})["token"]))

    def blueprint(self, on_new_message: OnMessage) -> Blueprint:
        desk = Blueprint("desk")

        @desk.get("/health")
        async def health(request: Request) -> HTTPResponse:
            agent = _agent(request)
            ready = agent is not None
            body = {
                "ready": ready,
                "model": agent.model_name or agent.model_id if agent else "",
                "rasa": rasa.__version__,
            }
            return response.json(body, status=200 if ready else 503)

        @desk.post("/turn")
        async def turn(request: Request) -> HTTPResponse:
            if not self._is_allowed(request):
                return _error(401, "unauthorized", "the inner token is missing or wrong")
            if _agent(request) is None:
                return _error(503, "loading", "the model is not loaded yet")
            return await self._answer(request, on_new_message)

        return desk

    async def _answer(self, request: Request, on_new_message: OnMessage) -> HTTPResponse:
        if len(request.body) > MAX_BODY:
            return _error(400, "bad_request", "the body is too large")
        try:
            replies = await self._once(parse_turn(request.json), on_new_message)
        except (BadTurn, InvalidUsage) as error:
            return _error(400, "bad_request", str(error))
        except TurnFailed as error:
            return _error(503, "failed", str(error))
        except Behind as error:
            return _error(409, "behind", "tell what came after the known turn", known=error.known)
        return response.json({"replies": replies})

    def _is_allowed(self, request: Request) -> bool:
        given = request.headers.get("authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {self._token}".encode())

    async def _once(self, turn: Turn, on_new_message: OnMessage) -> list[Payload]:
        """The replies of *turn*; a repeat gets the same, and the assistant hears it once.

        Raise :class:`TurnFailed` if there are none, :class:`Behind` if one before it is unknown.
        """
        known, task = self._turns.get(turn.sender, ("", None))
        if task is None or known != turn.turn:
            if turn.follows not in (None, known):
                raise Behind(known)
            task = asyncio.create_task(_replies(turn, on_new_message))
            self._turns[turn.sender] = (turn.turn, task)
            self._turns.move_to_end(turn.sender)
            while len(self._turns) > REMEMBERED_TURNS:
                self._turns.popitem(last=False)
        # Handoff may stop waiting; the turn itself goes on and a repeat finds its replies.
        return await asyncio.shield(task)


async def _replies(turn: Turn, on_new_message: OnMessage) -> list[Payload]:
    collector = CollectingOutputChannel()
    message = UserMessage(
        text=turn.text,
        output_channel=collector,
        sender_id=turn.sender,
        parse_data=_parsed(turn),
        input_channel=DeskInput.name(),
        metadata=dict(turn.metadata),
    )
    try:
        await on_new_message(message)
    except Exception as error:  # noqa: BLE001 - whatever broke in Rasa, handoff has an answer
        # No traceback: it could quote the customer.
        log.error("turn %s failed: %s", turn.turn, type(error).__name__)  # noqa: TRY400
    payloads = [payload for said in collector.messages if (payload := as_payload(said))]
    if payloads:
        return payloads
    log.error("turn %s: the assistant said nothing", turn.turn)
    raise TurnFailed("the assistant said nothing")


def _parsed(turn: Turn) -> dict[str, Any] | None:
    """The understanding of a quick reply, which no classifier has to guess."""
    if turn.intent is None:
        return None
    intent = {"name": turn.intent, "confidence": 1.0}
    entities = [] if turn.slug is None else [{"entity": "slug", "value": turn.slug}]
    return {
        "text": turn.text,
        "intent": intent,
        "intent_ranking": [intent],
        "entities": entities,
    }


def as_payload(said: dict[str, Any]) -> Payload | None:
    """A message of Rasa as a payload of docs/protocol.md; None if there is nothing in it."""
    if said.get("custom"):
        return dict(said["custom"])
    if said.get("buttons"):
        choices = [{"id": b["payload"], "label": b["title"]} for b in said["buttons"]]
        return {"type": "choices", "text": said["text"], "choices": choices}
    if said.get("text"):
        return text(said["text"])
    return None


def _agent(request: Request) -> Any:
    agent = getattr(request.app.ctx, "agent", None)
    return agent if agent is not None and agent.is_ready() else None


def _error(status: int, code: str, message: str, **details: str) -> HTTPResponse:
    return response.json({"error": {"code": code, "message": message, **details}}, status=status)
