"""The /operator namespace: each event, what it does at the desk, and how often one operator may."""

from collections.abc import Mapping
from typing import Any

from handoff.auth import Operator, OperatorAccounts
from handoff.gateway.side import Answer, Endpoint, Side
from handoff.messages import OPERATOR_ACKS, TO_OPERATOR, let_out, parse_operator_frame
from handoff.metrics import Metrics
from handoff.ports import Clock
from handoff.rates import Rate
from handoff.service import Desk

USUAL_PAGE = 50


class OperatorSide(Side[Operator]):
    """Operators' consoles."""

    side = "operator"
    acks = OPERATOR_ACKS

    def __init__(
        self, desk: Desk, accounts: OperatorAccounts, metrics: Metrics, clock: Clock
    ) -> None:
        """Serve *desk* to whoever signed in to one of *accounts*."""
        super().__init__(metrics, clock)
        self._desk = desk
        self._accounts = accounts
        self._endpoints = _endpoints(desk)

    def verify(self, token: str) -> Operator:
        """Return the operator of the token, or raise BadToken."""
        return self._accounts.verify(token, self._clock())

    def rooms(self, who: Operator) -> tuple[str, ...]:
        """An operator hears the own offers and conversations, and what all operators hear."""
        return (f"operator/{who.id}", "operators")

    def endpoint(self, event: str) -> Endpoint[Operator]:
        """Return what the event does."""
        return self._endpoints[event]

    def parse(self, event: str, payload: Any) -> Any:
        """Return the frame or raise BadFrame or UnknownEvent."""
        return parse_operator_frame(event, payload)

    async def greeting(self, who: Operator) -> list[tuple[str, Answer]]:
        """Put the operator on the floor and send it."""
        floor = await self._desk.operators.sign_on(who.id, who.name, who.slots)
        return [("floor", let_out(TO_OPERATOR, "floor", floor))]


def _endpoints(desk: Desk) -> Mapping[str, Endpoint[Operator]]:
    at = desk.operators
    return {
        "presence": Endpoint(
            lambda who, f: at.presence(who.id, f.status, f.on_phone, f.on_email), Rate(20, 20)
        ),
        "beat": Endpoint(lambda who, f: at.beat(who.id), Rate(20, 20)),
        "accept": Endpoint(lambda who, f: at.accept(who.id, f.offer), Rate(20, 20)),
        "decline": Endpoint(lambda who, f: at.decline(who.id, f.offer, f.reason), Rate(20, 20)),
        "say": Endpoint(
            lambda who, f: at.say(who.id, f.conversation, f.id, f.text, f.seen_seq), Rate(40, 20)
        ),
        "note": Endpoint(
            lambda who, f: at.note(who.id, f.conversation, f.id, f.text), Rate(20, 20)
        ),
        "end": Endpoint(
            lambda who, f: at.end(who.id, f.conversation, f.id, f.resolution), Rate(20, 20)
        ),
        "hand_back": Endpoint(
            lambda who, f: at.hand_back(who.id, f.conversation, f.id), Rate(20, 20)
        ),
        "open": Endpoint(lambda who, f: at.open(who.id, f.conversation), Rate(40, 20)),
        "sync": Endpoint(lambda who, f: at.sync(who.id, f.conversation, f.seq), Rate(60, 20)),
        "tickets": Endpoint(
            lambda who, f: at.tickets(f.before, f.limit or USUAL_PAGE),
            Rate(20, 20),
        ),
        "ticket": Endpoint(lambda who, f: at.ticket(f.number), Rate(40, 20)),
        "typing": Endpoint(lambda who, f: at.typing(who.id, f.conversation), Rate(20, 10)),
    }
