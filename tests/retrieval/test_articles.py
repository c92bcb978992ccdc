"""Parsing of articles and the linter, with the file and line of every mistake."""

from pathlib import Path

import pytest

from retrieval import markdown
from retrieval.articles import Article, fill, parse, passages
from tests.retrieval.small_help import article_text, read

VALUES = {"panel": "panel.example"}
GOOD = article_text("domeny/predlzenie", "Ako predĺžim doménu?", "doména mi končí", "posta-nejde")


def test_a_good_article_is_read_whole() -> None:
    """Every field is there and the company's values are filled in."""
    article, mistakes = parse(GOOD, "predlzenie.md", VALUES)
    assert mistakes == []
    assert article is not None
    assert (article.slug, article.category, article.problem) == ("predlzenie", "domeny", "none")
    assert article.related == ("posta-nejde",)
    assert article.updated == "2026-11-22"
    assert article.summary == "Ako predĺžim doménu? Odpoveď nájdete na panel.example."
    assert (
        article.body_line
        == GOOD.splitlines().index(
            article.body.splitlines()[0].replace("panel.example", "{{ panel }}")
        )
        + 1
    )


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("---\nslug", "slug", 1, "front matter between two lines of --- is missing"),
        ("title: Ako predĺžim doménu?\n", "", 1, "missing field 'title'"),
        ("problem: none", "problem: unknown", 11, "field 'problem' is not a known kind of problem"),
        ("updated: 2026-11-22", "updated: včera", 10, "field 'updated' is not a date YYYY-MM-DD"),
        ("slug: predlzenie", "slug: Predĺženie", 2, "field 'slug' is not made of small letters"),
        ("slug: predlzenie", "slug: 5", 2, "field 'slug' is not made of small letters"),
        ("related: [posta-nejde]", "related: posta", 9, "field 'related' is not a list of texts"),
        ("related: [posta-nejde]", "related: [posta", 10, "front matter is not YAML"),
        ("problem: none", "problem: none\nauthor: ja", 12, "unknown field 'author'"),
        ("{{ panel }}", "{{ panal }}", 13, "unknown company value {{ panal }}"),
    ],
)
def test_a_broken_article_names_the_line(old: str, new: str, line: int, message: str) -> None:
    """The first mistake says where it is and what it is, and the article is not used."""
    assert old in GOOD
    article, mistakes = parse(GOOD.replace(old, new, 1), "x.md", VALUES)
    assert article is None
    assert message in mistakes[0].message
    assert str(mistakes[0]).startswith(f"x.md:{line}: ")


def test_an_article_without_text_is_broken() -> None:
    """Front matter alone is no article."""
    article, mistakes = parse(GOOD[: GOOD.index("---\nAko")] + "---\n", "x.md", VALUES)
    assert article is None
    assert [m.message for m in mistakes] == ["the article has no text"]


def test_unknown_values_are_told_with_their_line() -> None:
    """A value nobody set is left standing and reported."""
    assert fill("a\n{{ x }} {{panel}}", VALUES) == ("a\n{{ x }} panel.example", [(1, "x")])


def test_the_small_help_has_no_mistakes(home: Path) -> None:
    """The help the tests use passes its own linter."""
    assert read(home).mistakes == []


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("slug: predlzenie", "slug: web-nejde", 2, "differs from the file's name"),
        ("category: domeny", "category: nic", 4, "unknown category 'nic'"),
        ("category: domeny", "category: web", 4, "differs from the folder's name"),
        ("related: [posta-nejde]", "related: [chyba]", 9, "related 'chyba' is no article"),
        ("related: [posta-nejde]", "related: [predlzenie]", 9, "is the article itself"),
        ("(posta-nejde)", "(nikam)", 18, "link to 'nikam' leads to no article"),
        ("## Postup", "### Postup", 15, "is not a ## heading"),
        ("2. Pozrite", "2. <b>Pozrite</b>", 18, "HTML '<b>' will be shown as text"),
        ("## Postup", "## Prázdna\n\n## Postup", 15, "section 'Prázdna' is empty"),
        ("1. Otvorte", "1. " + "slovo " * 200, 15, "section 'Postup' has 2"),
        ("Ako predĺžim doménu? Odpoveď", "slovo " * 80, 13, "the opening paragraph has 8"),
    ],
)
def test_the_linter_names_file_and_line(
    home: Path, old: str, new: str, line: int, message: str
) -> None:
    """Each rule between articles says the file, the line and what is wrong."""
    path = home / "articles/domeny/predlzenie.md"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    found = [str(m) for m in read(home).mistakes]
    assert any(f"/predlzenie.md:{line}: " in m and message in m for m in found), found


def test_a_wording_used_twice_is_found(home: Path) -> None:
    """The same wording of two articles cannot tell them apart, so the second is named."""
    path = home / "articles/domeny/predlzenie.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("doména mi čoskoro končí a", "Zmizol zeleny zámok a"), "utf-8")
    found = [m for m in read(home).mistakes if "also stands in" in m.message]
    assert [(Path(m.path).name, m.line) for m in found] == [("certifikat.md", 5)]


def test_a_slug_used_twice_is_found(home: Path) -> None:
    """The second file with the same slug is named, and the first is named in the message."""
    text = (home / "articles/web/web-nejde.md").read_text(encoding="utf-8")
    (home / "articles/web/zz.md").write_text(text, encoding="utf-8")
    found = [m for m in read(home).mistakes if "already used" in m.message]
    assert len(found) == 1
    assert found[0].path.endswith("web/zz.md")
    assert "web/web-nejde.md" in found[0].message
    assert found[0].fatal


def test_an_unreadable_file_is_a_mistake(home: Path) -> None:
    """A file that is not UTF-8 is told, the others are read."""
    (home / "articles/web/zle.md").write_bytes(b"\xff\xfe\x00")
    library = read(home)
    assert len(library.articles) == 4
    assert any("zle.md:1: cannot be read" in str(m) for m in library.broken)


def test_passages_follow_the_article() -> None:
    """Title, wordings, opening paragraph and sections come in this order with their context."""
    article, _ = parse(GOOD, "predlzenie.md", VALUES)
    assert article is not None
    cut = passages(article, "Domény")
    assert [p.kind for p in cut] == ["title", *["wording"] * 3, "intro", "section"]
    assert cut[0].indexed == "Ako predĺžim doménu?"
    assert cut[-1].heading == "Postup"
    assert cut[-1].indexed.startswith("Ako predĺžim doménu? (Domény) – Postup\n1. Otvorte")


def test_rendering_is_safe_and_links_lead_to_the_help() -> None:
    """Raw HTML is shown as text, scripts have no address, article links become /help links."""
    html = markdown.render(
        "<script>x</script> [a](slug) [b](nie) [c](javascript:alert(1)) [d](https://e.example)\n\n"
        "## Čo ďalej\n\n## Čo ďalej\n\n![obrázok](https://e.example/x.png)",
        lambda target: f"/help/{target}" if target == "slug" else None,
    )
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert '<a href="/help/slug">a</a> b ' in html
    assert 'href="javascript' not in html
    assert '<a href="https://e.example" rel="noopener noreferrer">d</a>' in html
    assert '<h2 id="co-dalej">' in html
    assert '<h2 id="co-dalej-2">' in html
    assert "<img" not in html


def test_plain_text_keeps_the_numbers_of_steps() -> None:
    """Marks go, numbers of an ordered list and dashes of another stay."""
    assert markdown.plain("**A** [b](c)\n\n1. x\n2. `y`\n\n- z") == "A b\n1. x\n2. y\n– z"


def test_an_article_is_a_value() -> None:
    """Two readings of one file are equal."""
    first, second = parse(GOOD, "x.md", VALUES)[0], parse(GOOD, "x.md", VALUES)[0]
    assert isinstance(first, Article)
    assert first == second
