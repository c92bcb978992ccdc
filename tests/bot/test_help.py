"""The clients of retrieval: answers are parsed, failures are one error each."""

import json

import httpx
import pytest

from bot.actions.help import HelpUnavailable, RetrievalHelp
from bot.embeddings import Embeddings, EmbeddingsUnavailable

HIT = {
    "slug": "a",
    "title": "A",
    "category": "domeny",
    "url": "/help/a",
    "passage": "p",
    "score": 1,
}


def a_help(status: int, body: object) -> RetrievalHelp:
    answer = httpx.MockTransport(lambda request: httpx.Response(status, json=body))
    return RetrievalHelp("http://retrieval.test", "t", answer)


async def test_a_search_is_parsed() -> None:
    """Decision and hits."""
    found = await a_help(200, {"decision": "answer", "hits": [HIT]}).search("q", 3)

    assert found.decision == "answer"
    assert found.hits[0].slug == "a"


async def test_a_refused_question_has_no_answer() -> None:
    """Retrieval is well, the question is not."""
    assert (await a_help(422, {"error": {}}).search("q", 3)).decision == "none"


@pytest.mark.parametrize(
    ("status", "body"),
    [(500, {}), (401, {}), (200, []), (200, {"decision": "answer", "hits": [{}]})],
)
async def test_any_other_answer_is_a_failure(status: int, body: object) -> None:
    """One error for all of them."""
    with pytest.raises(HelpUnavailable):
        await a_help(status, body).search("q", 3)


async def test_an_article_opens_with_its_first_paragraph() -> None:
    """Cut at a word; a missing one is None."""
    text = "slovo " * 200 + "\n\nDruhý odsek."
    article = await a_help(200, {**HIT, "text": text}).article("a")

    assert article is not None
    assert article.passage.endswith("slovo…")
    assert await a_help(404, {}).article("a") is None


def test_a_dead_retrieval_is_asked_once_in_a_while() -> None:
    """The breaker answers at once until its time is over."""
    now, asked = [0.0], []

    def refuse(request: httpx.Request) -> httpx.Response:
        asked.append(json.loads(request.content)["texts"])
        raise httpx.ConnectError("refused")

    embeddings = Embeddings("http://r.test", "t", httpx.MockTransport(refuse), lambda: now[0])
    for moment in (0.0, 1.0, 4.9, 5.1):
        now[0] = moment
        with pytest.raises(EmbeddingsUnavailable):
            embeddings.of_message("a")

    assert len(asked) == 2


def test_embeddings_come_in_batches() -> None:
    """In the order of the texts, an empty text included."""

    def embed(request: httpx.Request) -> httpx.Response:
        texts = json.loads(request.content)["texts"]
        assert len(texts) <= 64
        assert all(texts)
        return httpx.Response(200, json={"encoder": "e", "vectors": [[len(t), 1.0] for t in texts]})

    embeddings = Embeddings("http://r.test", "t", httpx.MockTransport(embed))
    vectors = embeddings.of_examples(["x" * n for n in range(100)])

    assert vectors.shape == (100, 2)
    assert vectors[99][0] == 99
    assert embeddings.encoder() == "e"
