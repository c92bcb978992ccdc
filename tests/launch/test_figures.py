"""The figures of an evaluation, on questions whose answers are known."""

import pytest

from launch.figures import Judged, evaluation, found, share, spread, table

FIRST = Judged("sk", "plain", "a", "answer", ("a", "b"))
THIRD = Judged("sk", "chat", "a", "suggest", ("b", "c", "a"))
WRONG = Judged("cs", "chat", "a", "answer", ("b",))
MISSED = Judged("cs", "plain", "a", "none", ())
OUTSIDE = Judged("sk", "near", None, "none", ())
FALSE = Judged("sk", "gibberish", None, "answer", ("a",))


def test_recall_rank_and_precision() -> None:
    """First, third, wrong and missing articles count as they should."""
    assert found([FIRST, THIRD, WRONG, MISSED]) == {
        "questions": 4,
        "recall@1": 0.25,
        "recall@3": 0.5,
        "mrr@10": pytest.approx(1 / 3, abs=1e-4),
        "answer coverage": 0.5,
        "answer precision": 0.5,
    }


def test_questions_out_of_scope_count_only_as_false_answers() -> None:
    """They have no right article, so they are kept out of recall."""
    figures = evaluation([FIRST, WRONG, OUTSIDE, FALSE])

    assert figures["all"]["questions"] == 2
    assert set(figures["by language"]) == {"sk", "cs"}
    assert figures["false answers out of scope"] == {"all": 0.5, "near": 0.0, "gibberish": 1.0}


def test_nothing_measured_is_no_figure() -> None:
    """A share of nothing is not zero."""
    assert share(0, 0) is None
    assert found([])["mrr@10"] is None


def test_spread_is_in_milliseconds() -> None:
    """Median and 95th percentile of a hundred times."""
    assert spread([n / 1000 for n in range(100)]) == {"median_ms": 50.0, "p95_ms": 95.0}


def test_the_table_has_a_line_for_every_group() -> None:
    """Groups are indented below their name."""
    lines = table({"by style": {"chat": {"recall@1": 0.5}}, "ratio": 1.2})

    assert lines[0] == "by style:"
    assert lines[1].split() == ["chat", "recall@1", "0.5"]
    assert lines[2].split() == ["ratio", "1.2"]
