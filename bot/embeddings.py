"""Message embeddings from retrieval, with a breaker so that a dead retrieval costs one short wait."""

import os
import time
from collections.abc import Callable, Sequence

import httpx
import numpy as np
import numpy.typing as npt

BATCH = 64
MAX_CHARACTERS = 2000
TIMEOUT = 1.0
TRAINING_TIMEOUT = 60.0
REST = 5.0

Vectors = npt.NDArray[np.float32]


class EmbeddingsUnavailable(Exception):
    """Retrieval did not give embeddings."""


class Embeddings:
    """The client of retrieval's ``/embed``."""

    def __init__(
        self,
        url: str,
        token: str,
        transport: httpx.BaseTransport | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._http = httpx.Client(
            base_url=url,
            headers={"Authorization": f"Bearer {token}"},
            transport=transport,
            trust_env=False,
        )
        self._monotonic = monotonic
        self._closed_until = 0.0

    @classmethod
    def from_environment(cls) -> "Embeddings":
        return cls(os.environ.get("RETRIEVAL_URL", ""), os.environ.get("INNER_TOKEN", ""))

    def of_message(self, text: str) -> Vectors:
        """The embedding of one message, shape (dimension,).

        Raise :class:`EmbeddingsUnavailable` at once for a few seconds after a failure.
        """
        if self._monotonic() < self._closed_until:
            raise EmbeddingsUnavailable("retrieval failed a moment ago")
        try:
            vector: Vectors = self._embed([text], TIMEOUT)[1][0]
        except EmbeddingsUnavailable:
            self._closed_until = self._monotonic() + REST
            raise
        return vector

    def of_examples(self, texts: Sequence[str]) -> Vectors:
        """The embeddings of all *texts*, shape (texts, dimension); raise :class:`EmbeddingsUnavailable`."""
        parts = [
            self._embed(texts[at : at + BATCH], TRAINING_TIMEOUT)[1]
            for at in range(0, len(texts), BATCH)
        ]
        return np.concatenate(parts)

    def encoder(self) -> str:
        """The id of the encoder behind the embeddings; raise :class:`EmbeddingsUnavailable`."""
        return self._embed(["doména"], TRAINING_TIMEOUT)[0]

    def _embed(self, texts: Sequence[str], timeout: float) -> tuple[str, Vectors]:
        # An empty text is no valid request; a blank one stands in for it.
        body = {"texts": [text[:MAX_CHARACTERS] or "-" for text in texts], "kind": "query"}
        try:
            answer = self._http.post("/embed", json=body, timeout=timeout)
            answer.raise_for_status()
            found = answer.json()
            return str(found["encoder"]), np.asarray(found["vectors"], dtype=np.float32)
        except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError, TypeError) as error:
            raise EmbeddingsUnavailable(f"{type(error).__name__}: {error}") from error
