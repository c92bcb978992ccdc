"""Dead links of the documents are found; living ones are left alone."""

from pathlib import Path

import pytest

from launch.links import anchor, anchors, dead_links, pages

OTHER = "# Other page\n\n## What stands?\n\n## What stands?\n"


@pytest.mark.parametrize(
    ("link", "dead"),
    [
        ("[a](other.md)", False),
        ("[a](other.md#what-stands)", False),
        ("[a](other.md#what-stands-1)", False),
        ("[a](#here-we-are)", False),
        ("[a](/docs/other.md)", False),
        ("[a](https://example.com/nowhere)", False),
        ("[a](mailto:a@b.example)", False),
        ("`[a](nowhere.md)`", False),
        ("```\n[a](nowhere.md)\n```", False),
        ("[a](nowhere.md)", True),
        ("![picture](nowhere.png)", True),
        ("[a](other.md#nowhere)", True),
        ("[a](#nowhere)", True),
        ("[a]: nowhere.md", True),
    ],
)
def test_links(tmp_path: Path, link: str, dead: bool) -> None:
    """Relative files and anchors must exist; other addresses and code are not looked at."""
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "other.md").write_text(OTHER)
    page = docs / "page.md"
    page.write_text(f"# Here we are\n\n{link}\n")

    assert bool(list(dead_links(page, tmp_path))) is dead


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Who may speak?", "who-may-speak"),
        ("`make run` and friends", "make-run-and-friends"),
        ("Ako predĺžim doménu", "ako-predĺžim-doménu"),
        ("See [this](x.md)", "see-this"),
    ],
)
def test_anchor_of_a_heading(heading: str, expected: str) -> None:
    """As forges make them: lower case, blanks to dashes, no punctuation."""
    assert anchor(heading) == expected


def test_a_comment_in_code_is_no_heading() -> None:
    """Only headings of the page make anchors."""
    assert anchors("# One\n```\n# two\n```\n") == {"one"}


def test_pages_leaves_out_what_is_not_ours(tmp_path: Path) -> None:
    """Packages bring pages of their own; they are not our documents."""
    for name in ("README.md", "docs/a.md", "node_modules/x/README.md", ".venv/b.md"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("")

    assert [page.name for page in pages(tmp_path)] == ["README.md", "a.md"]
