"""The HTTP service: wires the parts, declares each endpoint with its limits, answers in JSON."""

import asyncio
import hmac
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import orjson
import structlog
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from retrieval import VERSION, markdown
from retrieval.articles import Article
from retrieval.batching import Batcher, Recent
from retrieval.errors import BadRequest
from retrieval.index import Index
from retrieval.live import Live, Ready
from retrieval.requests import parse_embed, parse_search
from retrieval.searcher import Found, Searcher

log = structlog.get_logger()
Endpoint = Callable[[Request], Awaitable[Response]]

REMEMBERED_SEARCHES = 2048
RELOAD_SECONDS = 2.0
_CODES = {404: "not_found", 405: "method_not_allowed"}


class Json(Response):
    """Any value as JSON, by orjson."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        return orjson.dumps(content, option=orjson.OPT_SERIALIZE_NUMPY)


def refusal(status: int, code: str, message: str) -> Json:
    return Json({"error": {"code": code, "message": message}}, status_code=status)


class Service:
    """The endpoints; each finds the searcher that is in use when it is called."""

    def __init__(self, live: Live, token: str) -> None:
        self._live, self._token = live, token.encode()
        self._batcher: Batcher | None = None
        self._found: Recent[tuple[str, int], Found] = Recent(REMEMBERED_SEARCHES)
        self._searcher: Searcher | None = None

    def inner(
        self, handler: Callable[[bytes, Request, Ready], Awaitable[Response]], limit: int
    ) -> Endpoint:
        """An endpoint behind the token, with at most *limit* bytes of body, when all is loaded."""

        async def endpoint(request: Request) -> Response:
            given = request.headers.get("authorization", "").encode()
            if not hmac.compare_digest(given, b"Bearer " + self._token):
                return refusal(401, "unauthorised", "the token of inner calls is missing or wrong")
            body = await read_body(request, limit)
            if body is None:
                return refusal(413, "too_large", f"the body is over {limit} bytes")
            if self._live.ready is None:
                return refusal(503, "not_ready", self._live.why)
            try:
                return await handler(body, request, self._live.ready)
            except BadRequest as error:
                return refusal(422, "bad_request", str(error.args[0]))

        return endpoint

    async def health(self, _request: Request) -> Response:
        ready = self._live.ready
        index = ready.searcher.index if ready else None
        state = {
            "ready": ready is not None,
            "why": None if ready else self._live.why,
            "articles": len(index.articles) if index else 0,
            "passages": len(index.passages) if index else 0,
            "encoder": ready.encoder.identity if ready else None,
            "version": VERSION,
        }
        return Json(state, status_code=200 if ready else 503)

    async def search(self, body: bytes, _request: Request, ready: Ready) -> Response:
        wanted = parse_search(body)
        searcher = ready.searcher
        if searcher is not self._searcher:
            self._searcher = searcher
            self._found.clear()
        # Long texts are cut while they are prepared, so they need no place in the memory whole.
        key = (wanted.question[:4096], wanted.count)
        found = self._found.get(key)
        if found is None:
            found = await self._search(searcher, ready, wanted.question, wanted.count)
            if searcher is self._searcher:
                self._found.put(key, found)
        return Json(found)

    async def _search(self, searcher: Searcher, ready: Ready, text: str, count: int) -> Found:
        question = await asyncio.to_thread(searcher.prepare, text)
        if question is None:
            return Found("none", "other", [])
        vectors = await self._encoding(ready).encode([question.text], "query")
        return await asyncio.to_thread(searcher.search, question, vectors[0], count)

    async def embed(self, body: bytes, _request: Request, ready: Ready) -> Response:
        wanted = parse_embed(body)
        vectors = await self._encoding(ready).encode(wanted.texts, wanted.kind)
        encoder = ready.encoder
        return Json(
            {"encoder": encoder.identity, "dimension": encoder.dimension, "vectors": vectors}
        )

    async def categories(self, _body: bytes, _request: Request, ready: Ready) -> Response:
        index = ready.searcher.index
        listed = [
            {
                "slug": slug,
                "title": title,
                "articles": [
                    {"slug": a.slug, "title": a.title, "summary": a.summary, "url": a.url}
                    for a in index.articles
                    if a.category == slug
                ],
            }
            for slug, title in index.categories.items()
        ]
        return Json({"categories": listed})

    async def article(self, _body: bytes, request: Request, ready: Ready) -> Response:
        index = ready.searcher.index
        found = index.article(request.path_params["slug"])
        if found is None:
            return refusal(404, "no_such_article", "there is no such article")
        return Json(whole(found, index))

    def _encoding(self, ready: Ready) -> Batcher:
        if self._batcher is None:
            self._batcher = Batcher(ready.encoder.encode)
        return self._batcher

    async def close(self) -> None:
        if self._batcher is not None:
            await self._batcher.close()


def whole(article: Article, index: Index) -> dict[str, Any]:
    """The article as the help shows it."""

    def resolve(target: str) -> str | None:
        slug, mark, part = target.partition("#")
        if not slug:
            return target
        return f"/help/{slug}{mark}{part}" if index.article(slug) else None

    neighbours = [a for slug in article.related if (a := index.article(slug))]
    return {
        "slug": article.slug,
        "title": article.title,
        "category": article.category,
        "category_title": index.categories.get(article.category, article.category),
        "updated": article.updated,
        "problem": article.problem,
        "html": markdown.render(article.body, resolve),
        "text": markdown.plain(article.body),
        "related": [{"slug": a.slug, "title": a.title, "url": a.url} for a in neighbours],
    }


async def read_body(request: Request, limit: int) -> bytes | None:
    """The body, or None as soon as it is longer than *limit*."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > limit:
            return None
    return bytes(body)


async def _http_error(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this class only
    code = _CODES.get(error.status_code, "refused")
    return refusal(error.status_code, code, error.detail)


async def _server_error(_request: Request, error: Exception) -> Response:
    log.error("request.failed", kind=type(error).__name__)
    return refusal(500, "internal", "the request could not be answered")


def make_app(live: Live, token: str, reload: bool) -> Starlette:
    """The service over *live*; with *reload* it follows changes of the files."""
    service = Service(live, token)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        following = asyncio.create_task(_follow(live, reload))
        yield
        following.cancel()
        with suppress(asyncio.CancelledError):
            await following
        await service.close()

    return Starlette(
        routes=[
            Route("/healthz", service.health),
            Route("/search", service.inner(service.search, limit=96_000), methods=["POST"]),
            Route("/embed", service.inner(service.embed, limit=1_000_000), methods=["POST"]),
            Route("/categories", service.inner(service.categories, limit=0)),
            Route("/articles/{slug}", service.inner(service.article, limit=0)),
        ],
        exception_handlers={HTTPException: _http_error, Exception: _server_error},
        lifespan=lifespan,
    )


async def _follow(live: Live, reload: bool) -> None:
    await live.start()
    while reload:
        await asyncio.sleep(RELOAD_SECONDS)
        await live.tick()
