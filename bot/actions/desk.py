"""What the assistant says about the desk: the other channels and the customer's requests."""

import os
from pathlib import Path
from typing import Any

import yaml
from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.answer import say
from bot.actions.facts import Turn
from bot.actions.payloads import channels, text
from bot.actions.words import WORDS

Domain = dict[str, Any]
SHOWN = 5


class Channels(Action):
    """The e-mail address and the phone line, from the company's file."""

    def __init__(self, company_file: Path | None = None) -> None:
        self._file = company_file or Path(os.environ.get("COMPANY_FILE", "company.yml"))

    def name(self) -> str:
        return "action_channels"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Domain
    ) -> list[EventType]:
        company = yaml.safe_load(self._file.read_text(encoding="utf-8"))
        say(
            dispatcher,
            channels(
                WORDS("channels"),
                str(company["support_email"]),
                str(company["phone"]),
                str(company["phone_hours"]),
            ),
        )
        return []


class TicketStatus(Action):
    """The customer's requests as handoff knows them."""

    def name(self) -> str:
        return "action_ticket_status"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Domain
    ) -> list[EventType]:
        tickets = Turn.read(tracker).tickets[:SHOWN]
        if not tickets:
            say(dispatcher, text(WORDS("no_tickets")))
            return []
        lines = [
            WORDS(
                "ticket_line",
                number=ticket.get("number", "?"),
                subject=ticket.get("subject", ""),
                state=WORDS.ticket_state(str(ticket.get("state", ""))),
            )
            for ticket in tickets
        ]
        say(dispatcher, text("\n".join([WORDS("tickets"), *lines])))
        return []
