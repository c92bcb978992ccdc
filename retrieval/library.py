"""Read the articles, the categories and the company's values from the disk."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from retrieval.articles import Article, Mistake, parse
from retrieval.errors import BadSetting
from retrieval.index import content_hash
from retrieval.lint import lint


@dataclass(frozen=True, slots=True)
class Library:
    """The articles that could be read, what is wrong with any, and one hash of it all."""

    articles: list[Article]
    categories: Mapping[str, str]
    content: str
    mistakes: list[Mistake] = field(default_factory=list)

    @property
    def broken(self) -> list[Mistake]:
        """The mistakes that make an article unusable."""
        return [mistake for mistake in self.mistakes if mistake.fatal]


def read_library(articles_dir: Path, categories_file: Path, company_file: Path) -> Library:
    """Parse and lint everything; raise BadSetting if the values or categories cannot be read."""
    values, categories = read_values(company_file), read_values(categories_file)
    parts = {"company": repr(sorted(values.items())), "categories": repr(list(categories.items()))}
    articles: list[Article] = []
    mistakes: list[Mistake] = []
    for path in sorted(articles_dir.rglob("*.md")):
        name = path.relative_to(articles_dir).as_posix()
        shown = _shown(path)
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            mistakes.append(Mistake(shown, 1, f"cannot be read: {error}"))
            continue
        parts[name] = text
        article, found = parse(text, shown, values)
        mistakes += found
        if article is not None:
            articles.append(article)
    mistakes += lint(articles, categories)
    if not articles:
        mistakes.append(Mistake(_shown(articles_dir), 1, "there is no usable article"))
    return Library(articles, categories, content_hash(parts), mistakes)


def read_values(path: Path) -> dict[str, str]:
    """A flat YAML mapping as texts."""
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadSetting(str(path), str(error).replace("\n", " ")) from error
    if not isinstance(raw, dict) or any(isinstance(v, dict | list) for v in raw.values()):
        raise BadSetting(str(path), "is not a flat list of keys and values")
    return {str(key): str(value) for key, value in raw.items()}


def stamp(articles_dir: Path, *files: Path) -> tuple[tuple[str, int, int], ...]:
    """Names, times and sizes of everything read; another stamp means something changed."""
    seen = []
    for path in [*sorted(articles_dir.rglob("*.md")), *files]:
        try:
            status = path.stat()
        except FileNotFoundError:
            continue
        seen.append((str(path), status.st_mtime_ns, status.st_size))
    return tuple(seen)


def _shown(path: Path) -> str:
    """The path as a person at the repository's root would type it."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(path)
