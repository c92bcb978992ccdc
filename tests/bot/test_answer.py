"""The answer from the help, the next best, then a person."""

import pytest

from bot.actions.answer import Answer
from bot.actions.follow import NextBest, ReportFault, ShowArticle
from bot.actions.help import Found
from tests.bot.fakes import FakeHelp, a_tracker, hit, ids, run, types

TWO = Found("answer", (hit("a"), hit("b", 0.04)))


async def test_a_sure_answer_is_given_with_a_question_whether_it_helped() -> None:
    """The article comes first, the quick replies after it, and the rest is kept for later."""
    said, slots, _ = await run(Answer(FakeHelp(TWO)), a_tracker("Ako predĺžim doménu?"))

    assert types(said) == ["article", "choices"]
    assert said[0]["slug"] == "a"
    assert ids(said[1]) == ["helped_yes", "helped_no"]
    assert slots["offered"] == ["a"]
    assert slots["awaiting"] == "helped"
    assert [kept["slug"] for kept in slots["candidates"]] == ["b"]


async def test_the_same_article_is_never_given_twice() -> None:
    """Asked again, the assistant says so and offers what is left."""
    tracker = a_tracker("Ako predĺžim doménu?", slots={"offered": ["a"]})

    said, _, _ = await run(Answer(FakeHelp(TWO)), tracker)

    assert types(said) == ["text", "suggestions", "choices"]
    assert [found["slug"] for found in said[1]["hits"]] == ["b"]
    assert ids(said[2]) == ["article:b", "helped_no"]


async def test_with_all_articles_given_a_person_is_offered() -> None:
    """Nothing is repeated even when there is nothing new."""
    tracker = a_tracker("Ako predĺžim doménu?", slots={"offered": ["a", "b"]})

    said, slots, _ = await run(Answer(FakeHelp(TWO)), tracker)

    assert types(said) == ["text", "choices"]
    assert ids(said[1]) == ["ask_human", "file_ticket"]
    assert slots["awaiting"] == "person"


async def test_an_unsure_search_suggests_at_most_three() -> None:
    """A vague question gets a choice of articles and a way out of it."""
    found = Found("suggest", tuple(hit(slug) for slug in "abcd"))

    said, slots, _ = await run(Answer(FakeHelp(found)), a_tracker("doména"))

    assert types(said) == ["suggestions", "choices"]
    assert ids(said[1]) == ["article:a", "article:b", "article:c", "helped_no"]
    assert slots["awaiting"] == "pick"


@pytest.mark.parametrize("found", [Found("none"), None])
async def test_without_an_answer_a_person_is_offered(found: Found | None) -> None:
    """Nothing found and retrieval down both get an honest sentence and a way on."""
    said, slots, _ = await run(Answer(FakeHelp(found)), a_tracker("kto vie"))

    assert types(said) == ["text", "choices"]
    assert ids(said[1]) == ["ask_human", "file_ticket"]
    assert slots["query"] == "kto vie"


async def test_when_nobody_is_free_the_offer_says_so() -> None:
    """The offer of a person does not promise one."""
    tracker = a_tracker("kto vie", facts={"available": False})

    said, _, _ = await run(Answer(FakeHelp(Found("none"))), tracker)

    assert "nie je voľný" in said[-1]["text"]
    assert [choice["label"] for choice in said[-1]["choices"]] == [
        "Počkať na operátora",
        "Podať požiadavku",
    ]


async def test_inside_the_diagnostics_only_the_article_is_said() -> None:
    """A digression is answered without buttons that would compete with the question."""
    tracker = a_tracker("ako dlho trvá DNS?", gathering=True)

    said, slots, _ = await run(Answer(FakeHelp(TWO)), tracker)

    assert types(said) == ["article"]
    assert slots == {"offered": ["a"]}


async def test_the_next_best_is_given_once_then_a_person() -> None:
    """Two articles a question, then the offer."""
    kept = {"candidates": [hit("b").as_slot(), hit("c").as_slot()], "awaiting": "helped"}
    first = a_tracker(intent="helped_no", slots={**kept, "offered": ["a"], "given": 1})
    second = a_tracker(intent="helped_no", slots={**kept, "offered": ["a", "b"], "given": 2})

    said, slots, _ = await run(NextBest(), first)
    assert types(said) == ["text", "article", "choices"]
    assert said[1]["slug"] == "b"
    assert slots["given"] == 2

    said, slots, _ = await run(NextBest(), second)
    assert types(said) == ["choices"]
    assert slots["reason"] == "not_helped"


async def test_a_fault_is_gathered_when_its_article_did_not_help() -> None:
    """Someone with a fault gets one article, not a tour of the help."""
    tracker = a_tracker(intent="helped_no", slots={"reason": "fault", "awaiting": "helped"})

    said, _, following = await run(NextBest(), tracker)

    assert said == []
    assert following == ["action_begin_diagnostics"]


async def test_a_fault_with_a_sure_article_gets_it_first() -> None:
    """The fault and the address in it are noted all the same."""
    tracker = a_tracker("nejde mi web www.moj.sk", "report_fault")

    said, slots, _ = await run(ReportFault(FakeHelp(TWO)), tracker)

    assert types(said) == ["text", "article", "choices"]
    assert slots["reason"] == "fault"
    assert slots["address"]["fields"][0]["value"] == "www.moj.sk"


@pytest.mark.parametrize("found", [Found("none"), Found("suggest", (hit("a"),)), None])
async def test_a_fault_without_a_sure_article_is_gathered_at_once(found: Found | None) -> None:
    """Also when retrieval is down."""
    tracker = a_tracker("nejde mi web", "report_fault")

    _, slots, following = await run(ReportFault(FakeHelp(found)), tracker)

    assert following == ["action_begin_diagnostics"]
    assert slots["problem"]["fields"][0]["value"] == "nejde mi web"


@pytest.mark.parametrize(("said_text", "slug"), [("tá druhá", "b"), ("posledna", "c"), ("1", "a")])
async def test_an_article_is_chosen_by_word(said_text: str, slug: str) -> None:
    """Ordinals point into the suggestions."""
    listed = [hit(name).as_slot() for name in "abc"]
    tracker = a_tracker(said_text, "choose_article", {"candidates": listed})

    said, _, _ = await run(ShowArticle(FakeHelp(Found("none"))), tracker)

    assert said[0]["slug"] == slug


async def test_a_chosen_article_that_is_gone_is_said_so() -> None:
    """A button may outlive its article."""
    tracker = a_tracker(intent="choose_article", slug="gone")

    said, _, _ = await run(ShowArticle(FakeHelp(TWO)), tracker)

    assert types(said) == ["text"]
