"""Keep a searcher up to date: load or build at start, follow the files, swap whole."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

import structlog

from retrieval.calibrate import read_calibration
from retrieval.encoder import Encoder, load_encoder, prepare_default
from retrieval.errors import BrokenArticles, IndexMismatch, IndexMissing, RetrievalError
from retrieval.index import Index, Source, build, load, save
from retrieval.lexicon import SqliteLexicon, open_lexicon
from retrieval.library import Library, read_library, stamp
from retrieval.searcher import Searcher
from retrieval.settings import Settings

log = structlog.get_logger()
Progress = Callable[[str], None]
Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Ready:
    """All that answering needs."""

    encoder: Encoder
    lexicon: SqliteLexicon
    searcher: Searcher


def library(settings: Settings) -> Library:
    return read_library(
        settings.articles_dir,
        settings.categories_file,
        settings.company_file,
        settings.questions_dir,
    )


def seen(settings: Settings) -> Stamp:
    folders = (settings.articles_dir, settings.questions_dir)
    return stamp(folders, settings.categories_file, settings.company_file)


def open_encoder(settings: Settings, progress: Progress) -> Encoder:
    """The encoder of the settings, made first if it is the default and missing."""
    if settings.encoder is not None:
        return load_encoder(settings.encoder, settings.threads)
    prepare_default(settings.encoder_folder, progress)
    return load_encoder(str(settings.encoder_folder), settings.threads)


def open_index(
    settings: Settings, encoder: Encoder, lexicon: SqliteLexicon, progress: Progress
) -> Index:
    """The index of the articles as they are.

    Falls back to the stored index while an article is broken; raises BrokenArticles when there is
    none to fall back to.
    """
    read = library(settings)
    wanted = None if read.broken else read.content
    try:
        index = load(settings.index_dir, encoder.identity, wanted)
    except (IndexMissing, IndexMismatch) as error:
        progress(str(error))
    else:
        _report(read)
        return index
    return rebuild(settings, encoder, lexicon, progress)


def rebuild(
    settings: Settings,
    encoder: Encoder,
    lexicon: SqliteLexicon,
    progress: Progress,
    previous: Index | None = None,
) -> Index:
    """Build from the files, store and return; raise BrokenArticles and leave the old one alone."""
    read = library(settings)
    _report(read)
    if read.broken:
        raise BrokenArticles(read.broken[0])
    previous = previous or _stored(settings, encoder)
    source = Source(read.content, read.articles, read.categories, read.asked)
    index = build(source, encoder, lexicon, previous, progress)
    save(index, settings.index_dir)
    return index


def _stored(settings: Settings, encoder: Encoder) -> Index | None:
    try:
        return load(settings.index_dir, encoder.identity, None)
    except (IndexMissing, IndexMismatch):
        return None


def _report(read: Library) -> None:
    for mistake in read.broken:
        log.error("article.broken", where=f"{mistake.path}:{mistake.line}", why=mistake.message)


def open_all(settings: Settings, progress: Progress) -> Ready:
    """Everything, ready to answer; slow the first time, about two seconds afterwards."""
    lexicon = open_lexicon(settings.index_dir, progress)
    encoder = open_encoder(settings, progress)
    index = open_index(settings, encoder, lexicon, progress)
    calibration = read_calibration(settings.calibration_file)
    return Ready(encoder, lexicon, Searcher(index, lexicon, calibration))


class Live:
    """The searcher in use; *tick* swaps it when files have changed."""

    def __init__(
        self, settings: Settings, open_parts: Callable[[Settings, Progress], Ready]
    ) -> None:
        self._settings, self._open = settings, open_parts
        self._stamp: Stamp = ()
        self.ready: Ready | None = None
        self.why = "the encoder and the index are being loaded"

    async def start(self) -> None:
        """Load in a thread, so that health can be asked meanwhile."""
        self._stamp = seen(self._settings)
        try:
            self.ready = await asyncio.to_thread(self._open, self._settings, self._say)
        except RetrievalError as error:
            self.why = str(error)
            log.warning("retrieval.not_ready", why=self.why)
            return
        log.info("retrieval.ready", passages=len(self.ready.searcher.index.passages))

    async def tick(self) -> bool:
        """Reindex if anything changed since the last look; tell whether the index was swapped."""
        now = await asyncio.to_thread(seen, self._settings)
        if now == self._stamp:
            return False
        self._stamp = now
        if self.ready is None:
            await self.start()
            return self.ready is not None
        return await self._swap(self.ready)

    async def _swap(self, ready: Ready) -> bool:
        old = ready.searcher
        try:
            index = await asyncio.to_thread(
                rebuild, self._settings, ready.encoder, ready.lexicon, self._say, old.index
            )
        except RetrievalError as error:
            log.warning("index.kept", why=str(error))
            return False
        if index.content == old.index.content:
            return False
        searcher = Searcher(index, ready.lexicon, old.calibration)
        self.ready = Ready(ready.encoder, ready.lexicon, searcher)
        log.info("index.swapped", passages=len(index.passages))
        return True

    def _say(self, step: str) -> None:
        if self.ready is None:
            self.why = step
        log.info("retrieval.step", step=step)
