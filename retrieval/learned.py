"""What customers' wordings teach: kernel ridge regression from questions to articles, pure numbers."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse  # type: ignore[import-untyped]

from retrieval.text import fold, words

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

# Chosen by leave-one-out over the tuning wordings; docs/retrieval.md has the table.
CURVE = 2.0
RIDGE = 0.3
_SIZES = (3, 4, 5)
_SEEN_IN = 2
_LITTLE = 1e-9
OUTSIDE = -1


@dataclass(frozen=True, slots=True)
class Verdict:
    """For every article a learned score and the likeness of its nearest wording; also of no article."""

    scores: Floats
    nearest: Floats
    outside: float


class Grams:
    """Weighted counts of folded words and of their 3- to 5-grams; rows of unit length."""

    def __init__(self, vocabulary: Sequence[str], weights: Floats) -> None:
        self.vocabulary, self.weights = list(vocabulary), weights
        self._places = {token: place for place, token in enumerate(vocabulary)}

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Grams":
        """The vocabulary of *texts*: what at least two of them hold."""
        seen = Counter(token for text in texts for token in _tokens(text))
        vocabulary = sorted(token for token, count in seen.items() if count >= _SEEN_IN)
        counts = np.array([seen[token] for token in vocabulary], dtype=np.float32)
        return cls(vocabulary, np.log((len(texts) + 1) / (counts + 1)) + 1)

    def row(self, text: str) -> tuple[Ints, Floats]:
        """Places and values of one text; nothing when no token is known."""
        known = {self._places[t]: c for t, c in _tokens(text).items() if t in self._places}
        places = np.fromiter(known, dtype=np.int64, count=len(known))
        values = 1 + np.log(np.fromiter(known.values(), dtype=np.float32, count=len(known)))
        values *= self.weights[places]
        values /= max(float(np.linalg.norm(values)), _LITTLE)
        return places, values.astype(np.float32)

    def rows(self, texts: Sequence[str]) -> sparse.csr_matrix:
        """One row a text, shape (texts, vocabulary)."""
        made = [self.row(text) for text in texts]
        ends = np.cumsum([0, *(len(places) for places, _ in made)])
        places = np.concatenate([p for p, _ in made]) if made else np.zeros(0, np.int64)
        values = np.concatenate([v for _, v in made]) if made else np.zeros(0, np.float32)
        shape = (len(made), len(self.vocabulary))
        return sparse.csr_matrix((values.astype(np.float32), places, ends), shape=shape)


def _tokens(text: str) -> Mapping[str, int]:
    made: Counter[str] = Counter()
    for word in words(fold(text)):
        edged = f"<{word}>"
        made[f" {word}"] += 1
        for size in _SIZES:
            made.update(edged[i : i + size] for i in range(max(1, len(edged) - size + 1)))
    return made


@dataclass(frozen=True)
class Learned:
    """The fitted model; *owners* says whose each wording is, OUTSIDE for nobody's.

    *vectors* has shape (wordings, dimension), centred and of unit length, *weights* (wordings,
    articles + 1): the last column is for questions no article answers.
    """

    grams: Grams
    rows: sparse.csr_matrix
    centre: Floats
    vectors: Floats
    weights: Floats
    owners: Ints

    @property
    def articles(self) -> int:
        return int(self.weights.shape[1]) - 1

    def likeness(self, text: str, vector: Floats) -> Floats:
        """Likeness of a question to every wording, 1 for the same."""
        places, values = self.grams.row(text)
        sparse_row = np.zeros(len(self.grams.vocabulary), dtype=np.float32)
        sparse_row[places] = values
        shared = self.rows @ sparse_row
        return _curved(self.vectors @ _centred(vector[None], self.centre)[0], shared)

    def judge(self, text: str, vector: Floats) -> Verdict:
        """Scores of every article; zeros when nothing was learned."""
        nearest = np.zeros(self.articles, dtype=np.float32)
        if not len(self.owners):
            return Verdict(np.zeros_like(nearest), nearest, 0.0)
        likeness = self.likeness(text, vector)
        scores = likeness @ self.weights
        inside = self.owners >= 0
        np.maximum.at(nearest, self.owners[inside], likeness[inside])
        return Verdict(scores[:-1], nearest, float(scores[-1]))


def learn(texts: Sequence[str], vectors: Floats, owners: Ints, articles: int) -> Learned:
    """Fit the model in closed form: about two seconds for 5,000 wordings."""
    grams = Grams.of(texts)
    rows = grams.rows(texts)
    centre = vectors.mean(axis=0) if len(texts) else np.zeros(vectors.shape[1], dtype=np.float32)
    made = _centred(vectors, centre)
    wanted = np.zeros((len(texts), articles + 1), dtype=np.float32)
    wanted[np.arange(len(texts)), owners] = 1.0
    if len(texts):
        kernel = _curved(made @ made.T, (rows @ rows.T).toarray())
        kernel[np.diag_indices_from(kernel)] += RIDGE
        wanted = np.linalg.solve(kernel, wanted)
    return Learned(grams, rows, centre, made, wanted.astype(np.float32), owners)


def _centred(vectors: Floats, centre: Floats) -> Floats:
    moved = vectors - centre
    lengths = np.linalg.norm(moved, axis=1, keepdims=True)
    return np.asarray(moved / np.maximum(lengths, _LITTLE), dtype=np.float32)


def _curved(meaning: Floats, shared: Floats) -> Floats:
    """One likeness of two: by meaning and by shared grams; the curve favours near ones."""
    return np.asarray(np.exp(CURVE * ((meaning + shared) / 2 - 1)), dtype=np.float32)


def pack(learned: Learned) -> dict[str, npt.NDArray[np.generic]]:
    """Arrays to store; the vocabulary is one text, tokens on lines of their own."""
    return {
        "vocabulary": np.frombuffer("\n".join(learned.grams.vocabulary).encode(), np.uint8),
        "gram_weights": learned.grams.weights,
        "data": learned.rows.data,
        "indices": learned.rows.indices,
        "indptr": learned.rows.indptr,
        "centre": learned.centre,
        "vectors": learned.vectors,
        "weights": learned.weights,
        "owners": learned.owners,
    }


def unpack(stored: Mapping[str, npt.NDArray[np.generic]]) -> Learned:
    """The model of packed arrays; raise KeyError or ValueError when they are not one."""
    text = stored["vocabulary"].tobytes().decode()
    vocabulary = text.split("\n") if text else []
    shape = (len(stored["indptr"]) - 1, len(vocabulary))
    parts = (stored["data"], stored["indices"], stored["indptr"])
    numbers = {name: np.asarray(stored[name], dtype=np.float32) for name in _NUMBERS}
    grams = Grams(vocabulary, numbers.pop("gram_weights"))
    owners = np.asarray(stored["owners"], dtype=np.int64)
    return Learned(grams, sparse.csr_matrix(parts, shape=shape), owners=owners, **numbers)


_NUMBERS = ("gram_weights", "centre", "vectors", "weights")
