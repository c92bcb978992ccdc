"""The pure rules of ranking and of the decision."""

import numpy as np
import pytest

from retrieval.learned import Verdict
from retrieval.ranking import (
    FEATURES,
    WEIGHTS,
    Bm25,
    Calibration,
    Evidence,
    Rankings,
    best_of_each,
    decide,
    reciprocal_ranks,
    standardised,
)
from tests.retrieval.small_help import CALIBRATION


def test_bm25_prefers_the_rarer_word() -> None:
    """A text with the rare word wins, an unknown word changes nothing."""
    index = Bm25([["a", "b"], ["a", "c"], ["a", "d"]])
    scores = index.scores(["a", "c", "unknown"])
    assert int(scores.argmax()) == 1
    assert np.array_equal(scores, index.scores(["a", "c"]))


@pytest.mark.parametrize("texts", [[], [[]], [[], ["a"]]])
def test_bm25_stands_empty_texts(texts: list[list[str]]) -> None:
    """No texts, empty texts and empty questions give zeros, never an error."""
    index = Bm25(texts)
    assert index.scores(["x"]).tolist() == [0.0] * len(texts)
    assert index.scores([]).tolist() == [0.0] * len(texts)
    assert index.known([]) == 0.0


def test_known_share() -> None:
    """The share of question words that stand in some text."""
    assert Bm25([["a"], ["b"]]).known(["a", "b", "c", "d"]) == 0.5


def test_best_of_each_article() -> None:
    """Each article gets its best passage; one without passages gets the lowest score."""
    scores = np.array([0.1, 0.9, 0.5], dtype=np.float32)
    best = best_of_each(scores, np.array([0, 0, 2]), 3)
    assert best.tolist() == pytest.approx([0.9, 0.5, 0.5])


def test_left_out_passages_do_not_count() -> None:
    """Minus infinity marks a passage that is left out."""
    scores = np.array([-np.inf, 0.2, 0.5], dtype=np.float32)
    assert best_of_each(scores, np.array([0, 0, 1]), 2).tolist() == pytest.approx([0.2, 0.5])


@pytest.mark.parametrize("scores", [[], [1.0], [2.0, 2.0]])
def test_what_does_not_differ_standardises_to_zero(scores: list[float]) -> None:
    """Without a spread there is nothing to tell articles apart by."""
    made = standardised(np.array(scores, dtype=np.float32)) if scores else np.zeros(0)
    assert made.tolist() == [0.0] * len(scores)


def test_equal_scores_share_a_rank() -> None:
    """Reciprocal ranks follow the order and treat equals equally."""
    made = reciprocal_ranks(np.array([0.5, 0.9, 0.5], dtype=np.float32))
    assert made[1] == pytest.approx(1 / 61)
    assert made[0] == made[2] == pytest.approx(1 / 62)


def _evidence(dense: list[float], learned: list[float] | None = None) -> Evidence:
    scores = np.array(dense, dtype=np.float32)
    flat = np.zeros_like(scores)
    lessons = np.array(learned or flat, dtype=np.float32)
    verdict = Verdict(lessons, flat, 0.0)
    return Evidence(Rankings(scores, flat, flat), verdict, WEIGHTS["sk"], known=1.0, words=3)


def test_what_was_learned_outweighs_the_texts() -> None:
    """Wordings and texts are added, and wordings count for more in Slovak."""
    assert int(_evidence([0.9, 0.8, 0.7], [0.1, 0.9, 0.0]).order()[0]) == 1
    assert int(_evidence([0.7, 0.8, 0.9]).order()[0]) == 2


def test_features_of_the_first_and_the_second() -> None:
    """The first has a positive margin and the second the same, negative; names fit numbers."""
    found = _evidence([0.8, 0.9, 0.7])
    first, second = (found.features(int(p)) for p in found.order()[:2])
    margin = FEATURES.index("margin")
    assert len(first) == len(FEATURES)
    assert first[margin] > 0
    assert first[margin] == pytest.approx(-second[margin])


def test_a_single_article_has_features() -> None:
    """One article alone has no rival and no error."""
    assert np.isfinite(_evidence([0.8]).features(0)).all()


def test_probability_is_a_logistic_curve() -> None:
    """No evidence gives one half, more margin gives more."""
    zero = np.zeros(len(FEATURES), dtype=np.float32)
    more = zero.copy()
    more[FEATURES.index("margin")] = 1.0
    assert CALIBRATION.probability(zero) == pytest.approx(0.5)
    assert CALIBRATION.probability(more) > 0.9


@pytest.mark.parametrize(
    ("probabilities", "expected"),
    [
        ([], "none"),
        ([0.95, 0.1, 0.1], "answer"),
        ([0.9], "answer"),
        ([0.89, 0.0], "suggest"),
        ([0.2, 0.15, 0.1], "suggest"),
        ([0.2, 0.1, 0.05, 0.9], "none"),
        ([0.1], "none"),
    ],
)
def test_decision(probabilities: list[float], expected: str) -> None:
    """Answer by the first, suggest by the first three together, else none."""
    calibration: Calibration = CALIBRATION
    assert decide(probabilities, calibration) == expected
