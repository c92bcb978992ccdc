"""The diagnostics as a conversation: begin, ask, read the answer."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.answer import HELP, QUESTION_HITS, say
from bot.actions.facts import LOOP, Turn, offered
from bot.actions.help import Help, HelpUnavailable
from bot.actions.payloads import article, question, text
from bot.actions.plan import FIELDS, PLAN, Kind
from bot.actions.replies import (
    LONG_REQUEST,
    READERS,
    Answer,
    detected,
    find_address,
    is_question,
    said,
    skipped,
)
from bot.actions.words import WORDS

Domain = dict[str, Any]
Events = list[EventType]


class BeginDiagnostics(Action):
    """Notes what is known already and starts the questions, or hands over at once what is urgent."""

    def name(self) -> str:
        return "action_begin_diagnostics"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Domain
    ) -> Events:
        turn = Turn.read(tracker)
        known = _known(turn, tracker)
        told = _value(known.get("problem"))
        kind = PLAN.kind_of(told)
        purpose = "ticket" if turn.intent == "file_ticket" else "human"
        reason = tracker.get_slot("reason") or "asked"
        begun = [
            SlotSet("awaiting", None),
            SlotSet("correcting", None),
            SlotSet("purpose", purpose),
            SlotSet("reason", "urgent" if kind.urgent else reason),
            *(SlotSet(name, answer) for name, answer in known.items()),
        ]
        if kind.urgent:
            say(dispatcher, text(WORDS("urgent")))
            return [*begun, FollowupAction("action_hand_over")]
        say(dispatcher, text(WORDS("begin_ticket" if purpose == "ticket" else "begin")))
        return [*begun, *_not_asked(kind, known, turn), FollowupAction(LOOP)]


def _known(turn: Turn, tracker: Tracker) -> dict[str, Answer]:
    """What was said or seen before, by field."""
    known = {name: tracker.get_slot(name) for name in FIELDS if tracker.get_slot(name)}
    if "problem" not in known and (told := _told(turn) or tracker.get_slot("query")):
        known["problem"] = said("problem", told)
    known = {**_seeded(turn, has_problem="problem" in known), **known}
    if turn.attachment:
        known["screenshot"] = said("screenshot", turn.attachment)
    if "address" not in known and (address := find_address(_value(known.get("problem")))):
        known["address"] = said("address", address)
    return known


def _seeded(turn: Turn, has_problem: bool) -> dict[str, Answer]:
    """What an earlier episode gathered: the customer's device, and the problem unless there is a new one."""
    seed = {name: value for name, value in turn.seed.items() if isinstance(value, str) and value}
    known: dict[str, Answer] = {}
    if "os" in seed or "browser" in seed:
        known["environment"] = skipped()  # handoff has it already, with its provenance
    if not has_problem:
        names = [name for name in ("problem", "address", "screenshot") if name in seed]
        known.update({name: said(name, seed[name]) for name in names})
    return known


def _told(turn: Turn) -> str | None:
    """The message itself if it tells the problem along with the wish for a person."""
    telling = PLAN.kind_of(turn.text).name != "other" or len(turn.text.split()) >= LONG_REQUEST
    return turn.text if turn.intent in {"ask_human", "file_ticket"} and telling else None


def _not_asked(kind: Kind, known: dict[str, Answer], turn: Turn) -> Events:
    """Close the fields that this kind of problem does not need, and those beyond the bound."""
    open_fields = [name for name in kind.fields if name not in known][: PLAN.max_questions]
    closed = [name for name in FIELDS if name not in known and name not in open_fields]
    return [
        SlotSet(name, skipped(*(detected(turn.environment) if name == "environment" else ())))
        for name in closed
    ]


def _value(answer: Answer | None) -> str:
    return answer["fields"][0]["value"] if answer and answer.get("fields") else ""


class ValidateDiagnostics(Action):
    """Reads the answer to the question that was asked; no slot set means it was no answer."""

    def __init__(self, help: Help | None = None) -> None:
        self._help = help or HELP

    def name(self) -> str:
        return f"validate_{LOOP}"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Domain
    ) -> Events:
        asked = tracker.get_slot("requested_slot")
        if asked not in READERS or not _is_reply(tracker):
            return []
        turn = Turn.read(tracker)
        answer = READERS[asked](turn, bool(tracker.get_slot("correcting")))
        events: Events = [SlotSet(asked, answer)] if answer else []
        if answer and answer.get("correcting"):
            events = [SlotSet(asked, None), SlotSet("correcting", True)]
        if turn.attachment and asked != "screenshot":
            events.append(SlotSet("screenshot", said("screenshot", turn.attachment)))
        if answer and asked == "problem":
            events += await self._besides(dispatcher, turn, tracker)
        return events

    async def _besides(
        self, dispatcher: CollectingDispatcher, turn: Turn, tracker: Tracker
    ) -> Events:
        """What a told problem gives besides itself: an address in it, an article on it."""
        events: Events = []
        address = find_address(turn.text)
        if address and not tracker.get_slot("address"):
            events.append(SlotSet("address", said("address", address)))
        if not is_question(turn):
            return events
        try:
            found = await self._help.search(turn.text, QUESTION_HITS)
        except HelpUnavailable:
            return events
        if found.decision == "answer" and found.hits[0].slug not in offered(tracker):
            say(dispatcher, article(found.hits[0]))
            events.append(SlotSet("offered", [*offered(tracker), found.hits[0].slug]))
        return events


def _is_reply(tracker: Tracker) -> bool:
    """False when the form starts or goes on after a digression: the message was used already."""
    for event in reversed(tracker.events):
        if event.get("event") == "user":
            return True
        # Rasa puts the form itself and the extraction of slots between the message and this call.
        own = event.get("name") in {LOOP, "action_extract_slots", "action_listen"}
        if event.get("event") == "action_execution_rejected" or (
            event.get("event") == "action" and not own
        ):
            return False
    return False


class AskField(Action):
    """Asks for one field of the diagnostics; a subclass a field, because Rasa calls them by name."""

    field = ""

    def name(self) -> str:
        return f"action_ask_{LOOP}_{self.field}"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Domain
    ) -> Events:
        kind = PLAN.kind_of(_value(tracker.get_slot("problem")))
        say(dispatcher, question(self.field, PLAN.wording(self.field, kind), ("skip", "cancel")))
        return []


class AskProblem(AskField):
    field = "problem"


class AskAddress(AskField):
    field = "address"


class AskScreenshot(AskField):
    field = "screenshot"


class AskEnvironment(AskField):
    """What the browser says is shown and only confirmed."""

    field = "environment"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Domain
    ) -> Events:
        seen = ", ".join(field["value"] for field in detected(Turn.read(tracker).environment))
        if not seen or tracker.get_slot("correcting"):
            return await super().run(dispatcher, tracker, domain)
        asked = PLAN.asks[self.field]["confirm"].format(value=seen)
        ids = ("confirm", "correct", "skip", "cancel")
        say(dispatcher, question(self.field, asked, ids, value=seen))
        return []
