"""What wordings teach, and what must not be taught."""

from pathlib import Path

import numpy as np
import pytest

from retrieval.articles import Asked
from retrieval.index import Index, build
from retrieval.learned import OUTSIDE, Learned, learn, pack, unpack
from retrieval.library import read_asked
from retrieval.near import likeness, too_near, write_left_out
from retrieval.searcher import Searcher
from tests.retrieval.small_help import (
    CALIBRATION,
    FakeLexicon,
    HashedEncoder,
    quiet,
    read,
    source,
)

TEXTS = ["zmizol zámok", "zámok zmizol z adresy", "nechodí pošta", "pošta mešká", "upečte koláč"]
OWNERS = np.array([0, 0, 1, 1, OUTSIDE])


@pytest.fixture
def learned() -> Learned:
    """Two articles and one question of nobody's."""
    return learn(TEXTS, HashedEncoder().encode(TEXTS, "query"), OWNERS, 2)


def test_a_taught_wording_is_recognised(learned: Learned) -> None:
    """A question like a wording scores its article highest, and the wording itself is nearest."""
    for text, place in (("zmizol mi zamok", 0), ("nechodi mi posta", 1)):
        verdict = learned.judge(text, HashedEncoder().encode([text], "query")[0])
        assert int(verdict.scores.argmax()) == place
        assert int(verdict.nearest.argmax()) == place
        assert verdict.outside < verdict.scores[place]


def test_a_question_of_nobodys_is_recognised(learned: Learned) -> None:
    """What is near a text outside the help scores outside above every article."""
    text = "koláč"
    verdict = learned.judge(text, HashedEncoder().encode([text], "query")[0])
    assert verdict.outside > verdict.scores.max()


def test_nothing_learned_says_nothing() -> None:
    """Without any wording every score is zero."""
    empty = learn([], np.zeros((0, 8), dtype=np.float32), np.zeros(0, dtype=np.int64), 3)
    verdict = empty.judge("text", np.ones(8, dtype=np.float32))
    assert verdict.scores.tolist() == verdict.nearest.tolist() == [0.0] * 3


def test_lessons_survive_the_disk(learned: Learned, tmp_path: Path) -> None:
    """What is stored judges the same."""
    np.savez(tmp_path / "l.npz", allow_pickle=False, **pack(learned))
    with np.load(tmp_path / "l.npz") as stored:
        again = unpack(stored)
    vector = HashedEncoder().encode(["zámok"], "query")[0]
    assert np.allclose(again.judge("zámok", vector).scores, learned.judge("zámok", vector).scores)


def test_a_taught_question_finds_its_article(index: Index) -> None:
    """A question of the tuning files leads to its article though no article holds its words."""
    searcher = Searcher(index, FakeLexicon(), CALIBRATION)
    question = searcher.prepare("prehliadac varuje pred spojenim")
    assert question is not None
    vector = HashedEncoder().encode([question.text], "query")[0]
    assert searcher.search(question, vector, 1).hits[0].slug == "certifikat"


def test_a_new_question_is_encoded_alone(home: Path, index: Index) -> None:
    """Teaching one more question encodes that one only."""
    with (home / "questions" / "web.jsonl").open("a", encoding="utf-8") as stream:
        stream.write('{"slug": "web-nejde", "text": "web je mŕtvy"}\n')
    encoder = HashedEncoder()
    build(source(home), encoder, FakeLexicon(), index, quiet)
    assert encoder.asked == ["web je mŕtvy"]


def test_a_bad_line_is_named_and_left_out(home: Path) -> None:
    """A line that is no question, or of an unknown article, breaks nothing."""
    path = home / "questions" / "web.jsonl"
    path.write_text('{"slug": "no-such", "text": "x"}\n{half\n', encoding="utf-8")
    found = read(home)
    assert found.asked == [Asked(None, "recept na koláč")]
    assert [m.line for m in found.mistakes if m.path.endswith("web.jsonl")] == [1, 2]
    assert not found.broken


def test_likeness_of_words() -> None:
    """Shared words over all words; nearly all of a shorter question in a longer one is the same."""
    assert likeness(frozenset("ab"), frozenset("abcd")) == pytest.approx(0.5)
    assert likeness(frozenset("abcd"), frozenset("abcdefgh")) == 1.0
    assert likeness(frozenset(), frozenset("a")) == 0.0


def test_questions_near_held_out_ones_are_not_taught(home: Path) -> None:
    """The list is made from folded words and the library keeps to it."""
    folder = home / "questions"
    found = too_near(["stranka hlasi chybu", "web je mŕtvy"], ["Stránka mi hlási chybu!"])
    assert [one.text for one in found] == ["stranka hlasi chybu"]
    write_left_out(folder / "left_out.json", found)
    asked, mistakes = read_asked(folder, {"certifikat", "web-nejde"})
    assert not mistakes
    assert "stranka hlasi chybu" not in {one.text for one in asked}
    assert len(asked) == 2


def test_no_taught_text_is_near_a_held_out_one() -> None:
    """The committed list covers every question of the committed files."""
    from retrieval.calibrate import read_questions
    from retrieval.live import library
    from retrieval.settings import HERE, read_settings

    held_out = [
        question.text
        for name in ("held_out.jsonl", "out_of_scope.jsonl")
        for question in read_questions(HERE.parent / "tests" / "questions" / name)
    ]
    taught = [one.text for one in library(read_settings({})).asked]
    assert len(taught) > 1000
    assert too_near(taught, held_out) == []
