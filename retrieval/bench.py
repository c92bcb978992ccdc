"""Measure speed and size: search beside the bare encoder, runtimes, callers at once, growth."""

import asyncio
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import faiss
import numpy as np

from retrieval.batching import Batcher
from retrieval.encoder import Encoder
from retrieval.runtime import TorchEncoder
from retrieval.searcher import Searcher

CALLERS = 16
SIZES = (150, 10_000)
LARGEST = 1_000_000
WANTED = 10
_DIMENSION = 384
_CLUSTERS = 200
_NEIGHBOURS, _LOOK_AT = 32, 128

Progress = Callable[[str], None]


def bench(
    searcher: Searcher, encoder: Encoder, folder: Path, texts: Sequence[str], full: bool
) -> dict[str, Any]:
    """All figures, times in milliseconds; *folder* holds the model for torch, *texts* are asked once."""
    third = len(texts) // 3
    made: dict[str, Any] = {"search": beside(searcher, encoder, texts[:third])}
    made["runtimes"] = runtimes(encoder, folder, texts[third : third + 60])
    made["callers"] = asyncio.run(crowd(searcher, encoder, texts[third:]))
    made["growth"] = [growth(size) for size in (*SIZES, *((LARGEST,) if full else ()))]
    made["memory MB"] = memory()
    return made


def beside(searcher: Searcher, encoder: Encoder, texts: Sequence[str]) -> dict[str, float]:
    """Turn by turn, so that both meet the same machine: a whole search and its encoder call."""
    whole, alone = [], []
    for text in texts:
        since = time.perf_counter()
        question = searcher.prepare(text)
        if question is None:
            continue
        vector = encoder.encode([question.text], "query")[0]
        searcher.search(question, vector, 3)
        whole.append(time.perf_counter() - since)
        alone.append(timed(encoder.encode, [question.text], "query"))
    ratio = median(whole) / median(alone)
    return {"search": _ms(whole), "encoder": _ms(alone), "ratio": round(ratio, 3)}


def runtimes(encoder: Encoder, folder: Path, texts: Sequence[str]) -> dict[str, Any]:
    """The chosen runtime against torch fp32, one query at a time; and their mean cosine."""
    if not (folder / "model.safetensors").is_file():
        return {}
    torch = TorchEncoder(str(folder))
    ours, theirs = [], []
    for text in texts:
        ours.append(timed(encoder.encode, [text], "query"))
        theirs.append(timed(torch.encode, [text], "query"))
    cosines = (encoder.encode(texts, "query") * torch.encode(texts, "query")).sum(axis=1)
    return {
        encoder.identity: _ms(ours),
        "torch fp32": _ms(theirs),
        "mean cosine": round(float(cosines.mean()), 4),
    }


async def crowd(searcher: Searcher, encoder: Encoder, texts: Sequence[str]) -> dict[str, float]:
    """Callers who each ask again as soon as they were answered; through the batcher, as served."""
    batcher = Batcher(encoder.encode)
    waiting = iter(texts)
    took: list[float] = []

    async def caller() -> None:
        for text in waiting:
            since = time.perf_counter()
            question = await asyncio.to_thread(searcher.prepare, text)
            if question is not None:
                vectors = await batcher.encode([question.text], "query")
                await asyncio.to_thread(searcher.search, question, vectors[0], 3)
            took.append(time.perf_counter() - since)

    since = time.perf_counter()
    await asyncio.gather(*(caller() for _ in range(CALLERS)))
    whole = time.perf_counter() - since
    await batcher.close()
    return {"callers": CALLERS, "median": _ms(took), "a second": round(len(took) / whole, 1)}


def growth(size: int) -> dict[str, float]:
    """Exact search against HNSW over *size* synthetic passages; recall of the exact first ten."""
    rng = np.random.default_rng(0)
    middles = rng.normal(size=(_CLUSTERS, _DIMENSION)).astype(np.float32)
    vectors = middles[rng.integers(0, _CLUSTERS, size)]
    vectors += rng.standard_normal((size, _DIMENSION), dtype=np.float32)
    faiss.normalize_L2(vectors)
    asked = vectors[rng.integers(0, size, 100)]
    asked = asked + 0.03 * rng.standard_normal(asked.shape, dtype=np.float32)
    faiss.normalize_L2(asked)
    flat = faiss.IndexFlatIP(_DIMENSION)
    flat.add(vectors)
    graph = faiss.IndexHNSWFlat(_DIMENSION, _NEIGHBOURS, faiss.METRIC_INNER_PRODUCT)
    graph.hnsw.efSearch = _LOOK_AT
    built = timed(graph.add, vectors)
    exact, near = (index.search(asked, WANTED)[1] for index in (flat, graph))
    kept = [len(set(a) & set(b)) for a, b in zip(exact.tolist(), near.tolist(), strict=True)]
    return {
        "passages": size,
        "flat": _ms([timed(flat.search, row[None], WANTED) for row in asked]),
        "hnsw": _ms([timed(graph.search, row[None], WANTED) for row in asked]),
        "hnsw recall@10": round(sum(kept) / (len(asked) * WANTED), 4),
        "hnsw built in s": round(built, 2),
    }


def memory() -> dict[str, float]:
    """Resident memory of this process now and at its highest, where the system tells."""
    status = Path("/proc/self/status")
    if not status.is_file():
        return {}
    lines = dict(line.split(":", 1) for line in status.read_text(encoding="utf-8").splitlines())
    kept = {"now": "VmRSS", "highest": "VmHWM"}
    return {name: round(int(lines[key].split()[0]) / 1024, 1) for name, key in kept.items()}


def timed(call: Callable[..., object], *given: object) -> float:
    """Seconds one call takes."""
    since = time.perf_counter()
    call(*given)
    return time.perf_counter() - since


def _ms(seconds: Sequence[float]) -> float:
    return round(median(seconds) * 1000, 3)
