"""The diagnostics: what is asked, what is not, and how answers are read."""

from typing import Any

import pytest

from bot.actions.facts import Turn
from bot.actions.form import AskAddress, AskEnvironment, BeginDiagnostics, ValidateDiagnostics
from bot.actions.handover import Forget, HandOver, KeepScreenshot, RatherTicket
from bot.actions.help import Found
from bot.actions.plan import FIELDS, PLAN
from bot.actions.replies import READERS, find_address
from bot.folding import folded
from tests.bot.fakes import FakeHelp, a_tracker, hit, ids, run, types

NOTHING = FakeHelp(Found("none"))


def said_value(name: str, value: str) -> dict[str, Any]:
    return {"fields": [{"name": name, "value": value, "provenance": "said"}]}


def test_no_question_asks_for_a_secret() -> None:
    """The never-asked words are in no question, in any form."""
    for wording in PLAN.wordings():
        for secret in PLAN.never_ask:
            assert secret not in wording.lower()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("hackli mi stránku", "hacked"),
        ("zmizli mi všetky súbory", "data-loss"),
        ("nechodia mi e-maily", "mail-not-received"),
        ("neviem odoslat mail", "mail-not-sent"),
        ("FileZilla hlási chybu prihlásenia", "ftp"),
        ("neprešla mi platba", "payment"),
        ("web je pomalý", "slow-web"),
        ("stránka hlási 500", "web-down"),
        ("niečo sa pokazilo", "other"),
    ],
)
def test_the_kind_of_a_problem_is_read_from_its_words(text: str, kind: str) -> None:
    """With and without diacritics alike."""
    assert PLAN.kind_of(text).name == kind
    assert PLAN.kind_of(folded(text)).name == kind


def test_every_kind_asks_no_more_than_is_allowed() -> None:
    """Each needs the problem first and at most the bound of questions."""
    for kind in PLAN.kinds:
        assert kind.fields[0] == "problem"
        assert len(kind.fields) <= PLAN.max_questions


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("nejde www.mojweb.sk.", "www.mojweb.sk"),
        ("pozrite https://eshop.eu/kosik?x=1, padá", "https://eshop.eu/kosik?x=1"),
        ("schránka jan.novak@firma.sk nejde", "jan.novak@firma.sk"),
        ("napr. včera to šlo", None),
    ],
)
def test_an_address_is_found_in_a_sentence(text: str, address: str | None) -> None:
    """URLs, mailboxes and domains, without the full stop after them."""
    assert find_address(text) == address


@pytest.mark.parametrize(
    ("field", "text", "intent", "value"),
    [
        ("problem", "nejde mi mail", "report_fault", "nejde mi mail"),
        ("environment", "", "affirm", "Windows 11"),
        ("environment", "bol to firefox 128", "correct", "Firefox 128"),
        ("environment", "na mobile s Androidom 14", "correct", "Android 14"),
        ("environment", "win11 a edge", "correct", "Windows 11"),
        ("address", "na mojweb.sk", "nlu_fallback", "mojweb.sk"),
        ("address", "v administrácii obchodu", "report_fault", "v administrácii obchodu"),
    ],
)
def test_an_answer_is_read(field: str, text: str, intent: str, value: str) -> None:
    """The first field read has the customer's value and counts as said."""
    answer = READERS[field](Turn.read(a_tracker(text, intent)), False)

    assert answer is not None
    assert answer["fields"][0]["value"] == value
    assert answer["fields"][0]["provenance"] == "said"


def test_a_part_of_a_word_names_no_system() -> None:
    """A window is not Windows."""
    answer = READERS["environment"](Turn.read(a_tracker("window.alert neviem", "correct")), False)

    assert "Windows" not in str(answer)


@pytest.mark.parametrize("field", FIELDS)
def test_every_question_can_be_skipped(field: str) -> None:
    """A skip is an answer too."""
    answer = READERS[field](Turn.read(a_tracker("preskočiť", "skip")), False)

    assert answer is not None
    assert answer["skipped"]


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("intent", ["cancel", "ask_contact", "ticket_status", "thank", "ask_bot"])
def test_something_else_is_no_answer(field: str, intent: str) -> None:
    """A digression leaves the question open."""
    assert READERS[field](Turn.read(a_tracker("niečo iné úplne", intent)), False) is None


def test_a_question_for_the_help_is_no_address() -> None:
    """In the middle of the diagnostics it is answered, not noted."""
    turn = Turn.read(a_tracker("a koľko trvá zmena DNS?", "ask_help"))

    assert READERS["address"](turn, False) is None


async def test_what_was_said_before_is_not_asked_again() -> None:
    """The question to the help is the problem, the domain in it is the address."""
    tracker = a_tracker(
        "chcem človeka", "ask_human", {"query": "nejde mi mojweb.sk", "reason": "not_helped"}
    )

    said, slots, following = await run(BeginDiagnostics(), tracker)

    assert types(said) == ["text"]
    assert slots["problem"] == said_value("problem", "nejde mi mojweb.sk")
    assert slots["address"] == said_value("address", "mojweb.sk")
    assert "environment" not in slots
    assert following == ["diagnostics_form"]


async def test_a_bare_wish_for_a_person_asks_for_the_problem() -> None:
    """The wish itself is no description."""
    _, slots, _ = await run(BeginDiagnostics(), a_tracker("operátor", "ask_human"))

    assert "problem" not in slots
    assert slots["reason"] == "asked"
    assert slots["purpose"] == "human"


async def test_an_urgent_problem_goes_to_a_person_at_once() -> None:
    """No questions to someone whose site was broken into."""
    problem = said_value("problem", "hackli mi web")

    _, slots, following = await run(
        BeginDiagnostics(), a_tracker("hackli mi web", "report_fault", {"problem": problem})
    )

    assert slots["reason"] == "urgent"
    assert following == ["action_hand_over"]


async def test_a_seed_from_an_earlier_episode_is_known() -> None:
    """Handoff sends it with the first message of the episode."""
    seed = {"problem": "nejde mi mail", "address": "moj.sk", "os": "Windows 11"}
    slot = {"session_started_metadata": {"facts": {"seed": seed}}}

    _, slots, _ = await run(BeginDiagnostics(), a_tracker("operátor", "ask_human", slot))
    assert slots["problem"] == said_value("problem", "nejde mi mail")
    assert slots["address"] == said_value("address", "moj.sk")
    assert slots["environment"] == {"skipped": True, "fields": []}


async def test_a_new_problem_is_not_mixed_with_the_seed() -> None:
    """Only the customer's device is known from before."""
    seed = {"problem": "nejde mi mail", "address": "moj.sk", "os": "Windows 11"}
    slots = {"session_started_metadata": {"facts": {"seed": seed}}, "query": "nejde mi web"}

    _, filled, _ = await run(BeginDiagnostics(), a_tracker("operátor", "ask_human", slots))

    assert filled["problem"] == said_value("problem", "nejde mi web")
    assert "address" not in filled
    assert "environment" in filled


async def test_the_detected_environment_is_only_confirmed() -> None:
    """It is shown as the value of the question."""
    said, _, _ = await run(AskEnvironment(), a_tracker())

    assert said[0]["value"] == "Windows 11, Chrome 131"
    assert ids(said[0]) == ["confirm", "correct", "skip", "cancel"]


async def test_without_a_detected_environment_it_is_asked() -> None:
    """There is nothing to confirm."""
    said, _, _ = await run(AskEnvironment(), a_tracker(facts={"environment": {}}))

    assert "value" not in said[0]
    assert ids(said[0]) == ["skip", "cancel"]


async def test_the_wording_follows_the_kind_of_problem() -> None:
    """A mail problem is asked for the mailbox."""
    problem = {"problem": said_value("problem", "nechodia mi maily")}

    said, _, _ = await run(AskAddress(), a_tracker(slots=problem))

    assert "schránky" in said[0]["text"]


async def test_a_wrong_environment_is_asked_anew() -> None:
    """Another device: the field stays open and is asked in words."""
    tracker = a_tracker("", "correct", {"requested_slot": "environment"}, gathering=True)

    _, slots, _ = await run(ValidateDiagnostics(NOTHING), tracker)

    assert slots == {"environment": None, "correcting": True}


async def test_a_screenshot_counts_whenever_it_comes() -> None:
    """With another answer it is not asked for any more."""
    slots = {"requested_slot": "address"}
    tracker = a_tracker("moj.sk", "nlu_fallback", slots, gathering=True, attachment="att1")

    _, filled, _ = await run(ValidateDiagnostics(NOTHING), tracker)

    assert filled["screenshot"] == said_value("screenshot", "att1")
    assert filled["address"] == said_value("address", "moj.sk")


async def test_a_message_is_read_once() -> None:
    """Going on after a digression, the form calls again with the same message."""
    after = [{"event": "action_execution_rejected"}, {"event": "action", "name": "action_answer"}]
    slots = {"requested_slot": "address"}
    tracker = a_tracker("moj.sk", "ask_help", slots, gathering=True, after=after)

    _, filled, _ = await run(ValidateDiagnostics(NOTHING), tracker)

    assert filled == {}


async def test_a_question_told_as_the_problem_is_answered_as_well() -> None:
    """It is noted for the operator, and the article is given besides."""
    slots = {"requested_slot": "problem"}
    tracker = a_tracker("Ako predĺžim doménu?", "ask_help", slots, gathering=True)
    help_index = FakeHelp(Found("answer", (hit("a"),)))

    said, filled, _ = await run(ValidateDiagnostics(help_index), tracker)

    assert types(said) == ["article"]
    assert filled["problem"] == said_value("problem", "Ako predĺžim doménu?")
    assert filled["offered"] == ["a"]


async def test_handing_over_says_the_request_last() -> None:
    """Diagnostics, their summary, then the wish for a person."""
    slots = {"problem": said_value("problem", "nejde web"), "reason": "fault", "purpose": "human"}

    said, _, _ = await run(HandOver(), a_tracker(slots=slots))

    assert types(said) == ["diagnostics", "summary", "human_requested"]
    assert said[-1] == {"type": "human_requested", "reason": "fault"}
    found = {field["name"]: field["provenance"] for field in said[0]["fields"]}
    assert found == {"problem": "said", "os": "detected", "browser": "detected", "page": "detected"}


async def test_a_request_is_handed_over_as_a_request() -> None:
    """The same diagnostics, another wish."""
    said, _, _ = await run(HandOver(), a_tracker(slots={"purpose": "ticket"}))

    assert said[-1] == {"type": "ticket_requested", "reason": "asked"}


async def test_a_request_may_be_chosen_in_the_middle() -> None:
    """The questions go on, for a request."""
    _, slots, _ = await run(RatherTicket(), a_tracker(slots={"purpose": "human"}))

    assert slots == {"purpose": "ticket"}


async def test_forgetting_keeps_what_was_given() -> None:
    """After a cancel no article is given again."""
    _, slots, _ = await run(Forget(), a_tracker())

    assert set(slots.values()) == {None}
    assert "offered" not in slots


async def test_a_picture_out_of_the_blue_is_kept() -> None:
    """And without a picture the customer is told how to add one."""
    said, slots, _ = await run(KeepScreenshot(), a_tracker(attachment="att1"))
    assert slots["screenshot"] == said_value("screenshot", "att1")

    said, slots, _ = await run(KeepScreenshot(), a_tracker("posielam snímku"))
    assert said == [{"type": "response", "name": "utter_where_attachment"}]
    assert slots == {}
