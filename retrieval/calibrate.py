"""Fit the probability that a hit answers the question, and the thresholds of the decision."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from retrieval.encoder import Encoder
from retrieval.errors import BadQuestions
from retrieval.ranking import FEATURES, MAX_SUGGESTED, Calibration, Floats, decide
from retrieval.searcher import Searcher
from retrieval.text import fold

ANSWER_PRECISION = 0.9
SUGGEST_PRECISION = 0.5
MAX_FALSE_ANSWERS = 0.01
MAX_FALSE_SUGGESTIONS = 0.08
_CHUNK = 64
UNFITTED = Calibration(
    mean=(0.0,) * len(FEATURES),
    scale=(1.0,) * len(FEATURES),
    weights=(0.0,) * len(FEATURES),
    bias=0.0,
    answer=1.0,
    suggest=1.0,
)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question and the slug that answers it, None when no article does."""

    text: str
    slug: str | None
    leave_out: int | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """A ranked question: features of its first hits, whether each is right, if any should be."""

    features: Floats
    right: Sequence[bool]
    in_scope: bool


def own_wordings(searcher: Searcher) -> Iterator[Labelled]:
    """Every wording and title as a question, itself left out; every other without diacritics."""
    for place, passage in enumerate(searcher.index.passages):
        if passage.question:
            text = fold(passage.text) if place % 2 else passage.text
            yield Labelled(text, passage.slug, place)


def read_texts(path: Path) -> list[Labelled]:
    """Out-of-scope texts, one a line; lines that start with # are comments."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [Labelled(x.strip(), None) for x in lines if x.strip() and not x.startswith("#")]


def read_questions(path: Path) -> list[Labelled]:
    """Lines of ``{"q": text, "slug": slug or null}``; raise BadQuestions with file and line."""
    made = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            raw = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            raise BadQuestions(f"{path}:{number}", "not JSON") from error
        match raw:
            case {"q": str(text), "slug": str() | None as slug}:
                made.append(Labelled(text, slug))
            case _:
                raise BadQuestions(f"{path}:{number}", "not {'q': text, 'slug': slug or null}")
    return made


def judge(searcher: Searcher, encoder: Encoder, labelled: Sequence[Labelled]) -> list[Judged]:
    """Rank every question; texts with nothing to look for are left aside."""
    made: list[Judged] = []
    for start in range(0, len(labelled), _CHUNK):
        chunk = labelled[start : start + _CHUNK]
        pairs = [(q, p) for q in chunk if (p := searcher.prepare(q.text)) is not None]
        if not pairs:
            continue
        vectors = encoder.encode([prepared.text for _, prepared in pairs], "query")
        for (question, prepared), vector in zip(pairs, vectors, strict=True):
            without = () if question.leave_out is None else (question.leave_out,)
            found = searcher.evidence(prepared, vector, without)
            best = found.order()[:MAX_SUGGESTED]
            right = [searcher.index.articles[int(p)].slug == question.slug for p in best]
            features = np.stack([found.features(int(p)) for p in best])
            made.append(Judged(features, right, question.slug is not None))
    return made


def fit(judged: Sequence[Judged]) -> tuple[Calibration, dict[str, float]]:
    """A logistic fit over all first hits, thresholds by precision; also the figures it reached."""
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

    rows = np.concatenate([j.features for j in judged])
    labels = np.concatenate([np.asarray(j.right) for j in judged])
    mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    model = LogisticRegression(C=1.0, max_iter=1000).fit((rows - mean) / scale, labels)
    curve = Calibration(
        mean=_rounded(mean),
        scale=_rounded(scale),
        weights=_rounded(model.coef_[0]),
        bias=round(float(model.intercept_[0]), 5),
        answer=1.0,
        suggest=1.0,
    )
    first = np.array([_probabilities(j, curve)[0] for j in judged])
    among = np.array([min(1.0, sum(_probabilities(j, curve))) for j in judged])
    right_first = np.array([j.right[0] for j in judged])
    right_among = np.array([any(j.right) for j in judged])
    outside = np.array([not j.in_scope for j in judged])
    answer = max(
        threshold(first, right_first, ANSWER_PRECISION), _quiet(first[outside], MAX_FALSE_ANSWERS)
    )
    suggest = max(
        threshold(among, right_among, SUGGEST_PRECISION),
        _quiet(among[outside], MAX_FALSE_SUGGESTIONS),
    )
    chosen = Calibration(**{**asdict(curve), "answer": answer, "suggest": min(suggest, answer)})
    return chosen, figures(judged, chosen)


def threshold(scores: Floats, right: Any, precision: float) -> float:
    """The lowest score from which on at least *precision* of the questions above are right."""
    order = np.argsort(-scores, kind="stable")
    reached = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    good = np.flatnonzero(reached >= precision)
    return round(float(scores[order[good[-1]]]), 4) if good.size else 1.0


def _quiet(scores: Floats, share: float) -> float:
    """A score that at most *share* of the out-of-scope questions reach."""
    if not scores.size:
        return 0.0
    return round(float(np.quantile(scores, 1 - share)) + 1e-4, 4)


def figures(judged: Sequence[Judged], calibration: Calibration) -> dict[str, float]:
    """Recall and what the thresholds do, over the questions they were fitted on."""
    inside = [j for j in judged if j.in_scope]
    decisions = [decide(_probabilities(j, calibration), calibration) for j in judged]
    answered = [j for j, d in zip(judged, decisions, strict=True) if d == "answer"]
    refused = [d for j, d in zip(judged, decisions, strict=True) if not j.in_scope]
    return {
        "questions": len(inside),
        "out_of_scope": len(refused),
        "recall_1": _share(j.right[0] for j in inside),
        "recall_3": _share(any(j.right) for j in inside),
        "answer_precision": _share(j.right[0] for j in answered),
        "answer_coverage": _share(
            d == "answer" for j, d in zip(judged, decisions, strict=True) if j.in_scope
        ),
        "out_of_scope_answered": _share(d == "answer" for d in refused),
        "out_of_scope_none": _share(d == "none" for d in refused),
    }


def _probabilities(judged: Judged, calibration: Calibration) -> list[float]:
    return calibration.falling(judged.features)


def _share(values: Iterable[bool]) -> float:
    seen = list(values)
    return round(sum(seen) / len(seen), 4) if seen else 0.0


def _rounded(values: Floats) -> tuple[float, ...]:
    return tuple(round(float(v), 5) for v in values)


def write_calibration(path: Path, chosen: Calibration, reached: dict[str, float]) -> None:
    text = json.dumps({**asdict(chosen), "features": FEATURES, "fitted_on": reached}, indent=2)
    path.write_text(text + "\n", encoding="utf-8")


def read_calibration(path: Path) -> Calibration:
    """Raise BadQuestions if the file was fitted for other features."""
    raw = json.loads(path.read_text(encoding="utf-8"))
    if tuple(raw.pop("features")) != FEATURES:
        raise BadQuestions(str(path), "fitted for other features, run calibrate")
    raw.pop("fitted_on")
    return Calibration(**raw)
