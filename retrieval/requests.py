"""Parse what comes over HTTP into typed values, or raise BadRequest saying what is wrong."""

from dataclasses import dataclass
from typing import Any, Literal

import orjson

from retrieval.errors import BadRequest

MAX_HITS = 10
MAX_TEXTS = 64
MAX_TEXT = 2000


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A question, as long as the body may be, and how many hits are wanted."""

    question: str
    count: int


@dataclass(frozen=True, slots=True)
class EmbedRequest:
    """Texts to encode and what they are."""

    texts: tuple[str, ...]
    kind: Literal["query", "passage"]


def parse_search(body: bytes) -> SearchRequest:
    """``{"q": text, "k": 1..10}``."""
    match _json(body):
        case {"q": str(q), **rest}:
            count = rest.get("k", 3)
            # A bool is an int to Python, but not to whoever reads the contract.
            if type(count) is not int or not 1 <= count <= MAX_HITS:
                raise BadRequest(f"k must be a whole number from 1 to {MAX_HITS}")
            return SearchRequest(q, count)
        case _:
            raise BadRequest("q must be a text")


def parse_embed(body: bytes) -> EmbedRequest:
    """``{"texts": [text, ...], "kind": "query" or "passage"}``."""
    match _json(body):
        case {"texts": list(texts), "kind": "query" | "passage" as kind}:
            if not 1 <= len(texts) <= MAX_TEXTS:
                raise BadRequest(f"texts must have 1 to {MAX_TEXTS} items")
            for text in texts:
                if not isinstance(text, str) or len(text) > MAX_TEXT:
                    raise BadRequest(f"each text must be a text of at most {MAX_TEXT} characters")
            return EmbedRequest(tuple(texts), kind)
        case _:
            raise BadRequest("texts must be a list and kind 'query' or 'passage'")


def _json(body: bytes) -> Any:
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise BadRequest("the body is not JSON") from error
