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

from retrieval.articles import Article, Passage, passages
from retrieval.errors import IndexMismatch, IndexMissing
from retrieval.ranking import Bm25, Floats
from retrieval.text import Lexicon, grams, lemmas, own_words

FORMAT = 1
_CHUNK = 32
Progress = Callable[[str], None]


class Encoder(Protocol):
    """What the index needs of an encoder."""

    identity: str
    dimension: int

    def encode(self, texts: Sequence[str], kind: Literal["query", "passage"]) -> Floats:
        """Unit vectors in the order of the texts."""


@dataclass(frozen=True, slots=True)
class Source:
    """What an index is made of: the articles, titles of categories, and one hash of it all."""

    content: str
    articles: Sequence[Article]
    categories: Mapping[str, str]


class Index:
    """Everything a search reads; never changed, only replaced.

    *vectors* is float32 of shape (passages, dimension), *lemmas* has one list a passage.
    """

    def __init__(
        self,
        source: Source,
        encoder: str,
        cut: Sequence[Passage],
        vectors: Floats,
        tokens: Sequence[Sequence[str]],
    ) -> None:
        articles = source.articles
        self.content, self.encoder = source.content, encoder
        self.articles, self.categories = articles, source.categories
        self.passages, self.vectors, self.lemmas = cut, vectors, tokens
        self.places = {article.slug: place for place, article in enumerate(articles)}
        self.owners = np.array([self.places[p.slug] for p in cut], dtype=np.int64)
        self.dense = faiss.IndexFlatIP(vectors.shape[1])
        self.dense.add(vectors)
        self.words = Bm25(tokens)
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
    """Make an index; passages that *previous* already holds keep their vectors and words."""
    titles = source.categories
    cut = [p for a in source.articles for p in passages(a, titles.get(a.category, a.category))]
    known = _known(previous, encoder)
    fresh = [p for p in cut if _key(p) not in known]
    for start in range(0, len(fresh), _CHUNK):
        chunk = fresh[start : start + _CHUNK]
        for passage, vector in zip(chunk, _encode(chunk, encoder), strict=True):
            known[_key(passage)] = (vector, lemmas(passage.indexed, lexicon))
        progress(f"encoding passages {min(start + _CHUNK, len(fresh))}/{len(fresh)}")
    rows = [known[_key(p)] for p in cut]
    vectors = np.stack([v for v, _ in rows]) if rows else np.zeros((0, encoder.dimension), "f4")
    tokens = [t for _, t in rows]
    return Index(source, encoder.identity, cut, vectors, tokens)


def _known(
    previous: Index | None, encoder: Encoder
) -> dict[tuple[str, str], tuple[Floats, Sequence[str]]]:
    if previous is None or previous.encoder != encoder.identity:
        return {}
    rows = zip(previous.passages, previous.vectors, previous.lemmas, strict=True)
    return {_key(passage): (vector, tokens) for passage, vector, tokens in rows}


def _key(passage: Passage) -> tuple[str, str]:
    return ("query" if passage.question else "passage", passage.indexed)


def _encode(chunk: Sequence[Passage], encoder: Encoder) -> Floats:
    made = np.empty((len(chunk), encoder.dimension), dtype=np.float32)
    kinds: tuple[Literal["query", "passage"], ...] = ("query", "passage")
    for kind in kinds:
        mine = [i for i, p in enumerate(chunk) if p.question == (kind == "query")]
        if mine:
            made[mine] = encoder.encode([chunk[i].indexed for i in mine], kind)
    return made


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
            }
        )
    )
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
    except FileNotFoundError as error:
        raise IndexMissing(folder) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise IndexMismatch(f"{folder} cannot be read") from error
    if raw.get("format") != FORMAT or raw["encoder"] != encoder:
        raise IndexMismatch(f"made by {raw.get('encoder')}, not by {encoder}")
    if content is not None and raw["content"] != content:
        raise IndexMismatch("the articles have changed")
    vectors = dense.reconstruct_n(0, dense.ntotal)
    articles = [_article(a) for a in raw["articles"]]
    source = Source(raw["content"], articles, raw["categories"])
    cut = [Passage(**p) for p in raw["passages"]]
    return Index(source, raw["encoder"], cut, vectors, raw["lemmas"])


def _article(raw: dict[str, Any]) -> Article:
    return Article(**{**raw, "wordings": tuple(raw["wordings"]), "related": tuple(raw["related"])})
