"""Search: from a customer's text to ranked articles with probabilities and a decision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.articles import Passage
from retrieval.index import Index
from retrieval.ranking import (
    MAX_SUGGESTED,
    WEIGHTS,
    Calibration,
    Decision,
    Evidence,
    Floats,
    Rankings,
    Weights,
    best_of_each,
    decide,
)
from retrieval.text import (
    Language,
    Lexicon,
    clean,
    grams,
    has_letters,
    lemmas,
    understand,
    words,
)

MAX_QUESTION = 2000
MAX_PASSAGE = 400
# A section is quoted instead of the opening paragraph only when it is clearly nearer.
_CLEARLY_NEARER = 0.02


@dataclass(frozen=True, slots=True)
class Question:
    """A customer's text made ready: cleaned, its diacritics restored, cut into words."""

    text: str
    language: Language
    lemmas: Sequence[str]
    grams: Sequence[str]
    words: int


@dataclass(frozen=True, slots=True)
class Hit:
    """One found article; *score* is the probability that it answers the question."""

    slug: str
    title: str
    category: str
    category_title: str
    score: float
    url: str
    passage: str
    heading: str


@dataclass(frozen=True, slots=True)
class Found:
    """The decision, the language of the question and the hits, best first."""

    decision: Decision
    language: Language
    hits: Sequence[Hit]


class Searcher:
    """Ranks over one index; holds no state of its own and is replaced together with the index."""

    def __init__(
        self,
        index: Index,
        lexicon: Lexicon,
        calibration: Calibration,
        weights: Mapping[str, Weights] = WEIGHTS,
    ) -> None:
        self.index, self.lexicon, self.calibration = index, lexicon, calibration
        self._weights = weights
        self._texts = np.array([not passage.question for passage in index.passages], dtype=bool)
        self._owners = index.owners[self._texts]

    def prepare(self, text: str) -> Question | None:
        """Make the text ready for encoding; None if there is nothing to look for in it."""
        text = clean(text, MAX_QUESTION)
        if not has_letters(text):
            return None
        text, language = understand(text, self.lexicon, self.index.own)
        return Question(text, language, lemmas(text, self.lexicon), grams(text), len(words(text)))

    def evidence(self, question: Question, vector: Floats, near: Floats | None = None) -> Evidence:
        """What speaks for every article; *near* are the similarities if they are known already."""
        index = self.index
        rankings = (
            index.similarities(vector) if near is None else near,
            index.words.scores(question.lemmas),
            index.grams.scores(question.grams),
        )
        count = len(index.articles)
        return Evidence(
            texts=Rankings(*(best_of_each(r[self._texts], self._owners, count) for r in rankings)),
            learned=index.learned.judge(question.text, vector),
            weights=self._weights[question.language],
            known=index.words.known(question.lemmas),
            words=question.words,
        )

    def search(self, question: Question, vector: Floats, count: int) -> Found:
        """The best *count* articles; *vector* is the encoded ``question.text``."""
        near = self.index.similarities(vector)
        found = self.evidence(question, vector, near)
        order = found.order()
        considered = order[: max(count, MAX_SUGGESTED)]
        falling = self.calibration.falling(found.features(int(place)) for place in considered)
        hits = [
            self._hit(int(place), score, near)
            for place, score in zip(order[:count], falling, strict=False)
        ]
        return Found(decide(falling, self.calibration), question.language, hits)

    def _hit(self, place: int, score: float, near: Floats) -> Hit:
        article = self.index.articles[place]
        passage = self._quote(place, near)
        return Hit(
            slug=article.slug,
            title=article.title,
            category=article.category,
            category_title=self.index.categories.get(article.category, article.category),
            score=round(score, 4),
            url=article.url,
            passage=clip(passage.text, MAX_PASSAGE) if passage else "",
            heading=passage.heading if passage else "",
        )

    def _quote(self, place: int, near: Floats) -> Passage | None:
        mine = [int(i) for i in np.flatnonzero(self.index.owners == place)]
        shown = [i for i in mine if self.index.passages[i].kind in {"intro", "section"}]
        if not shown:
            return None
        best = max(shown, key=lambda i: near[i])
        intro = next((i for i in shown if self.index.passages[i].kind == "intro"), best)
        chosen = best if near[best] > near[intro] + _CLEARLY_NEARER else intro
        return self.index.passages[chosen]


def clip(text: str, limit: int) -> str:
    """At most *limit* characters, cut after a sentence if one ends in the second half, else a word."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    stop = max(head.rfind(". "), head.rfind("! "), head.rfind("? "), head.rfind(".\n"))
    if stop >= limit // 2:
        return head[: stop + 1]
    return head[: max(head.rfind(" "), head.rfind("\n"), limit // 2)].rstrip(" \n,;:–-") + "…"
