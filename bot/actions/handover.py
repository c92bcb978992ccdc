"""Out of the assistant: what was gathered goes to the desk, with the wish for a person or a request."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.answer import offer_person, say
from bot.actions.facts import Turn
from bot.actions.payloads import (
    Field,
    diagnostics,
    human_requested,
    summary,
    text,
    ticket_requested,
)
from bot.actions.plan import FIELDS
from bot.actions.replies import detected, said
from bot.actions.words import WORDS

Domain = dict[str, Any]
Events = list[EventType]
OF_ONE_PROBLEM = ("problem", "address", "screenshot", "query", "candidates", "given")
OF_ONE_WISH = ("awaiting", "reason", "purpose", "correcting")


def gathered(turn: Turn, slots: Mapping[str, Any]) -> list[Field]:
    """Every field known, in the order of the questions; what was not asked stays as detected."""
    fields: list[Field] = []
    for name in FIELDS:
        answer = slots.get(name)
        if name == "environment" and answer is None:
            fields += detected(turn.environment)
        elif answer:
            fields += answer.get("fields", [])
    page = turn.environment.get("page")
    if page:
        fields.append({"name": "page", "value": page, "provenance": "detected"})
    return fields


class HandOver(Action):
    """Says the diagnostics and asks the desk to act; that request is always the last thing said."""

    def name(self) -> str:
        return "action_hand_over"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Domain
    ) -> Events:
        turn = Turn.read(tracker)
        fields = gathered(turn, tracker.slots)
        if fields:
            say(dispatcher, diagnostics(fields), summary(WORDS("summary"), fields))
        reason = tracker.get_slot("reason") or "asked"
        wants_ticket = tracker.get_slot("purpose") == "ticket"
        say(dispatcher, ticket_requested(reason) if wants_ticket else human_requested(reason))
        return [SlotSet(name, None) for name in OF_ONE_WISH]


class RatherTicket(Action):
    """In the middle of the questions the customer chose a request."""

    def name(self) -> str:
        return "action_rather_ticket"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Domain
    ) -> Events:
        say(dispatcher, text(WORDS("rather_ticket")))
        return [SlotSet("purpose", "ticket")]


class Forget(Action):
    """Drops the problem at hand; articles given in this episode stay known."""

    def name(self) -> str:
        return "action_forget"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Domain
    ) -> Events:
        return [SlotSet(name, None) for name in (*OF_ONE_PROBLEM, *OF_ONE_WISH)]


class Helped(Forget):
    """The article helped: that problem is done."""

    def name(self) -> str:
        return "action_helped"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Domain
    ) -> Events:
        say(dispatcher, text(WORDS("glad")))
        return await super().run(dispatcher, tracker, domain)


class OfferPerson(Action):
    """To a customer who is angry, or whom no rule fits."""

    def name(self) -> str:
        return "action_offer_person"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Domain
    ) -> Events:
        return offer_person(dispatcher, Turn.read(tracker), text(WORDS("complaint")))


class KeepScreenshot(Action):
    """A picture outside of the questions is kept for them."""

    def name(self) -> str:
        return "action_keep_screenshot"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Domain
    ) -> Events:
        attachment = Turn.read(tracker).attachment
        if attachment is None:
            dispatcher.utter_message(response="utter_where_attachment")
            return []
        say(dispatcher, text(WORDS("screenshot_kept")))
        return [SlotSet("screenshot", said("screenshot", attachment))]
