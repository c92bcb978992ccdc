"""Answering from the help: the best article, the next best, then a person."""

import re
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.facts import Turn, candidates, offered
from bot.actions.help import Found, Help, HelpUnavailable, Hit, RetrievalHelp
from bot.actions.payloads import Payload, article, choices, pick, suggestions, text
from bot.actions.plan import PLAN
from bot.actions.replies import find_address, said
from bot.actions.words import WORDS
from bot.folding import folded

QUESTION_HITS = 5
SUGGESTED = 3
ARTICLES_A_QUESTION = 2
BARE_REPLY = 4
HELP: Help = RetrievalHelp.from_environment()

Domain = dict[str, Any]
Events = list[EventType]
ORDINALS = (
    r"\b(prv|jedn|1\b|first)",
    r"\b(druh|dva|dvojk|2\b|second)",
    r"\b(tret|tri|trojk|3\b|third)",
)


def say(dispatcher: CollectingDispatcher, *payloads: Payload) -> None:
    for payload in payloads:
        dispatcher.utter_message(json_message=payload)


def offer_person(dispatcher: CollectingDispatcher, turn: Turn, *before: Payload) -> Events:
    """Offer an operator or, beside that, a request; *before* says why."""
    asked = WORDS("offer_person" if turn.available else "offer_person_busy")
    say(dispatcher, *before, choices(asked, "ask_human", "file_ticket"))
    return [SlotSet("awaiting", "person")]


def give(dispatcher: CollectingDispatcher, tracker: Tracker, hit: Hit, rest: list[Hit]) -> Events:
    """Say one article and ask whether it helped; while gathering, only the article."""
    turn = Turn.read(tracker)
    given = [*offered(tracker), hit.slug]
    if turn.gathering:
        say(dispatcher, article(hit))
        return [SlotSet("offered", given)]
    say(dispatcher, article(hit), choices(WORDS("did_it_help"), "helped_yes", "helped_no"))
    return [
        SlotSet("offered", given),
        SlotSet("awaiting", "helped"),
        SlotSet("candidates", [other.as_slot() for other in rest]),
        SlotSet("given", (tracker.get_slot("given") or 0) + 1),
    ]


def new_question(turn: Turn) -> Events:
    """Forget what belonged to the question before."""
    return [SlotSet("query", turn.text), SlotSet("given", None), SlotSet("candidates", None)]


class Answer(Action):
    """Answers a question from the help; no article is given twice in an episode."""

    def __init__(self, help: Help | None = None) -> None:
        # Rasa calls this with no arguments; tests pass a fake.
        self._help = help or HELP

    def name(self) -> str:
        return "action_answer"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Domain
    ) -> Events:
        turn = Turn.read(tracker)
        if not turn.gathering and PLAN.kind_of(turn.text).urgent:
            return _urgent(turn)
        try:
            found = await self._help.search(turn.text, QUESTION_HITS)
        except HelpUnavailable:
            return _help_down(dispatcher, turn)
        events: Events = [] if turn.gathering else [SlotSet("reason", None), *new_question(turn)]
        tracker.add_slots(events)
        return [*events, *self._told(dispatcher, tracker, turn, found)]

    def _told(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, turn: Turn, found: Found
    ) -> Events:
        fresh = [hit for hit in found.hits if hit.slug not in offered(tracker)]
        if found.decision == "answer" and found.hits[:1] == tuple(fresh[:1]):
            return give(dispatcher, tracker, fresh[0], fresh[1:])
        if found.decision == "answer":
            say(dispatcher, text(WORDS("already_given", title=found.hits[0].title)))
        if found.decision != "none" and fresh:
            return _suggest(dispatcher, turn, fresh[:SUGGESTED])
        return _nothing(dispatcher, turn, said_before=found.decision == "answer")


def _suggest(dispatcher: CollectingDispatcher, turn: Turn, hits: list[Hit]) -> Events:
    say(dispatcher, suggestions(WORDS("which"), hits))
    kept: Events = [SlotSet("candidates", [hit.as_slot() for hit in hits])]
    if turn.gathering:
        return kept
    say(dispatcher, pick(WORDS("pick"), hits))
    return [*kept, SlotSet("awaiting", "pick")]


def _nothing(dispatcher: CollectingDispatcher, turn: Turn, said_before: bool) -> Events:
    if turn.gathering:
        if not said_before:
            say(dispatcher, text(WORDS("not_found_briefly")))
        return []
    before = () if said_before else (text(WORDS("not_found")),)
    return [SlotSet("reason", "not_helped"), *offer_person(dispatcher, turn, *before)]


def _help_down(dispatcher: CollectingDispatcher, turn: Turn) -> Events:
    if turn.gathering:
        say(dispatcher, text(WORDS("help_down")))
        return []
    told = [SlotSet("query", turn.text), SlotSet("reason", "help_down")]
    return [*told, *offer_person(dispatcher, turn, text(WORDS("help_down")))]


def _urgent(turn: Turn) -> Events:
    return [
        SlotSet("problem", said("problem", turn.text)),
        FollowupAction("action_begin_diagnostics"),
    ]


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
            return _help_down(dispatcher, turn)
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
