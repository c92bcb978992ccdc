"""The benchmark measures what it says."""

from pathlib import Path

from retrieval.bench import bench, growth
from retrieval.index import Index
from retrieval.searcher import Searcher
from tests.retrieval.small_help import CALIBRATION, FakeLexicon, HashedEncoder


def test_every_figure_is_measured(index: Index, tmp_path: Path) -> None:
    """Search, callers and growth have their figures; without a model for torch that one is empty."""
    searcher = Searcher(index, FakeLexicon(), CALIBRATION)
    texts = ["zmizol zámok", "nechodí pošta", "biela stránka"] * 4
    made = bench(searcher, HashedEncoder(), tmp_path, texts, full=False)  # type: ignore[arg-type]
    assert made["search"]["ratio"] > 0
    assert made["runtimes"] == {}
    assert made["callers"]["a second"] > 0
    assert [row["passages"] for row in made["growth"]] == [150, 10_000]


def test_a_graph_finds_nearly_what_exact_search_finds() -> None:
    """On a small set the approximate index misses next to nothing."""
    assert growth(500)["hnsw recall@10"] > 0.95
