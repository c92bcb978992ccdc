"""The index: incremental, stored whole, refused when it does not fit; and following the files."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from retrieval.errors import BrokenArticles, IndexMismatch, IndexMissing
from retrieval.index import Index, build, load, save
from retrieval.lexicon import SqliteLexicon
from retrieval.live import Live, Progress, Ready, open_index
from retrieval.searcher import Searcher, clip
from retrieval.settings import Settings
from tests.retrieval.small_help import (
    CALIBRATION,
    FakeLexicon,
    HashedEncoder,
    quiet,
    read,
    source,
)


def test_only_changed_passages_are_encoded(home: Path, index: Index) -> None:
    """After one wording changes, one text is encoded and everything else is kept."""
    path = home / "articles/web/web-nejde.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("biela už", "čierna už"), encoding="utf-8")
    encoder = HashedEncoder()
    said: list[str] = []
    after = build(source(home), encoder, FakeLexicon(), index, said.append)
    assert encoder.asked == ["stránka je čierna už druhý deň"]
    assert said[0] == "encoding texts 1/1"
    assert after.content != index.content
    fresh = build(source(home), HashedEncoder(), FakeLexicon(), None, quiet)
    assert np.allclose(after.vectors, fresh.vectors)


def test_another_encoder_encodes_everything(home: Path, index: Index) -> None:
    """Vectors of another encoder are never mixed in."""
    encoder = HashedEncoder("other")
    build(source(home), encoder, FakeLexicon(), index, quiet)
    assert len(encoder.asked) == len({p.indexed for p in index.passages}) + 3


def test_a_stored_index_is_the_same(home: Path, index: Index) -> None:
    """What is read back equals what was stored."""
    save(index, home / "stored")
    again = load(home / "stored", "hashed", index.content)
    assert again.passages == index.passages
    assert list(again.articles) == list(index.articles)
    assert np.array_equal(again.vectors, index.vectors)
    assert [list(t) for t in again.lemmas] == [list(t) for t in index.lemmas]


def test_a_stored_index_that_does_not_fit_is_refused(home: Path, index: Index) -> None:
    """Another encoder, other articles, a damaged or a missing file each have their error."""
    folder = home / "stored"
    with pytest.raises(IndexMissing):
        load(folder, "hashed", None)
    save(index, folder)
    with pytest.raises(IndexMismatch, match="made by hashed, not by other"):
        load(folder, "other", None)
    with pytest.raises(IndexMismatch, match="the articles have changed"):
        load(folder, "hashed", "other content")
    (folder / (folder / "current").read_text() / "index.json").write_bytes(b"{half")
    with pytest.raises(IndexMismatch, match="cannot be read"):
        load(folder, "hashed", None)


def test_a_new_index_replaces_the_old_one_whole(home: Path, index: Index) -> None:
    """After saving another index only that one is on the disk."""
    folder = home / "stored"
    save(index, folder)
    (home / "articles/web/certifikat.md").unlink()
    smaller = build(source(home), HashedEncoder(), FakeLexicon(), index, quiet)
    save(smaller, folder)
    assert len(load(folder, "hashed", smaller.content).articles) == 3
    assert len(list(folder.glob("index-*"))) == 1


@pytest.fixture
def lexicon(tmp_path: Path) -> SqliteLexicon:
    """Real tables with nothing in them."""
    import sqlite3

    from retrieval.lexicon import _TABLES

    path = tmp_path / "empty.sqlite"
    db = sqlite3.connect(path)
    db.executescript(_TABLES)
    db.close()
    return SqliteLexicon(path)


@pytest.fixture
def live(settings: Settings, lexicon: SqliteLexicon) -> Live:
    """A live searcher over the small help with the hashed encoder."""
    encoder = HashedEncoder()

    def open_parts(given: Settings, progress: Progress) -> Ready:
        index = open_index(given, encoder, lexicon, progress)  # type: ignore[arg-type]
        return Ready(encoder, lexicon, Searcher(index, lexicon, CALIBRATION))  # type: ignore[arg-type]

    return Live(settings, open_parts)


async def test_a_changed_article_is_swapped_in(home: Path, live: Live) -> None:
    """A tick after a change replaces the index; a tick without one does nothing."""
    await live.start()
    assert await live.tick() is False
    path = home / "articles/web/web-nejde.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("title: Web", "title: Náš web"), encoding="utf-8")
    assert await live.tick() is True
    assert live.ready is not None
    article = live.ready.searcher.index.article("web-nejde")
    assert article is not None
    assert article.title == "Náš web sa nezobrazuje"


async def test_a_broken_article_leaves_the_old_index(home: Path, live: Live) -> None:
    """While an article is broken the old index answers; when it is mended the new one does."""
    await live.start()
    assert live.ready is not None
    before = live.ready.searcher
    path = home / "articles/web/web-nejde.md"
    good = path.read_text(encoding="utf-8")
    path.write_text(good.replace("category: web\n", ""), encoding="utf-8")
    assert await live.tick() is False
    assert live.ready.searcher is before
    path.write_text(good.replace("title: Web", "title: Náš web"), encoding="utf-8")
    assert await live.tick() is True


async def test_a_broken_article_at_start_falls_back_to_the_stored_index(
    home: Path, live: Live, settings: Settings, lexicon: SqliteLexicon
) -> None:
    """A start with a broken article uses what was stored; with nothing stored it says why."""
    await live.start()
    path = home / "articles/web/web-nejde.md"
    path.write_text("nothing", encoding="utf-8")
    encoder = HashedEncoder()
    kept = open_index(settings, encoder, lexicon, quiet)  # type: ignore[arg-type]
    assert len(kept.articles) == 4
    shutil.rmtree(settings.index_dir)
    with pytest.raises(BrokenArticles, match=r"web-nejde\.md:1: front matter"):
        open_index(settings, encoder, lexicon, quiet)  # type: ignore[arg-type]


async def test_a_service_that_could_not_start_recovers_when_the_article_is_mended(
    home: Path, live: Live
) -> None:
    """The reason is told meanwhile, and no restart is needed."""
    path = home / "articles/web/web-nejde.md"
    good = path.read_text(encoding="utf-8")
    path.write_text("nothing", encoding="utf-8")
    await live.start()
    assert live.ready is None
    assert "web-nejde.md:1" in live.why
    path.write_text(good, encoding="utf-8")
    assert await live.tick() is True


def test_search_finds_by_text_and_by_wording(index: Index) -> None:
    """Both a title's words and a known wording find their article."""
    searcher = Searcher(index, FakeLexicon(), CALIBRATION)
    encoder = HashedEncoder()
    for text, slug in (
        ("Ako predĺžim doménu?", "predlzenie"),
        ("zmizol zeleny zamok", "certifikat"),
        ("nechodi posta", "posta-nejde"),
    ):
        question = searcher.prepare(text)
        assert question is not None
        found = searcher.search(question, encoder.encode([question.text], "query")[0], 3)
        assert found.hits[0].slug == slug
        scores = [hit.score for hit in found.hits]
        assert scores == sorted(scores, reverse=True)
        assert found.hits[0].passage


def test_the_library_hash_sees_every_change(home: Path) -> None:
    """Company values and articles both belong to what the index is made of."""
    before = read(home).content
    (home / "company.yml").write_text("panel: other.example\n", encoding="utf-8")
    assert read(home).content != before


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("krátky text", "krátky text"),
        ("Prvá veta tu je. Druhá je dlhšia", "Prvá veta tu je."),
        ("slovo slovo slovo slovo slovo", "slovo slovo slovo…"),
    ],
)
def test_clipping(text: str, expected: str) -> None:
    """A long passage ends after a sentence or a word."""
    assert clip(text, 22) == expected
