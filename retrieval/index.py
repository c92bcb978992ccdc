"""The index: passages, their vectors in FAISS and their words; built from what changed, swapped whole."""

import hashlib
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, Protocol

import faiss
import numpy as np
import orjson

from retrieval.articles import Article, Asked, Passage, passages
from retrieval.errors import IndexMismatch, IndexMissing
from retrieval.learned import OUTSIDE, Learned, learn, pack, unpack
from retrieval.ranking import Bm25, Floats
from retrieval.text import Lexicon, clean, grams, lemmas, own_words, understand

FORMAT = 2
_CHUNK = 32
_MAX_ASKED = 2000
Progress = Callable[[str], None]


class Encoder(Protocol):
    """What the index needs of an encoder."""

    identity: str
    dimension: int

    def encode(self, texts: Sequence[str], kind: Literal["query", "passage"]) -> Floats:
        """Unit vectors in the order of the texts."""


@dataclass(frozen=True, slots=True)
class Source:
    """What an index is made of: articles, titles of categories, questions, one hash of it all."""

    content: str
    articles: Sequence[Article]
    categories: Mapping[str, str]
    asked: Sequence[Asked] = ()


@dataclass(frozen=True, slots=True)
class Rows:
    """Passages with their vectors and lemmas, row by row; questions as encoded, with theirs."""

    passages: Sequence[Passage]
    vectors: Floats
    lemmas: Sequence[Sequence[str]]
    questions: Sequence[str]
    question_vectors: Floats


class Index:
    """Everything a search reads; never changed, only replaced.

    Vectors are float32 of shape (passages, dimension), *lemmas* has one list a passage.
    """

    def __init__(self, source: Source, encoder: str, rows: Rows, learned: Learned) -> None:
        articles, cut = source.articles, rows.passages
        self.content, self.encoder = source.content, encoder
        self.articles, self.categories = articles, source.categories
        self.rows, self.learned = rows, learned
        self.passages, self.vectors, self.lemmas = cut, rows.vectors, rows.lemmas
        self.places = {article.slug: place for place, article in enumerate(articles)}
        self.owners = np.array([self.places[p.slug] for p in cut], dtype=np.int64)
        self.dense = faiss.IndexFlatIP(rows.vectors.shape[1])
        self.dense.add(rows.vectors)
        self.words = Bm25(rows.lemmas)
        self.grams = Bm25([grams(p.indexed) for p in cut])
        self.own = own_words(p.text for p in cut)

    def article(self, slug: str) -> Article | None:
        place = self.places.get(slug)
        return None if place is None else self.articles[place]

    def similarities(self, vector: Floats) -> Floats:
        """Inner product of the question with every passage, in the order of passages."""
        found, places = self.dense.search(vector.reshape(1, -1), len(self.passages))
        scores = np.empty(len(self.passages), dtype=np.float32)
        scores[places[0]] = found[0]
        return scores


def content_hash(parts: Mapping[str, str]) -> str:
    """One hash of everything the index is made of: file name to text."""
    digest = hashlib.sha256(f"format {FORMAT}".encode())
    for name in sorted(parts):
        digest.update(f"\0{name}\0{parts[name]}".encode())
    return digest.hexdigest()


def build(
    source: Source,
    encoder: Encoder,
    lexicon: Lexicon,
    previous: Index | None,
    progress: Progress,
) -> Index:
    """Make an index; texts that *previous* already holds keep their vectors."""
    titles = source.categories
    cut = [p for a in source.articles for p in passages(a, titles.get(a.category, a.category))]
    places = {article.slug: place for place, article in enumerate(source.articles)}
    asked = [a for a in source.asked if a.slug is None or a.slug in places]
    own = own_words(p.text for p in cut)
    questions = [understand(clean(a.text, _MAX_ASKED), lexicon, own)[0] for a in asked]
    wanted = [_key(p) for p in cut] + [("query", text) for text in questions]
    known = _vectors(wanted, encoder, _known(previous, encoder), progress)
    tokens = [lemmas(p.indexed, lexicon) for p in cut]
    made = [known[key] for key in wanted]
    vectors = np.stack(made) if made else np.zeros((0, encoder.dimension), "f4")
    rows = Rows(cut, vectors[: len(cut)], tokens, questions, vectors[len(cut) :])
    owners = [OUTSIDE if a.slug is None else places[a.slug] for a in asked]
    return Index(source, encoder.identity, rows, _learn(rows, owners, places, progress))


def _learn(
    rows: Rows, owners: Sequence[int], places: Mapping[str, int], progress: Progress
) -> Learned:
    """From the articles' own titles and wordings and from all questions."""
    mine = [i for i, p in enumerate(rows.passages) if p.question]
    texts = [rows.passages[i].indexed for i in mine] + list(rows.questions)
    progress(f"learning from {len(texts)} questions")
    whose = [places[rows.passages[i].slug] for i in mine] + list(owners)
    vectors = np.concatenate([rows.vectors[mine], rows.question_vectors])
    return learn(texts, vectors, np.array(whose, dtype=np.int64), len(places))


_Key = tuple[Literal["query", "passage"], str]


def _key(passage: Passage) -> _Key:
    return ("query" if passage.question else "passage", passage.indexed)


def _known(previous: Index | None, encoder: Encoder) -> dict[_Key, Floats]:
    if previous is None or previous.encoder != encoder.identity:
        return {}
    rows = previous.rows
    known = {_key(p): v for p, v in zip(rows.passages, rows.vectors, strict=True)}
    for text, vector in zip(rows.questions, rows.question_vectors, strict=True):
        known["query", text] = vector
    return known


def _vectors(
    wanted: Sequence[_Key], encoder: Encoder, known: dict[_Key, Floats], progress: Progress
) -> dict[_Key, Floats]:
    """Encode what is not known yet, and say how far it is."""
    fresh = [key for key in dict.fromkeys(wanted) if key not in known]
    # Kinds apart, since they have different prompts; lengths together, since batches are padded.
    fresh.sort(key=lambda key: (key[0], len(key[1])))
    for start in range(0, len(fresh), _CHUNK):
        chunk = fresh[start : start + _CHUNK]
        for kind in sorted({kind for kind, _ in chunk}):
            mine = [key for key in chunk if key[0] == kind]
            known.update(zip(mine, encoder.encode([t for _, t in mine], kind), strict=True))
        progress(f"encoding texts {min(start + _CHUNK, len(fresh))}/{len(fresh)}")
    return known


def save(index: Index, folder: Path) -> None:
    """Write the index beside the old one, then point to it; readers see the one or the other."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"index-{index.content[:16]}-{hashlib.sha256(index.encoder.encode()).hexdigest()[:8]}"
    half_done = folder / f"{name}.part"
    shutil.rmtree(half_done, ignore_errors=True)
    half_done.mkdir()
    faiss.write_index(index.dense, str(half_done / "dense.faiss"))
    (half_done / "index.json").write_bytes(
        orjson.dumps(
            {
                "format": FORMAT,
                "content": index.content,
                "encoder": index.encoder,
                "categories": index.categories,
                "articles": [asdict(a) for a in index.articles],
                "passages": [asdict(p) for p in index.passages],
                "lemmas": index.lemmas,
                "questions": index.rows.questions,
            }
        )
    )
    np.save(half_done / "questions.npy", index.rows.question_vectors)
    with (half_done / "learned.npz").open("wb") as stream:
        np.savez(stream, allow_pickle=False, **pack(index.learned))
    shutil.rmtree(folder / name, ignore_errors=True)
    half_done.rename(folder / name)
    pointer = folder / "current.part"
    pointer.write_text(name, encoding="utf-8")
    pointer.replace(folder / "current")
    for old in folder.glob("index-*"):
        if old.name != name:
            shutil.rmtree(old, ignore_errors=True)


def load(folder: Path, encoder: str, content: str | None) -> Index:
    """Read the current index.

    Raise IndexMissing when there is none, and IndexMismatch when it cannot be read, or was made by
    another encoder or (unless *content* is None) from other articles.
    """
    try:
        home = folder / (folder / "current").read_text(encoding="utf-8")
        raw: dict[str, Any] = orjson.loads((home / "index.json").read_bytes())
        dense = faiss.read_index(str(home / "dense.faiss"))
        asked = np.load(home / "questions.npy") if raw.get("format") == FORMAT else None
    except FileNotFoundError as error:
        raise IndexMissing(folder) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise IndexMismatch(f"{folder} cannot be read") from error
    if asked is None or raw["encoder"] != encoder:
        raise IndexMismatch(f"made by {raw.get('encoder')}, not by {encoder}")
    if content is not None and raw["content"] != content:
        raise IndexMismatch("the articles have changed")
    vectors = dense.reconstruct_n(0, dense.ntotal)
    articles = [_article(a) for a in raw["articles"]]
    source = Source(raw["content"], articles, raw["categories"])
    cut = [Passage(**p) for p in raw["passages"]]
    rows = Rows(cut, vectors, raw["lemmas"], raw["questions"], asked)
    return Index(source, raw["encoder"], rows, _stored_lessons(home))


def _stored_lessons(home: Path) -> Learned:
    try:
        with np.load(home / "learned.npz") as stored:
            return unpack(stored)
    except (OSError, KeyError, ValueError) as error:
        raise IndexMismatch(f"{home} cannot be read") from error


def _article(raw: dict[str, Any]) -> Article:
    return Article(**{**raw, "wordings": tuple(raw["wordings"]), "related": tuple(raw["related"])})
