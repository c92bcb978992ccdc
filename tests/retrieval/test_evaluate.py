"""The figures of an evaluation and their report."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from retrieval.calibrate import FOLDS, Labelled
from retrieval.errors import BadQuestions
from retrieval.evaluate import evaluation, external, ranks
from retrieval.figures import Seen, calibration_error, figures, of_group, ratio
from retrieval.index import Index
from retrieval.report import console, write_report
from retrieval.searcher import Searcher
from tests.retrieval.small_help import CALIBRATION, FakeLexicon, HashedEncoder, quiet

SEEN = Seen("q", "a", "web", "sk", "plain", 1, "answer", 0.95, ("a", "b", "c"))


def test_recall_and_decisions_are_counted() -> None:
    """Ranks give recall, decisions give precision and coverage."""
    missed = replace(SEEN, rank=3, decision="suggest")
    lost = replace(SEEN, rank=None, decision="answer")
    found = of_group([SEEN, SEEN, missed, lost])
    values = {name: value[0] for name, value in found.items() if name != "questions"}
    assert values == pytest.approx(
        {
            "recall@1": 0.5,
            "recall@3": 0.75,
            "mrr@10": 0.5833,
            "answer precision": 0.6667,
            "answer coverage": 0.75,
            "suggested": 0.25,
            "suggestions right": 1.0,
        }
    )


def test_intervals_hold_the_value() -> None:
    """The interval spans the value; where there is nothing to count there is no value."""
    value, low, high = ratio(np.array([1.0, 0.0] * 50), np.ones(100)) or (0, 0, 0)
    assert low < value < high
    assert ratio(np.zeros(3), np.zeros(3)) is None


def test_calibration_error_is_the_distance_of_said_and_true() -> None:
    """Nine of ten right at 0.9 is no error; none right at 0.9 is an error of 0.9."""
    right = [replace(SEEN, probability=0.9) for _ in range(10)]
    assert calibration_error(right) == pytest.approx(0.1)
    wrong = [replace(one, rank=None) for one in right]
    assert calibration_error(wrong) == pytest.approx(0.9)


def test_equal_scores_count_against_the_wanted_one() -> None:
    """A way of ranking that finds nothing gets no credit for the order of the index."""
    flat = np.zeros(20, dtype=np.float32)
    assert ranks([flat], [0]) == [None]
    sharp = flat.copy()
    sharp[4] = 1
    assert ranks([sharp], [4]) == [1]


def test_a_question_of_an_unknown_article_is_refused(index: Index) -> None:
    """A label that no article bears would be a silent miss."""
    asked = [Labelled("zmizol zámok", "certifikat")] * 7 + [Labelled("ahoj", "no-such")]
    with pytest.raises(BadQuestions, match="no-such"):
        evaluation(
            Searcher(index, FakeLexicon(), CALIBRATION),
            HashedEncoder(),  # type: ignore[arg-type]
            asked * FOLDS,
            quiet,
        )


def test_an_evaluation_is_reported(index: Index, tmp_path: Path) -> None:
    """Figures, baselines, misses and others' questions end in JSON, a page and lines."""
    searcher = Searcher(index, FakeLexicon(), CALIBRATION)
    encoder = HashedEncoder()
    asked = [
        Labelled("zmizol zelený zámok", "certifikat"),
        Labelled("nechodí mi <b>pošta</b>", "posta-nejde"),
        Labelled("biela stránka", "predlzenie"),
        Labelled("doména končí", "predlzenie"),
        Labelled("web nejde", "web-nejde"),
        Labelled("<i>recept</i> na polievku", None, "sk", "near"),
        Labelled("?", None, "sk", "gibberish"),
    ] * FOLDS
    made = evaluation(searcher, encoder, asked, quiet)  # type: ignore[arg-type]
    others = tmp_path / "faq.jsonl"
    rows = [{"question": "kde je kľúč", "answer": "kľúč je tu"}, {"question": "x y", "answer": "z"}]
    others.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    made["external"] = external(others, searcher, encoder, quiet)  # type: ignore[arg-type]
    page = write_report(tmp_path / "eval", made).read_text(encoding="utf-8")
    assert "<svg" in page
    assert "<b>pošta" not in page
    kept = json.loads((tmp_path / "eval" / "report.json").read_text(encoding="utf-8"))
    assert kept["as asked"]["all"]["questions"] == 5 * FOLDS
    assert any(miss["wanted"] == "predlzenie" for miss in kept["misses"])
    assert any("bare encoder" in line for line in console(made))


def test_out_of_scope_questions_are_counted_apart() -> None:
    """A false answer counts against precision over everything, not against recall."""
    false = replace(SEEN, wanted=None, rank=None, style="near")
    found = figures([SEEN, false])
    assert found["all"]["questions"] == 1
    assert found["out of scope"]["near"]["answered"][0] == 1.0
    assert found["answers right, out of scope counted"][0] == 0.5
