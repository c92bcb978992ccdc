"""Answering from the help: the best article, or what to choose from, or a person."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.facts import Turn, offered
from bot.actions.help import Found, Help, HelpUnavailable, Hit, RetrievalHelp
from bot.actions.payloads import Payload, article, choices, pick, suggestions, text
from bot.actions.plan import PLAN
from bot.actions.replies import said
from bot.actions.words import WORDS

QUESTION_HITS = 5
SUGGESTED = 3
HELP: Help = RetrievalHelp.from_environment()

Domain = dict[str, Any]
Events = list[EventType]


def say(dispatcher: CollectingDispatcher, *payloads: Payload) -> None:
    for payload in payloads:
        dispatcher.utter_message(json_message=payload)


def offer_person(dispatcher: CollectingDispatcher, turn: Turn, *before: Payload) -> Events:
    """Offer an operator or, beside that, a request; *before* says why."""
    asked = WORDS("offer_person" if turn.available else "offer_person_busy")
    offer = choices(asked, "ask_human", "file_ticket")
    if not turn.available:
        # The button must not promise somebody who is not there.
        offer["choices"][0]["label"] = WORDS("choice_ask_human_busy")
    say(dispatcher, *before, offer)
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
            return help_down(dispatcher, turn)
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


def help_down(dispatcher: CollectingDispatcher, turn: Turn) -> Events:
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
