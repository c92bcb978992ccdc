"""Fit the probability that a hit answers the question, and the thresholds of the decision."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from retrieval.encoder import Encoder
from retrieval.errors import BadQuestions
from retrieval.ranking import FEATURES, MAX_SUGGESTED, Calibration, Decision, Floats, decide
from retrieval.searcher import Searcher

# A little above what is promised (0.90), since a threshold fitted on some meets others.
ANSWER_PRECISION = 0.91
SUGGEST_PRECISION = 0.6
MAX_FALSE_ANSWERS = 0.005
MAX_FALSE_SUGGESTIONS = 0.1
FOLDS = 5
DEPTH = 10
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
    language: str = "sk"
    style: str = "plain"


@dataclass(frozen=True, slots=True)
class Judged:
    """A ranked question: features of its first hits, the first slugs, best first.

    *features* has shape (hits, features); there are no hits when there was nothing to look for.
    """

    question: Labelled
    features: Floats
    slugs: Sequence[str]

    @property
    def right(self) -> list[bool]:
        """Whether each of the first hits is the wanted one."""
        return [slug == self.question.slug for slug in self.slugs[: len(self.features)]]

    @property
    def in_scope(self) -> bool:
        return self.question.slug is not None

    @property
    def rank(self) -> int | None:
        """The place of the wanted article from 1, None if it is not among the first ten."""
        wanted = self.question.slug
        return self.slugs.index(wanted) + 1 if wanted in self.slugs else None

    def probabilities(self, calibration: Calibration) -> list[float]:
        return calibration.falling(self.features)

    def decision(self, calibration: Calibration) -> Decision:
        return decide(self.probabilities(calibration), calibration)


def read_questions(path: Path) -> list[Labelled]:
    """Lines of ``{"text", "lang", "slug" and "style", or "kind"}``; BadQuestions names file and line."""
    made = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            raw = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            raise BadQuestions(f"{path}:{number}", "not JSON") from error
        match raw:
            case {"text": str(text), "lang": str(language), "slug": str(slug), "style": str(style)}:
                made.append(Labelled(text, slug, language, style))
            case {"text": str(text), "lang": str(language), "kind": str(kind)}:
                made.append(Labelled(text, None, language, kind))
            case _:
                raise BadQuestions(f"{path}:{number}", "not a question with its slug or kind")
    return made


def judge(searcher: Searcher, encoder: Encoder, labelled: Sequence[Labelled]) -> list[Judged]:
    """Rank every question, in their order."""
    made: list[Judged] = []
    nothing = np.zeros((0, len(FEATURES)), dtype=np.float32)
    for start in range(0, len(labelled), _CHUNK):
        chunk = [(q, searcher.prepare(q.text)) for q in labelled[start : start + _CHUNK]]
        texts = [prepared.text for _, prepared in chunk if prepared is not None]
        vectors = iter(encoder.encode(texts, "query") if texts else ())
        for question, prepared in chunk:
            if prepared is None:
                made.append(Judged(question, nothing, ()))
                continue
            found = searcher.evidence(prepared, next(vectors))
            order = [int(place) for place in found.order()[:DEPTH]]
            features = np.stack([found.features(place) for place in order[:MAX_SUGGESTED]])
            slugs = [searcher.index.articles[place].slug for place in order]
            made.append(Judged(question, features, slugs))
    return made


def fit(judged: Sequence[Judged]) -> Calibration:
    """A logistic fit over all first hits, and the lowest thresholds that keep the promises."""
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

    judged = [j for j in judged if j.slugs]
    rows = np.concatenate([j.features for j in judged])
    labels = np.concatenate([np.asarray(j.right) for j in judged])
    mean, scale = rows.mean(axis=0), np.maximum(rows.std(axis=0), 1e-3)
    model = LogisticRegression(C=1.0, max_iter=1000).fit((rows - mean) / scale, labels)
    curve = Calibration(
        mean=_rounded(mean),
        scale=_rounded(scale),
        weights=_rounded(model.coef_[0]),
        bias=round(float(model.intercept_[0]), 5),
        answer=1.0,
        suggest=1.0,
    )
    first = np.array([j.probabilities(curve)[0] for j in judged])
    among = np.array([min(1.0, sum(j.probabilities(curve))) for j in judged])
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
    return Calibration(**{**asdict(curve), "answer": answer, "suggest": min(suggest, answer)})


def cross_fitted(judged: Sequence[Judged]) -> list[Calibration]:
    """For each question a calibration fitted without it and without others of its article."""
    folds = np.array([_fold(number, j) for number, j in enumerate(judged)])
    made = [
        fit([j for j, f in zip(judged, folds, strict=True) if f != fold]) for fold in range(FOLDS)
    ]
    return [made[fold] for fold in folds]


def _fold(number: int, judged: Judged) -> int:
    slug = judged.question.slug
    return (number if slug is None else sum(slug.encode())) % FOLDS


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


def _rounded(values: Floats) -> tuple[float, ...]:
    return tuple(round(float(v), 5) for v in values)


def write_calibration(path: Path, chosen: Calibration, fitted_on: dict[str, int]) -> None:
    text = json.dumps({**asdict(chosen), "features": FEATURES, "fitted_on": fitted_on}, indent=2)
    path.write_text(text + "\n", encoding="utf-8")


def read_calibration(path: Path) -> Calibration:
    """Raise BadQuestions if the file was fitted for other features."""
    raw = json.loads(path.read_text(encoding="utf-8"))
    if tuple(raw.pop("features")) != FEATURES:
        raise BadQuestions(str(path), "fitted for other features, run calibrate")
    raw.pop("fitted_on")
    return Calibration(**raw)
