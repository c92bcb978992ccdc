"""Read the articles, the questions taught, the categories and the company's values from the disk."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import orjson
import yaml

from retrieval.articles import Article, Asked, Mistake, parse
from retrieval.errors import BadSetting
from retrieval.index import content_hash
from retrieval.lint import lint

_FOLLOWED = frozenset([".md", ".jsonl", ".json", ".txt"])


@dataclass(frozen=True, slots=True)
class Library:
    """The articles that could be read, what is wrong with any, and one hash of it all."""

    articles: list[Article]
    categories: Mapping[str, str]
    content: str
    asked: list[Asked] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)

    @property
    def broken(self) -> list[Mistake]:
        """The mistakes that make an article unusable."""
        return [mistake for mistake in self.mistakes if mistake.fatal]


def read_library(
    articles_dir: Path, categories_file: Path, company_file: Path, questions_dir: Path | None = None
) -> Library:
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
    asked, wrong = read_asked(questions_dir, {a.slug for a in articles})
    parts["asked"] = repr(asked)
    return Library(articles, categories, content_hash(parts), asked, mistakes + wrong)


def read_asked(folder: Path | None, slugs: Collection[str]) -> tuple[list[Asked], list[Mistake]]:
    """The questions of ``*.jsonl`` and the texts of ``outside.txt``; a bad line is left out.

    ``left_out.json`` lists texts too near to the held-out questions; they are not taught.
    """
    asked: list[Asked] = []
    mistakes: list[Mistake] = []
    if folder is None or not folder.is_dir():
        return asked, mistakes
    kept_out = read_left_out(folder)
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            one = _asked(line)
            if one is None or one.slug not in slugs:
                why = "is not {'slug': of an article, 'text': text}"
                mistakes.append(Mistake(_shown(path), number, why, fatal=False))
            elif one.text not in kept_out:
                asked.append(one)
    outside = folder / "outside.txt"
    if outside.is_file():
        asked += [Asked(None, text) for text in read_lines(outside) if text not in kept_out]
    return asked, mistakes


def read_left_out(folder: Path) -> frozenset[str]:
    """Texts of questions that are not taught."""
    path = folder / "left_out.json"
    return (
        frozenset(one["text"] for one in orjson.loads(path.read_bytes()))
        if path.is_file()
        else frozenset()
    )


def read_lines(path: Path) -> list[str]:
    """Texts, one a line; empty lines and those that start with # do not count."""
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def _asked(line: str) -> Asked | None:
    try:
        raw = orjson.loads(line)
    except orjson.JSONDecodeError:
        return None
    match raw:
        case {"slug": str(slug), "text": str(text)} if text.strip():
            return Asked(slug, text)
        case _:
            return None


def read_values(path: Path) -> dict[str, str]:
    """A flat YAML mapping as texts."""
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadSetting(str(path), str(error).replace("\n", " ")) from error
    if not isinstance(raw, dict) or any(isinstance(v, dict | list) for v in raw.values()):
        raise BadSetting(str(path), "is not a flat list of keys and values")
    return {str(key): str(value) for key, value in raw.items()}


def stamp(folders: Iterable[Path], *files: Path) -> tuple[tuple[str, int, int], ...]:
    """Names, times and sizes of everything read; another stamp means something changed."""
    seen = []
    found = [p for f in folders for p in f.rglob("*") if p.suffix in _FOLLOWED]
    for path in [*sorted(found), *files]:
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
