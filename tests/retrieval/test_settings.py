"""Settings, commands and calibration."""

import json
from pathlib import Path

import numpy as np
import pytest

from retrieval.__main__ import main
from retrieval.calibrate import (
    UNFITTED,
    Judged,
    Labelled,
    cross_fitted,
    fit,
    judge,
    read_calibration,
    read_questions,
    threshold,
    write_calibration,
)
from retrieval.errors import BadQuestions, BadSetting, EncoderUnusable, MissingSetting
from retrieval.index import Index
from retrieval.library import read_lines
from retrieval.ranking import FEATURES
from retrieval.runtime import batches
from retrieval.searcher import Searcher
from retrieval.settings import HERE, inner_token, read_settings
from retrieval.unpack import read_packed
from tests.retrieval.small_help import FakeLexicon, HashedEncoder


def test_defaults_stand_in_the_run_folder() -> None:
    """Without any variable everything lives in .run and the default encoder is used."""
    made = read_settings({})
    assert made.port == 8003
    assert made.encoder is None
    assert made.encoder_folder == Path(".run/encoder")
    assert made.index_dir == Path(".run/index")


def test_the_default_encoder_may_be_named() -> None:
    """ENCODER naming the default folder is still the default, which can be unpacked."""
    assert read_settings({"RUN_DIR": "/r", "ENCODER": "/r/encoder"}).encoder is None
    assert read_settings({"RUN_DIR": "/r", "ENCODER": "some/model"}).encoder == "some/model"


@pytest.mark.parametrize("port", ["x", "-1", "70000", "8003.5"])
def test_a_bad_port_names_the_variable(port: str) -> None:
    """The error says which variable to mend."""
    with pytest.raises(BadSetting, match="RETRIEVAL_PORT"):
        read_settings({"RETRIEVAL_PORT": port})


def test_the_token_is_required() -> None:
    """Serving without INNER_TOKEN is refused by its name."""
    with pytest.raises(MissingSetting, match="INNER_TOKEN"):
        inner_token({})


def test_serving_without_a_token_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command ends with a code and a line, not a traceback."""
    monkeypatch.delenv("INNER_TOKEN", raising=False)
    assert main(["serve"]) == 1
    assert capsys.readouterr().err.strip() == (
        "A setting is missing from the environment: INNER_TOKEN"
    )


def test_check_lists_mistakes_and_fails(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The categories of the small help are not the real ones, so the check has a lot to say."""
    monkeypatch.setenv("ARTICLES_DIR", str(home / "articles"))
    monkeypatch.setenv("COMPANY_FILE", str(home / "company.yml"))
    assert main(["check"]) == 1
    out = capsys.readouterr().out
    assert "web-nejde.md:4: unknown category 'web'" in out
    assert "4 articles, " in out


def test_the_shipped_articles_can_be_used() -> None:
    """No article in the repository is broken."""
    from retrieval.live import library

    assert library(read_settings({})).broken == []


def test_the_shipped_calibration_fits_the_features() -> None:
    """The stored curve was fitted for the features of this ranking, and asks more to answer."""
    made = read_calibration(HERE / "calibration.json")
    assert len(made.weights) == len(FEATURES)
    assert made.answer >= made.suggest > 0


def test_a_calibration_for_other_features_is_refused(tmp_path: Path) -> None:
    """A curve of another ranking would give nonsense."""
    path = tmp_path / "c.json"
    path.write_text(json.dumps({"features": ["x"], "fitted_on": {}}))
    with pytest.raises(BadQuestions, match="run calibrate"):
        read_calibration(path)


def test_calibration_survives_the_disk(tmp_path: Path) -> None:
    """What is written is read back."""
    write_calibration(tmp_path / "c.json", UNFITTED, {"questions": 0})
    assert read_calibration(tmp_path / "c.json").weights == list(UNFITTED.weights)


def test_out_of_scope_texts_are_enough() -> None:
    """At least a hundred texts, none twice."""
    texts = read_lines(HERE / "questions" / "outside.txt")
    assert len(texts) >= 100
    assert len(set(texts)) == len(texts)


def test_questions_are_read_line_by_line(tmp_path: Path) -> None:
    """A slug or a kind is fine; anything else names file and line."""
    path = tmp_path / "q.jsonl"
    good = (
        '{"text": "a", "lang": "cs", "slug": "x", "style": "chat"}\n'
        '{"text": "b", "lang": "sk", "kind": "near"}\n'
    )
    path.write_text(good, encoding="utf-8")
    assert read_questions(path) == [
        Labelled("a", "x", "cs", "chat"),
        Labelled("b", None, "sk", "near"),
    ]
    for bad in ("{", "[]", '{"text": 1, "lang": "sk", "kind": "x"}', '{"text": "a"}'):
        path.write_text(good + bad + "\n", encoding="utf-8")
        with pytest.raises(BadQuestions, match="jsonl:3"):
            read_questions(path)


def test_threshold_is_the_lowest_that_keeps_the_precision() -> None:
    """From the threshold up the wanted share is right; if that never holds, nothing passes."""
    scores = np.array([0.9, 0.8, 0.7, 0.6], dtype=np.float32)
    assert threshold(scores, np.array([True, True, False, False]), 0.6) == pytest.approx(0.7)
    assert threshold(scores, np.array([False] * 4), 0.5) == 1.0


def test_fitting_separates_right_from_wrong() -> None:
    """Right hits with a margin and wrong ones without give a curve that tells them apart."""
    rng = np.random.default_rng(1)
    judged = []
    for number in range(200):
        right = number % 2 == 0
        features = rng.normal(0, 0.3, (1, len(FEATURES))).astype(np.float32)
        features[0, FEATURES.index("margin")] += 3.0 if right else -3.0
        wanted = None if number % 4 == 3 else f"slug-{number % 40}"
        slugs = [wanted] if right and wanted else ["wrong"]
        judged.append(Judged(Labelled("q", wanted), features, slugs))
    chosen = fit(judged)
    assert chosen.probability(judged[0].features[0]) > 0.9
    answered = [j for j in judged if j.decision(chosen) == "answer"]
    assert len(answered) > 80
    assert sum(j.rank == 1 for j in answered) / len(answered) >= 0.9
    fitted = cross_fitted(judged)
    assert len(fitted) == len(judged)
    assert len({c.bias for c in fitted}) > 1


def test_judging_keeps_the_order_and_questions_without_letters(index: Index) -> None:
    """Every question gets its line; one with nothing to look for has no hits and no answer."""
    searcher = Searcher(index, FakeLexicon(), UNFITTED)
    labelled = [Labelled("zmizol zelený zámok", "certifikat"), Labelled("😀", None)]
    judged = judge(searcher, HashedEncoder(), labelled)  # type: ignore[arg-type]
    assert judged[0].rank == 1
    assert judged[0].right[0]
    assert (judged[1].rank, judged[1].decision(UNFITTED)) == (None, "none")


def test_batches_hold_similar_lengths_within_the_limit() -> None:
    """Every text is in one batch, and padding a batch stays within the limit."""
    lengths = [500, 3, 4, 500, 5, 2]
    made = batches(lengths, 600)
    assert sorted(place for batch in made for place in batch) == list(range(6))
    assert all(len(b) * max(lengths[i] for i in b) <= 600 for b in made)


def test_another_format_of_the_packed_encoder_is_refused() -> None:
    """A file that does not start as expected is one clear error."""
    with pytest.raises(EncoderUnusable, match="E5S1"):
        read_packed(b"GGUF....")
