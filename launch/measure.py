"""Measure retrieval through its own door: quality on held-out questions, and speed."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from launch.beside import retrieval_beside
from launch.errors import LaunchError
from launch.figures import Judged, evaluation, spread, table
from launch.layout import Layout
from launch.progress import Board, Step

DEPTH = 10
BENCH_QUESTIONS, CALLERS = 200, 16


class Retrieval:
    """One caller of retrieval, over one connection."""

    def __init__(self, env: Mapping[str, str]) -> None:
        parts = urlsplit(env["RETRIEVAL_URL"])
        self._connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=60)
        self._headers = {
            "Authorization": f"Bearer {env['INNER_TOKEN']}",
            "Content-Type": "application/json",
        }

    def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Return the answer; raise :class:`LaunchError` if there is none."""
        try:
            self._connection.request("POST", path, json.dumps(body), self._headers)
            answer = self._connection.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise LaunchError(f"retrieval did not answer {path}: {error}") from error
        if answer.status != http.client.OK:
            raise LaunchError(f"retrieval answered {path} with {answer.status}.")
        parsed: dict[str, Any] = json.loads(content)
        return parsed


def questions(layout: Layout) -> list[dict[str, str]]:
    """Read the held-out questions and those out of scope."""
    folder = layout.root / "tests" / "questions"
    return [*read(folder / "held_out.jsonl"), *read(folder / "out_of_scope.jsonl")]


def read(file: Path) -> Iterator[dict[str, str]]:
    """Yield the objects of a file with one a line."""
    for line in file.read_text("utf-8").splitlines():
        yield json.loads(line)


def judge(retrieval: Retrieval, question: dict[str, str]) -> Judged:
    """Ask one question."""
    answer = retrieval.post("/search", {"q": question["text"], "k": DEPTH})
    style = question.get("style") or question["kind"]
    slugs = tuple(str(hit["slug"]) for hit in answer["hits"])
    return Judged(question["lang"], style, question.get("slug"), str(answer["decision"]), slugs)


def evaluate(layout: Layout, board: Board) -> None:
    """Ask every held-out question; print the figures and store them."""
    asked = questions(layout)
    with board.step("eval") as step, retrieval_beside(layout, step) as env:
        retrieval = Retrieval(env)
        judged = []
        for number, question in enumerate(asked, start=1):
            judged.append(judge(retrieval, question))
            step.say(f"{number}/{len(asked)} questions")
    store(layout, board, "eval", evaluation(judged))


def bench(layout: Layout, board: Board) -> None:
    """Time a search beside the bare encoder in the same run, alone and with many callers."""
    texts = [question["text"] for question in questions(layout)]
    # Each text is asked once, since repeated questions are cached.
    first, second, many = (texts[at :: len(texts) // BENCH_QUESTIONS] for at in range(3))
    with board.step("bench") as step, retrieval_beside(layout, step) as env:
        figures = {
            "embed": timed(env, step, [("/embed", embed(text)) for text in first]),
            "search": timed(env, step, [("/search", {"q": text, "k": 3}) for text in second]),
            f"search, {CALLERS} callers": crowd(env, step, many),
        }
        ratio = figures["search"]["median_ms"] / figures["embed"]["median_ms"]
    store(layout, board, "bench", {**figures, "search / embed": round(ratio, 2)})


def embed(text: str) -> dict[str, Any]:
    """Return the body that asks for one query's embedding."""
    return {"texts": [text], "kind": "query"}


def timed(
    env: Mapping[str, str], step: Step, calls: list[tuple[str, dict[str, Any]]]
) -> dict[str, float]:
    """Make *calls* one after the other; return the spread of their times."""
    retrieval, took = Retrieval(env), []
    for number, (path, body) in enumerate(calls, start=1):
        since = time.perf_counter()
        retrieval.post(path, body)
        took.append(time.perf_counter() - since)
        step.say(f"{path} {number}/{len(calls)}")
    return spread(took)


def crowd(env: Mapping[str, str], step: Step, texts: list[str]) -> dict[str, float]:
    """Search with many callers at once; return the spread and the searches a second."""
    parts = [texts[at::CALLERS] for at in range(CALLERS)]
    since = time.perf_counter()
    with ThreadPoolExecutor(CALLERS) as pool:
        spreads = pool.map(
            lambda part: timed(env, step, [("/search", {"q": text, "k": 3}) for text in part]),
            parts,
        )
        medians = sorted(one["median_ms"] for one in spreads)
    took = time.perf_counter() - since
    return {"median_ms": medians[len(medians) // 2], "a_second": round(len(texts) / took, 1)}


def store(layout: Layout, board: Board, name: str, figures: dict[str, Any]) -> None:
    """Print *figures* and keep them as JSON."""
    file = layout.prepared / "figures" / f"{name}.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(figures, indent=2, ensure_ascii=False) + "\n", "utf-8")
    for line in table(figures):
        board.line(line)
    board.line(f"stored in {file}")
