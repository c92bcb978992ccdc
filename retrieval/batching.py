"""Gather texts of concurrent requests into one encoder call, and remember repeated questions."""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, Literal, TypeVar

import numpy as np
import numpy.typing as npt

Kind = Literal["query", "passage"]
Vectors = npt.NDArray[np.float32]
Encode = Callable[[Sequence[str], Kind], Vectors]
K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

# Small, so that a question never waits behind more than one batch of long texts.
MAX_BATCH = 16


class Recent(Generic[K, V]):
    """The most recently used values, at most *size*."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept: OrderedDict[K, V] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: K) -> V | None:
        if key in self._kept:
            self._kept.move_to_end(key)
        return self._kept.get(key)

    def put(self, key: K, value: V) -> None:
        self._kept[key] = value
        self._kept.move_to_end(key)
        while len(self._kept) > self._size:
            self._kept.popitem(last=False)

    def clear(self) -> None:
        self._kept.clear()


class Batcher:
    """One thread encodes; whatever arrives meanwhile is encoded together next, short texts first."""

    def __init__(self, encode: Encode, remembered: int = 4096) -> None:
        self._encode = encode
        self._recent: Recent[tuple[Kind, str], Vectors] = Recent(remembered)
        self._waiting: deque[tuple[Kind, str, asyncio.Future[Vectors]]] = deque()
        self._urgent: deque[tuple[Kind, str, asyncio.Future[Vectors]]] = deque()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="encoder")
        self._worker: asyncio.Task[None] | None = None

    async def encode(self, texts: Sequence[str], kind: Kind) -> Vectors:
        """Unit vectors in the order of *texts*, shape (texts, dimension)."""
        # One question is somebody waiting for an answer; many texts are training.
        queue = self._urgent if len(texts) == 1 else self._waiting
        loop = asyncio.get_running_loop()
        made: list[Vectors | asyncio.Future[Vectors]] = []
        for text in texts:
            known = self._recent.get((kind, text))
            if known is None:
                future: asyncio.Future[Vectors] = loop.create_future()
                queue.append((kind, text, future))
                made.append(future)
            else:
                made.append(known)
        if (self._urgent or self._waiting) and (self._worker is None or self._worker.done()):
            self._worker = asyncio.create_task(self._work())
        await asyncio.gather(*(m for m in made if isinstance(m, asyncio.Future)))
        return np.stack([m.result() if isinstance(m, asyncio.Future) else m for m in made])

    async def close(self) -> None:
        """Stop after the batch that is being encoded."""
        if self._worker is not None:
            self._worker.cancel()
        self._thread.shutdown(wait=True)

    async def _work(self) -> None:
        loop = asyncio.get_running_loop()
        while batch := self._take():
            kind = batch[0][0]
            texts = [text for _, text, _ in batch]
            try:
                vectors = await loop.run_in_executor(self._thread, self._encode, texts, kind)
            except Exception as error:  # noqa: BLE001 - whoever waits gets it
                for _, _, future in batch:
                    if not future.done():
                        future.set_exception(error)
                continue
            for (_, text, future), vector in zip(batch, vectors, strict=True):
                self._recent.put((kind, text), vector)
                if not future.done():
                    future.set_result(vector)

    def _take(self) -> list[tuple[Kind, str, asyncio.Future[Vectors]]]:
        batch: list[tuple[Kind, str, asyncio.Future[Vectors]]] = []
        for queue in (self._urgent, self._waiting):
            # Only one kind at a time: the kinds have different prompts.
            while queue and len(batch) < MAX_BATCH and (not batch or queue[0][0] == batch[0][0]):
                item = queue.popleft()
                if not item[2].done():
                    batch.append(item)
        return batch
