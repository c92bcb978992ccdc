"""A help of four articles, a hand-made lexicon and an encoder of hashed n-grams."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

import numpy as np

from retrieval.index import Source
from retrieval.library import Library, read_library
from retrieval.ranking import FEATURES, Calibration, Floats
from retrieval.settings import Settings
from retrieval.text import grams

CATEGORIES = "domeny: Domény\nposta: Pošta\nweb: Web\n"
COMPANY = "company: Skúška\npanel: panel.example\n"
ARTICLES = {
    "domeny/predlzenie": ("Ako predĺžim doménu?", "doména mi čoskoro končí", "posta-nejde"),
    "posta/posta-nejde": ("Nechodí mi pošta", "neprišiel mi žiadny e-mail", "web-nejde"),
    "web/web-nejde": ("Web sa nezobrazuje", "stránka je biela", "predlzenie"),
    "web/certifikat": ("Certifikát nie je platný", "zmizol zelený zámok", "web-nejde"),
}


QUESTIONS = (
    '{"slug": "certifikat", "text": "prehliadač varuje pred nebezpečným spojením"}\n'
    '{"slug": "web-nejde", "text": "stranka hlasi chybu"}\n'
)
OUTSIDE = "# nothing of ours\nrecept na koláč\n"


def article_text(name: str, title: str, wording: str, related: str) -> str:
    """A whole article file."""
    category, slug = name.split("/")
    return (
        f"---\nslug: {slug}\ntitle: {title}\ncategory: {category}\nwordings:\n"
        f"  - {wording}\n  - {wording} a neviem prečo\n  - {wording} už druhý deň\n"
        f"related: [{related}]\nupdated: 2026-11-22\nproblem: none\n---\n"
        f"{title} Odpoveď nájdete na {{{{ panel }}}}.\n\n"
        f"## Postup\n\n1. Otvorte **{title}**.\n2. Pozrite aj [ďalší článok]({related}).\n"
    )


class FakeLexicon:
    """A few words, enough for the rules."""

    def __init__(
        self,
        accents: Mapping[str, Sequence[tuple[str, float]]] | None = None,
        lemmas: Mapping[str, str] | None = None,
        languages: Mapping[str, Sequence[float]] | None = None,
    ) -> None:
        self._accents, self._lemmas = accents or {}, lemmas or {}
        self._languages = languages or {}

    def accented(self, folded: str) -> Sequence[tuple[str, float]]:
        return self._accents.get(folded, ())

    def lemma(self, word: str) -> str:
        return self._lemmas.get(word, word)

    def frequencies(self, folded: str) -> Sequence[float] | None:
        return self._languages.get(folded)


class HashedEncoder:
    """Unit vectors of folded n-grams; counts what it was asked to encode."""

    def __init__(self, identity: str = "hashed", dimension: int = 256) -> None:
        self.identity, self.dimension = identity, dimension
        self.asked: list[str] = []
        self.calls = 0

    def encode(self, texts: Sequence[str], kind: Literal["query", "passage"]) -> Floats:
        self.calls += 1
        self.asked += texts
        made = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            made[row, 0] = 0.1
            for gram in grams(text):
                # The built-in hash of texts differs from run to run.
                made[row, sum(ord(c) * 31**i for i, c in enumerate(gram)) % self.dimension] += 1
        made /= np.linalg.norm(made, axis=1, keepdims=True)
        return made


CALIBRATION = Calibration(
    mean=(0.0,) * len(FEATURES),
    scale=(1.0,) * len(FEATURES),
    weights=tuple(3.0 if name == "margin" else 0.0 for name in FEATURES),
    bias=0.0,
    answer=0.9,
    suggest=0.4,
)


def quiet(_step: str) -> None:
    """Progress nobody reads."""


def replaced(settings: Settings, **changes: object) -> Settings:
    """The settings with some values changed."""
    return replace(settings, **changes)  # type: ignore[arg-type]


def read(home: Path) -> Library:
    """The library of the small help."""
    return read_library(
        home / "articles", home / "categories.yml", home / "company.yml", home / "questions"
    )


def source(home: Path) -> Source:
    """What an index of the small help is made of."""
    library = read(home)
    return Source(library.content, library.articles, library.categories, library.asked)
