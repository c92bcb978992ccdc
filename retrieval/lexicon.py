"""Word tables of Slovak and its neighbours, built once from simplemma and wordfreq and kept in SQLite."""

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from retrieval.text import LANGUAGES, fold

_FORMAT = 1
_KEPT_FORMS = 3
# A form only the dictionary knows still counts, a little more if its dictionary form is common.
_UNSEEN = 1e-9
_OF_LEMMA = 1e-3
_IN_DICTIONARY = 1e-7
_RARE = 1e-6
_TABLES = """
CREATE TABLE lemmas (word TEXT PRIMARY KEY, lemma TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE accents (folded TEXT, form TEXT, frequency REAL, PRIMARY KEY (folded, form)) WITHOUT ROWID;
CREATE TABLE languages (folded TEXT PRIMARY KEY, sk REAL, cs REAL, en REAL, de REAL, hu REAL, pl REAL) WITHOUT ROWID;
"""

Progress = Callable[[str], None]


class SqliteLexicon:
    """The tables on disk; nothing is loaded but what is asked for, and that is remembered."""

    def __init__(self, path: Path) -> None:
        # Only reads happen here, and SQLite serialises them between threads.
        self._db = sqlite3.connect(f"file:{path}?mode=ro", uri=True, check_same_thread=False)
        self.lemma = lru_cache(maxsize=50_000)(self._lemma)
        self.accented = lru_cache(maxsize=20_000)(self._accented)
        self.frequencies = lru_cache(maxsize=20_000)(self._frequencies)

    def close(self) -> None:
        self._db.close()

    def _lemma(self, word: str) -> str:
        row = self._db.execute("SELECT lemma FROM lemmas WHERE word = ?", (word,)).fetchone()
        return str(row[0]) if row else word

    def _accented(self, folded: str) -> Sequence[tuple[str, float]]:
        return self._db.execute(
            "SELECT form, frequency FROM accents WHERE folded = ?", (folded,)
        ).fetchall()

    def _frequencies(self, folded: str) -> Sequence[float] | None:
        row = self._db.execute("SELECT * FROM languages WHERE folded = ?", (folded,)).fetchone()
        return row[1:] if row else None


def open_lexicon(folder: Path, progress: Progress) -> SqliteLexicon:
    """Open the tables, building them first when they are missing or from other sources."""
    made_of = f"{_FORMAT}-{version('simplemma')}-{version('wordfreq')}"
    path = folder / f"lexicon-{made_of}.sqlite"
    if not path.exists():
        progress("building the word tables (once)")
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("lexicon-*.sqlite*"):
            old.unlink()
        half_done = path.with_suffix(".part")
        half_done.unlink(missing_ok=True)
        _build(half_done)
        half_done.replace(path)
    return SqliteLexicon(path)


def _build(path: Path) -> None:
    # Imported here: they take memory that the running service does not need.
    import wordfreq
    from simplemma.strategies.dictionaries.dictionary_factory import (
        DefaultDictionaryFactory,
    )

    lemma_of = _lower_case(DefaultDictionaryFactory().get_dictionary("sk").items())
    frequency = {
        language: wordfreq.get_frequency_dict(language, wordlist="best") for language in LANGUAGES
    }
    db = sqlite3.connect(path)
    db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + _TABLES)
    db.executemany("INSERT INTO lemmas VALUES (?, ?)", sorted(lemma_of.items()))
    db.executemany("INSERT INTO accents VALUES (?, ?, ?)", _accents(lemma_of, frequency["sk"]))
    db.executemany(
        "INSERT INTO languages VALUES (?, ?, ?, ?, ?, ?, ?)", _languages(lemma_of, frequency)
    )
    db.commit()
    db.close()


def _lower_case(entries: Iterable[tuple[str, str]]) -> dict[str, str]:
    made: dict[str, str] = {}
    for word, lemma in entries:
        # A word that is written small anyway wins over a name.
        if word == word.lower() or word.lower() not in made:
            made[word.lower()] = lemma.lower()
    return made


def _accents(
    lemma_of: dict[str, str], frequency: dict[str, float]
) -> Iterator[tuple[str, str, float]]:
    forms: dict[str, dict[str, float]] = defaultdict(dict)
    for form in lemma_of.keys() | frequency.keys():
        lemma = lemma_of.get(form, form)
        seen = frequency.get(form, _UNSEEN + _UNSEEN * _OF_LEMMA * 1e6 * frequency.get(lemma, 0.0))
        forms[fold(form)][form] = seen
    for folded in sorted(forms):
        best = sorted(forms[folded].items(), key=lambda item: -item[1])[:_KEPT_FORMS]
        if [form for form, _ in best] != [folded]:
            yield from ((folded, form, seen) for form, seen in best)


def _languages(
    lemma_of: dict[str, str], frequency: dict[str, dict[str, float]]
) -> Iterator[tuple[str, float, float, float, float, float, float]]:
    table: dict[str, list[float]] = defaultdict(lambda: [0.0] * len(LANGUAGES))
    for place, language in enumerate(LANGUAGES):
        for word, seen in frequency[language].items():
            if seen >= _RARE or language in {"sk", "cs"}:
                table[fold(word)][place] += seen
    # The Slovak list is ten times shorter than the Czech one; the dictionary evens that out.
    for word in lemma_of:
        row = table[fold(word)]
        row[0] = max(row[0], _IN_DICTIONARY)
    for folded in sorted(table):
        sk, cs, en, de, hu, pl = table[folded]
        yield folded, sk, cs, en, de, hu, pl
