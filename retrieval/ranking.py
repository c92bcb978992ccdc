"""Pure ranking: word scores, fusion by language, articles from passages, and the decision to answer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Literal

import bm25s  # type: ignore[import-untyped]
import numpy as np
import numpy.typing as npt

from retrieval.learned import Verdict

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
Decision = Literal["answer", "suggest", "none"]

FEATURES = (
    "text_cosine",
    "nearest",
    "learned",
    "learned_margin",
    "outside",
    "fused",
    "margin",
    "lexical",
    "known",
    "words",
)
MANY_WORDS = 40
MAX_SUGGESTED = 3
_RRF_K = 60
_FLAT = 1e-9


@dataclass(frozen=True, slots=True)
class Weights:
    """Shares of the three rankings of texts, and of texts beside what was learned."""

    dense: float
    lemmas: float
    grams: float
    texts: float = 0.6


# Lemmatising Czech as Slovak hurts, and English shares only names of things with the articles.
WEIGHTS: Mapping[str, Weights] = {
    "sk": Weights(0.5, 0.25, 0.25),
    "cs": Weights(0.7, 0.05, 0.25),
    "en": Weights(0.85, 0.05, 0.1, 0.9),
    "other": Weights(0.8, 0.1, 0.1, 0.9),
}


class Bm25:
    """BM25 over token lists; any token the texts do not hold counts for nothing."""

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        self._size = len(texts)
        self._vocabulary = {token for text in texts for token in text}
        self._index: bm25s.BM25 | None = None
        if self._vocabulary:
            self._index = bm25s.BM25(method="lucene")
            self._index.index([list(text) for text in texts], show_progress=False)

    def known(self, tokens: Sequence[str]) -> float:
        """Share of the tokens that stand in some text."""
        return sum(t in self._vocabulary for t in tokens) / len(tokens) if tokens else 0.0

    def scores(self, tokens: Sequence[str]) -> Floats:
        """One score a text, zero where no token is shared."""
        known = [token for token in tokens if token in self._vocabulary]
        if self._index is None or not known:
            return np.zeros(self._size, dtype=np.float32)
        return np.asarray(self._index.get_scores(known), dtype=np.float32)


def best_of_each(scores: Floats, owners: Ints, count: int) -> Floats:
    """The highest score among the passages of each of *count* articles."""
    best = np.full(count, -np.inf, dtype=np.float32)
    np.maximum.at(best, owners, scores)
    finite = best[np.isfinite(best)]
    best[~np.isfinite(best)] = finite.min() if finite.size else 0.0
    return best


def standardised(scores: Floats) -> Floats:
    """Zero mean and unit deviation; all zero when nothing differs."""
    spread = float(scores.std())
    if spread < _FLAT:
        return np.zeros_like(scores)
    return np.asarray((scores - scores.mean()) / spread, dtype=np.float32)


def reciprocal_ranks(scores: Floats) -> Floats:
    """1 / (60 + rank) of each, the highest first; equal scores share the better rank."""
    order = np.sort(scores)[::-1]
    ranks = np.searchsorted(-order, -scores, side="left") + 1
    return (1.0 / (_RRF_K + ranks)).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Rankings:
    """Scores of every article by cosine, by lemmas and by n-grams, over passages of one kind."""

    dense: Floats
    lemmas: Floats
    grams: Floats

    def fused(self, weights: Weights) -> Floats:
        """Weighted sum of the standardised scores."""
        total = (
            weights.dense * standardised(self.dense)
            + weights.lemmas * standardised(self.lemmas)
            + weights.grams * standardised(self.grams)
        )
        return np.asarray(total, dtype=np.float32)


@dataclass(frozen=True)
class Evidence:
    """What speaks for each article, and what is known about the question."""

    texts: Rankings
    learned: Verdict
    weights: Weights
    known: float
    words: int

    @cached_property
    def fused(self) -> Floats:
        """What was learned from wordings, helped by the articles' texts."""
        texts = standardised(self.texts.fused(self.weights))
        total = standardised(self.learned.scores) + self.weights.texts * texts
        return np.asarray(total, dtype=np.float32)

    def order(self) -> Ints:
        """Articles, the best first; ties stay in the order of the index."""
        return np.argsort(-self.fused, kind="stable")

    @cached_property
    def _lexical(self) -> Floats:
        both = standardised(self.texts.lemmas) + standardised(self.texts.grams)
        return np.asarray(both / 2, dtype=np.float32)

    def features(self, place: int) -> Floats:
        """The numbers of FEATURES for one article."""
        return np.array(
            [
                self.texts.dense[place],
                self.learned.nearest[place],
                self.learned.scores[place],
                _ahead(self.learned.scores, place),
                self.learned.outside,
                self.fused[place],
                _ahead(self.fused, place),
                self._lexical[place],
                self.known,
                np.log1p(min(self.words, MANY_WORDS)),
            ],
            dtype=np.float32,
        )


def _ahead(scores: Floats, place: int) -> float:
    """How far one article is ahead of the best other one; negative when it is behind."""
    others = np.delete(scores, place)
    return float(scores[place] - others.max()) if others.size else float(scores[place])


@dataclass(frozen=True, slots=True)
class Calibration:
    """A fitted logistic curve over FEATURES and the two thresholds of the decision."""

    mean: Sequence[float]
    scale: Sequence[float]
    weights: Sequence[float]
    bias: float
    answer: float
    suggest: float

    def probability(self, features: Floats) -> float:
        """How likely the article with these features answers the question."""
        scaled = (features - np.asarray(self.mean)) / np.asarray(self.scale)
        return float(1.0 / (1.0 + np.exp(-(scaled @ np.asarray(self.weights) + self.bias))))

    def falling(self, rows: Iterable[Floats]) -> list[float]:
        """Probabilities of hits in their order; a later one is never above an earlier one."""
        return list(accumulate(map(self.probability, rows), min))


def decide(probabilities: Sequence[float], calibration: Calibration) -> Decision:
    """Answer when the first is right, suggest when the right one is likely among three."""
    if not probabilities:
        return "none"
    if probabilities[0] >= calibration.answer:
        return "answer"
    if min(1.0, sum(probabilities[:MAX_SUGGESTED])) >= calibration.suggest:
        return "suggest"
    return "none"
