"""What follows an answer: a choice, the next best, then a person; and a fault, which gets one article at most."""

import re
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.answer import HELP, QUESTION_HITS, give, help_down, new_question, offer_person, say
from bot.actions.facts import Turn, candidates, offered
from bot.actions.help import Found, Help, HelpUnavailable, Hit
from bot.actions.payloads import text
from bot.actions.plan import PLAN
from bot.actions.replies import find_address, said
from bot.actions.words import WORDS
from bot.folding import folded

ARTICLES_A_QUESTION = 2
BARE_REPLY = 4
ORDINALS = (
    r"\b(prv|jedn|1\b|first)",
    r"\b(druh|dva|dvojk|2\b|second)",
    r"\b(tret|tri|trojk|3\b|third)",
)

Domain = dict[str, Any]
Events = list[EventType]


class ReportFault(Action):
    """A fault: a sure article first, else the diagnostics at once."""

    def __init__(self, help: Help | None = None) -> None:
        self._help = help or HELP

    def name(self) -> str:
        return "action_report_fault"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Domain
    ) -> Events:
        turn = Turn.read(tracker)
        bare = len(turn.text.split()) <= BARE_REPLY and not find_address(turn.text)
        if tracker.get_slot("awaiting") == "helped" and bare:
            return [FollowupAction("action_next_best")]  # "stále to nejde" after an article
        events = _fault(turn)
        if PLAN.kind_of(turn.text).urgent:
            return [*events, FollowupAction("action_begin_diagnostics")]
        try:
            found = await self._help.search(turn.text, QUESTION_HITS)
        except HelpUnavailable:
            found = Found("none")
        fresh = [hit for hit in found.hits if hit.slug not in offered(tracker)]
        if found.decision == "answer" and fresh:
            say(dispatcher, text(WORDS("for_fault")))
            tracker.add_slots(events)
            return [*events, *give(dispatcher, tracker, fresh[0], fresh[1:])]
        return [*events, FollowupAction("action_begin_diagnostics")]


def _fault(turn: Turn) -> Events:
    events = [
        SlotSet("problem", said("problem", turn.text)),
        SlotSet("reason", "fault"),
        *new_question(turn),
    ]
    if address := find_address(turn.text):
        events.append(SlotSet("address", said("address", address)))
    if turn.attachment:
        events.append(SlotSet("screenshot", said("screenshot", turn.attachment)))
    return events


class NextBest(Action):
    """The article did not help: one more, then a person; a fault is gathered at once."""

    def name(self) -> str:
        return "action_next_best"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Domain
    ) -> Events:
        turn = Turn.read(tracker)
        if tracker.get_slot("reason") == "fault":
            return [FollowupAction("action_begin_diagnostics")]
        left = [hit for hit in candidates(tracker) if hit.slug not in offered(tracker)]
        answered = tracker.get_slot("awaiting") == "helped"
        if answered and left and (tracker.get_slot("given") or 0) < ARTICLES_A_QUESTION:
            say(dispatcher, text(WORDS("next_best")))
            return give(dispatcher, tracker, left[0], left[1:])
        return [SlotSet("reason", "not_helped"), *offer_person(dispatcher, turn)]


class ShowArticle(Action):
    """Gives the article that was chosen from the suggestions, by button or by word."""

    def __init__(self, help: Help | None = None) -> None:
        self._help = help or HELP

    def name(self) -> str:
        return "action_show_article"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Domain
    ) -> Events:
        turn = Turn.read(tracker)
        listed = candidates(tracker)
        slug = turn.slug or _by_ordinal(turn.text, listed)
        if slug is None:
            say(dispatcher, text(WORDS("which_one")))
            return []
        chosen = next((hit for hit in listed if hit.slug == slug), None)
        try:
            chosen = chosen or await self._help.article(slug)
        except HelpUnavailable:
            return help_down(dispatcher, turn)
        if chosen is None:
            say(dispatcher, text(WORDS("article_gone")))
            return []
        return give(dispatcher, tracker, chosen, [hit for hit in listed if hit.slug != slug])


def _by_ordinal(said_text: str, listed: list[Hit]) -> str | None:
    flat = folded(said_text)
    if listed and re.search(r"\bposled|\blast\b", flat):
        return listed[-1].slug
    for hit, ordinal in zip(listed, ORDINALS, strict=False):
        if re.search(ordinal, flat):
            return hit.slug
    return None
