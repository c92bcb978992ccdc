"""The /customer namespace: each event, what it does at the desk, and how often one customer may."""

from collections.abc import Mapping
from typing import Any

from handoff.auth import CustomerTokens
from handoff.events import Customer
from handoff.gateway.side import Answer, Endpoint, Side
from handoff.messages import CUSTOMER_ACKS, TO_CUSTOMER, let_out, parse_customer_frame
from handoff.metrics import Metrics
from handoff.ports import Clock
from handoff.rates import Rate
from handoff.service import Desk


class CustomerSide(Side[Customer]):
    """Customers' chats; whose conversation it is comes from the token alone."""

    side = "customer"
    acks = CUSTOMER_ACKS

    def __init__(self, desk: Desk, tokens: CustomerTokens, metrics: Metrics, clock: Clock) -> None:
        """Serve *desk* to whoever has a token that *tokens* verifies."""
        super().__init__(metrics, clock)
        self._desk = desk
        self._tokens = tokens
        self._endpoints = _endpoints(desk)

    def verify(self, token: str) -> Customer:
        """Return the customer of the token, or raise BadToken."""
        return self._tokens.verify(token, self._clock())

    def rooms(self, who: Customer) -> tuple[str, ...]:
        """A customer hears the own conversation, and what all hear."""
        return (f"customer/{who.id}", "everyone")

    def endpoint(self, event: str) -> Endpoint[Customer]:
        """Return what the event does."""
        return self._endpoints[event]

    def parse(self, event: str, payload: Any) -> Any:
        """Return the frame or raise BadFrame or UnknownEvent."""
        return parse_customer_frame(event, payload)

    async def greeting(self, who: Customer) -> list[tuple[str, Answer]]:
        """Send the snapshot, whether somebody is there, and the place in the queue if there is one."""
        snapshot = await self._desk.customers.current(who)
        availability = await self._desk.availability()
        place = await self._desk.customers.place(who)
        greeting = {"snapshot": snapshot, "availability": availability, "queue": place}
        return [
            (event, let_out(TO_CUSTOMER, event, payload))
            for event, payload in greeting.items()
            if payload is not None
        ]


def _endpoints(desk: Desk) -> Mapping[str, Endpoint[Customer]]:
    at = desk.customers
    return {
        "say": Endpoint(lambda who, f: at.say(who, f.id, f.text, f.attachment), Rate(15, 20)),
        "choose": Endpoint(lambda who, f: at.choose(who, f.id, f.choice, f.of), Rate(15, 20)),
        "ask_human": Endpoint(lambda who, f: at.ask_human(who, f.id), Rate(5, 20)),
        "context": Endpoint(lambda who, f: at.context(who, f.environment()), Rate(10, 60)),
        "wait": Endpoint(lambda who, f: at.wait(who, f.id), Rate(6, 20)),
        "leave_queue": Endpoint(lambda who, f: at.leave_queue(who, f.id), Rate(6, 20)),
        "draft": Endpoint(lambda who, f: at.draft(who, f.id, f.subject, f.text), Rate(20, 60)),
        "file": Endpoint(lambda who, f: at.file(who, f.id, f.version), Rate(5, 60)),
        "talk_to_bot": Endpoint(lambda who, f: at.talk_to_bot(who, f.id), Rate(5, 20)),
        "close": Endpoint(lambda who, f: at.close(who, f.id), Rate(5, 20)),
        "reopen": Endpoint(lambda who, f: at.reopen(who, f.id), Rate(5, 20)),
        "sync": Endpoint(lambda who, f: at.sync(who, f.conversation, f.seq), Rate(40, 20)),
        "typing": Endpoint(lambda who, f: at.typing(who), Rate(10, 10)),
    }
