"""The HTTP service: the contract, and bad input of every kind."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from retrieval.app import make_app
from retrieval.batching import MAX_BATCH, Batcher, Recent
from retrieval.index import Index
from retrieval.live import Live, Ready
from retrieval.searcher import Searcher
from retrieval.settings import Settings
from tests.retrieval.small_help import CALIBRATION, FakeLexicon, HashedEncoder

TOKEN = "secret"  # noqa: S105 - of the test only
ALLOWED = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def encoder() -> HashedEncoder:
    """The encoder behind the service."""
    return HashedEncoder()


@pytest.fixture
def app(settings: Settings, index: Index, encoder: HashedEncoder) -> Starlette:
    """The service over the small help, all loaded."""
    ready = Ready(encoder, FakeLexicon(), Searcher(index, FakeLexicon(), CALIBRATION))  # type: ignore[arg-type]
    live = Live(settings, lambda _settings, _progress: ready)
    live.ready = ready
    return make_app(live, TOKEN, reload=False)


@pytest.fixture
async def client(app: Starlette) -> AsyncIterator[httpx.AsyncClient]:
    """A caller with the token."""
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://retrieval", headers=ALLOWED
    ) as made:
        yield made


async def test_search_answers_by_the_contract(client: httpx.AsyncClient) -> None:
    """A clear question gets an answer whose first hit has every promised field."""
    found = (await client.post("/search", json={"q": "Ako predĺžim doménu?", "k": 2})).json()
    assert found["decision"] == "answer"
    assert found["language"] == "sk"
    assert len(found["hits"]) == 2
    hit = found["hits"][0]
    assert set(hit) == {
        "slug", "title", "category", "category_title", "score", "url", "passage", "heading",
    }  # fmt: skip
    assert (hit["slug"], hit["category_title"]) == ("predlzenie", "Domény")
    assert hit["url"] == "/help/predlzenie"
    assert 0 <= hit["score"] <= 1


async def test_repeated_questions_are_remembered(
    client: httpx.AsyncClient, encoder: HashedEncoder
) -> None:
    """The second time nothing is encoded and the answer is the same."""
    first = (await client.post("/search", json={"q": "nechodí pošta"})).json()
    calls = encoder.calls
    assert (await client.post("/search", json={"q": "nechodí pošta"})).json() == first
    assert encoder.calls == calls


async def test_embed_returns_unit_vectors(client: httpx.AsyncClient) -> None:
    """One vector a text, each of length one, in the order of the texts."""
    body = {"texts": ["jeden", "dva", "jeden"], "kind": "passage"}
    made = (await client.post("/embed", json=body)).json()
    assert made["encoder"] == "hashed"
    assert made["dimension"] == len(made["vectors"][0]) == 256
    assert made["vectors"][0] == made["vectors"][2] != made["vectors"][1]
    assert sum(x * x for x in made["vectors"][1]) == pytest.approx(1.0, abs=1e-4)


async def test_categories_and_articles(client: httpx.AsyncClient) -> None:
    """Categories come in their order; an article comes as safe HTML with its neighbours."""
    listed = (await client.get("/categories")).json()["categories"]
    assert [c["slug"] for c in listed] == ["domeny", "posta", "web"]
    assert listed[0]["articles"][0]["url"] == "/help/predlzenie"
    article = (await client.get("/articles/predlzenie")).json()
    assert '<a href="/help/posta-nejde">' in article["html"]
    assert "panel.example" in article["text"]
    assert article["related"] == [
        {"slug": "posta-nejde", "title": "Nechodí mi pošta", "url": "/help/posta-nejde"}
    ]


@pytest.mark.parametrize("slug", ["nie", "..%2F..%2Fetc", "%00", "a" * 3000])
async def test_an_unknown_article_is_404(client: httpx.AsyncClient, slug: str) -> None:
    """Whatever stands for a slug, a missing article is a JSON 404."""
    answer = await client.get(f"/articles/{slug}")
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] in {"no_such_article", "not_found"}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/search"),
        ("POST", "/embed"),
        ("GET", "/categories"),
        ("GET", "/articles/web-nejde"),
    ],
)
@pytest.mark.parametrize(
    "token", [None, "", "Bearer ", "Bearer nope", "Basic secret", "Bearer žltý"]
)
async def test_without_the_token_nothing_is_told(
    app: Starlette, method: str, path: str, token: str | None
) -> None:
    """A missing or wrong token is 401 before the body is even looked at."""
    headers = {} if token is None else {"Authorization": token.encode()}
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://retrieval") as stranger:
        answer = await stranger.request(method, path, headers=headers)
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "unauthorised"


async def test_health_needs_no_token(app: Starlette, settings: Settings) -> None:
    """Health is told to anybody: ready with numbers, or why not with 503."""
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://retrieval") as stranger:
        answer = await stranger.get("/healthz")
        assert answer.status_code == 200
        assert answer.json()["articles"] == 4
    idle = make_app(Live(settings, lambda *_: pytest.fail("not started")), TOKEN, reload=False)
    transport = httpx.ASGITransport(app=idle)
    async with httpx.AsyncClient(transport=transport, base_url="http://retrieval") as stranger:
        answer = await stranger.get("/healthz")
        assert answer.status_code == 503
        assert answer.json()["why"]
        asked = await stranger.post("/search", json={"q": "x"}, headers=ALLOWED)
        assert asked.json()["error"]["code"] == "not_ready"


NOTHING_TO_FIND = ["", "a", " ", "\x00\x01\x02", "😀😀😀", "\u202e\u200f", "?!", "12345"]


@pytest.mark.parametrize("text", NOTHING_TO_FIND)
async def test_nothing_to_look_for_is_none(client: httpx.AsyncClient, text: str) -> None:
    """Texts without letters get the decision none and no hits."""
    found = (await client.post("/search", json={"q": text})).json()
    assert found == {"decision": "none", "language": "other", "hits": []}


@pytest.mark.parametrize(
    "text",
    [
        "x" * 20_000,
        "slovo " * 3_000,
        "שלום איך אני מחדש את הדומיין",
        "كيف أجدد النطاق",
        "如何续订域名",
        "'; DROP TABLE articles; --",
        "<script>alert(1)</script>",
        "a\x00b\x1bc doména",
        "\U0001f600 doména \u0301\u0301\u0301",
        "{{ panel }} ${x} %s %n",
        "Z̸̛̰a̵l̷g̶o̴ text doména",
    ],
)
async def test_strange_texts_get_a_result(client: httpx.AsyncClient, text: str) -> None:
    """Any text within the limit is searched for; the answer has the usual shape."""
    answer = await client.post("/search", json={"q": text})
    assert answer.status_code == 200
    assert answer.json()["decision"] in {"answer", "suggest", "none"}
    assert len(answer.json()["hits"]) <= 3


@pytest.mark.parametrize(
    "body",
    [
        b"", b"null", b"[]", b"{", b"\xff\xfe", b'"text"', b"{}", b'{"q": null}', b'{"q": 5}',
        b'{"q": ["a"]}', b'{"q": {"a": 1}}', b'{"q": "\\ud800"}', b'{"q": "a", "k": 0}',
        b'{"q": "a", "k": 11}', b'{"q": "a", "k": "3"}', b'{"q": "a", "k": true}',
        b'{"q": "a", "k": 1.5}', b'{"q": "a", "k": null}', b"[" * 20_000,
    ],
)  # fmt: skip
async def test_wrong_types_are_refused(client: httpx.AsyncClient, body: bytes) -> None:
    """What is not a question is 422 with a reason, never a 500."""
    answer = await client.post("/search", content=body)
    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == "bad_request"
    assert answer.json()["error"]["message"]


@pytest.mark.parametrize(
    "body",
    [
        {}, {"texts": "a", "kind": "query"}, {"texts": [], "kind": "query"},
        {"texts": ["a"] * 65, "kind": "query"}, {"texts": ["a"], "kind": "other"},
        {"texts": ["a"]}, {"texts": [1], "kind": "query"}, {"texts": [None], "kind": "query"},
        {"texts": ["x" * 2001], "kind": "passage"}, {"texts": ["a"], "kind": ["query"]},
    ],
)  # fmt: skip
async def test_wrong_texts_are_refused(client: httpx.AsyncClient, body: Any) -> None:
    """Too many, too long or wrong texts are 422 with a reason."""
    answer = await client.post("/embed", json=body)
    assert answer.status_code == 422


async def test_empty_texts_can_be_embedded(client: httpx.AsyncClient) -> None:
    """An empty text is a text."""
    answer = await client.post("/embed", json={"texts": ["", "\x00"], "kind": "query"})
    assert answer.status_code == 200


@pytest.mark.parametrize(("path", "size"), [("/search", 100_000), ("/embed", 1_000_001)])
async def test_a_large_body_is_refused(client: httpx.AsyncClient, path: str, size: int) -> None:
    """A body over the endpoint's limit is 413, also when its length is not announced."""
    assert (await client.post(path, content=b"x" * size)).status_code == 413

    async def parts() -> AsyncIterator[bytes]:
        for _ in range(size // 1000 + 1):
            yield b"x" * 1000

    assert (await client.post(path, content=parts())).status_code == 413


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/search", 405), ("GET", "/nothing", 404), ("DELETE", "/articles/x", 405)],
)
async def test_other_methods_and_paths_are_json_too(
    client: httpx.AsyncClient, method: str, path: str, status: int
) -> None:
    """Even a refusal of the router has the error's usual shape."""
    answer = await client.request(method, path)
    assert answer.status_code == status
    assert answer.json()["error"]["code"]


async def test_concurrent_texts_are_encoded_together() -> None:
    """What arrives while a batch is encoded goes into the next one, each caller gets its own."""
    encoder = HashedEncoder()
    batcher = Batcher(encoder.encode)
    texts = [f"otázka {number}" for number in range(40)]
    made = await asyncio.gather(*(batcher.encode([text], "query") for text in texts))
    await batcher.close()
    assert encoder.calls <= 1 + -(-len(texts) // MAX_BATCH)
    alone = HashedEncoder()
    for text, vectors in zip(texts, made, strict=True):
        assert (vectors == alone.encode([text], "query")).all()


async def test_a_failing_encoder_fails_only_its_callers() -> None:
    """An error reaches who waits for it, and the next call works."""

    class Moody(HashedEncoder):
        def encode(self, texts: Any, kind: Any) -> Any:
            if "bad" in texts:
                raise ValueError("bad")
            return super().encode(texts, kind)

    batcher = Batcher(Moody().encode)
    with pytest.raises(ValueError, match="bad"):
        await batcher.encode(["bad", "also"], "query")
    assert (await batcher.encode(["good"], "query")).shape == (1, 256)
    await batcher.close()


def test_recent_forgets_the_oldest() -> None:
    """The least recently used value goes first."""
    recent: Recent[str, int] = Recent(2)
    recent.put("a", 1)
    recent.put("b", 2)
    assert recent.get("a") == 1
    recent.put("c", 3)
    assert (recent.get("a"), recent.get("b"), recent.get("c")) == (1, None, 3)
