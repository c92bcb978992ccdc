"""The rules of articles taken together: slugs, links, neighbours and lengths, each with file and line."""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath

from retrieval import markdown
from retrieval.articles import Article, Mistake
from retrieval.text import fold

MAX_SECTION_WORDS = 180
MAX_OPENING_WORDS = 70
MIN_WORDINGS = 3
_TAG = re.compile(r"<(?:[a-z][a-z0-9]*|/[a-z])[^>]*>", re.IGNORECASE)
_CODE = re.compile(r"`[^`\n]*`")


def lint(articles: Sequence[Article], categories: Mapping[str, str]) -> list[Mistake]:
    """Everything that is wrong between articles, sorted by file and line."""
    known = {a.slug for a in articles}
    found: list[Mistake] = []
    found += _duplicates(articles)
    for article in articles:
        found += _place(article, categories)
        found += _neighbours(article, known)
        found += _links(article, known)
        found += _sections(article)
        found += _raw_html(article)
    return sorted(found, key=lambda m: (m.path, m.line))


def _at(article: Article, field: str) -> int:
    return (article.lines or {}).get(field, 1)


def _duplicates(articles: Sequence[Article]) -> Iterable[Mistake]:
    slugs: dict[str, Article] = {}
    wordings: dict[str, Article] = {}
    for article in articles:
        first = slugs.setdefault(article.slug, article)
        if first is not article:
            message = f"slug {article.slug!r} is already used by {first.path}"
            yield Mistake(article.path, _at(article, "slug"), message)
        for wording in article.wordings:
            other = wordings.setdefault(fold(wording), article)
            if other is not article:
                message = f"wording {wording!r} also stands in {other.path}"
                yield Mistake(article.path, _at(article, "wordings"), message, fatal=False)


def _place(article: Article, categories: Mapping[str, str]) -> Iterable[Mistake]:
    path = PurePath(article.path)
    if path.stem != article.slug:
        message = f"slug {article.slug!r} differs from the file's name"
        yield Mistake(article.path, _at(article, "slug"), message)
    if article.category not in categories:
        message = f"unknown category {article.category!r}"
        yield Mistake(article.path, _at(article, "category"), message)
    elif path.parent.name != article.category:
        message = f"category {article.category!r} differs from the folder's name"
        yield Mistake(article.path, _at(article, "category"), message)


def _neighbours(article: Article, known: set[str]) -> Iterable[Mistake]:
    for slug in article.related:
        if slug not in known or slug == article.slug:
            why = "is the article itself" if slug == article.slug else "is no article"
            message = f"related {slug!r} {why}"
            yield Mistake(article.path, _at(article, "related"), message, fatal=False)
    if len(article.wordings) < MIN_WORDINGS:
        message = f"fewer than {MIN_WORDINGS} wordings"
        yield Mistake(article.path, _at(article, "wordings"), message, fatal=False)


def _links(article: Article, known: set[str]) -> Iterable[Mistake]:
    for link in markdown.links(article.body):
        slug = link.target.partition("#")[0]
        if not link.outside and slug and slug not in known:
            message = f"link to {link.target!r} leads to no article"
            yield Mistake(article.path, article.body_line + link.line - 1, message, fatal=False)


def _sections(article: Article) -> Iterable[Mistake]:
    parts = markdown.sections(article.body)
    if parts[0].heading:
        yield Mistake(article.path, article.body_line, "the opening paragraph is missing")
    for part in parts:
        line = article.body_line + part.line - 1
        limit = MAX_SECTION_WORDS if part.heading else MAX_OPENING_WORDS
        words = len(part.text.split())
        name = f"section {part.heading!r}" if part.heading else "the opening paragraph"
        if words > limit:
            message = f"{name} has {words} words, more than {limit}"
            yield Mistake(article.path, line, message, fatal=False)
        if not words:
            yield Mistake(article.path, line, f"{name} is empty", fatal=False)
        if part.level not in {0, 2}:
            yield Mistake(article.path, line, f"{name} is not a ## heading", fatal=False)


def _raw_html(article: Article) -> Iterable[Mistake]:
    for number, line in enumerate(article.body.splitlines()):
        if match := _TAG.search(_CODE.sub("", line)):
            message = f"HTML {match[0]!r} will be shown as text"
            yield Mistake(article.path, article.body_line + number, message, fatal=False)
