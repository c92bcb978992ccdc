"""Parse help articles (front matter and Markdown), fill in the company's values and cut passages."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import yaml

from retrieval import markdown

PROBLEMS = frozenset(
    [
        "none",
        "login",
        "payment",
        "expired-domain",
        "transfer",
        "dns",
        "mail-not-received",
        "mail-not-sent",
        "bounce-spam",
        "web-down",
        "slow-web",
        "ftp",
        "database",
        "certificate",
        "hacked",
        "restore",
        "cancel-holder",
        "other",
    ]
)
FIELDS = ("slug", "title", "category", "wordings", "related", "updated", "problem")
_PLACEHOLDER = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

Kind = Literal["intro", "section", "title", "wording"]


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing to mend: file, line (1-based), what, and whether the article cannot be used."""

    path: str
    line: int
    message: str
    fatal: bool = True

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


@dataclass(frozen=True, slots=True)
class Article:
    """A help article with the company's values filled in; *lines* says where each field stands."""

    slug: str
    title: str
    category: str
    wordings: tuple[str, ...]
    related: tuple[str, ...]
    updated: str
    problem: str
    body: str
    path: str = ""
    body_line: int = 1
    lines: Mapping[str, int] | None = None

    @property
    def url(self) -> str:
        return f"/help/{self.slug}"

    @property
    def summary(self) -> str:
        """The opening paragraph as plain text."""
        parts = markdown.sections(self.body)
        return parts[0].text if parts and not parts[0].heading else ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of an article that is found on its own; *text* is what people are shown."""

    slug: str
    kind: Kind
    heading: str
    text: str
    context: str

    @property
    def indexed(self) -> str:
        """The text as it is encoded: title, category and heading carried along."""
        if self.kind in {"title", "wording"}:
            return self.text
        return (
            f"{self.context} – {self.heading}\n{self.text}"
            if self.heading
            else f"{self.context}\n{self.text}"
        )

    @property
    def question(self) -> bool:
        """Whether it reads as a question, and so is encoded as one."""
        return self.kind in {"title", "wording"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question somebody may ask and the article it is about; *slug* is None for no article."""

    slug: str | None
    text: str


def fill(text: str, values: Mapping[str, str]) -> tuple[str, list[tuple[int, str]]]:
    """Put the values into ``{{ key }}``; also return (line offset, key) of the unknown ones."""
    unknown: list[tuple[int, str]] = []

    def put(match: re.Match[str]) -> str:
        key = match[1]
        if key not in values:
            unknown.append((text.count("\n", 0, match.start()), key))
        return values.get(key, match[0])

    return _PLACEHOLDER.sub(put, text), unknown


def parse(text: str, path: str, values: Mapping[str, str]) -> tuple[Article | None, list[Mistake]]:
    """Read one file; the article is None when a mistake makes it unusable."""
    lines = text.splitlines()
    if not lines or lines[0].strip() != "---" or "---" not in [x.strip() for x in lines[1:]]:
        return None, [Mistake(path, 1, "front matter between two lines of --- is missing")]
    end = next(i for i, line in enumerate(lines[1:], 1) if line.strip() == "---")
    filled, unknown = fill(text, values)
    mistakes = [
        Mistake(path, line + 1, f"unknown company value {{{{ {key} }}}}") for line, key in unknown
    ]
    lines = filled.splitlines()
    data, where, broken = _front_matter("\n".join(lines[1:end]), path)
    mistakes += broken
    if not broken:
        mistakes += _check_fields(data, where, path)
    body_start = next((i for i in range(end + 1, len(lines)) if lines[i].strip()), len(lines))
    body = "\n".join(lines[body_start:]).strip()
    if not body:
        mistakes.append(Mistake(path, end + 1, "the article has no text"))
    if mistakes:
        return None, mistakes
    article = Article(
        slug=data["slug"],
        title=data["title"].strip(),
        category=data["category"],
        wordings=tuple(w.strip() for w in data["wordings"]),
        related=tuple(data["related"]),
        updated=str(data["updated"]),
        problem=data["problem"],
        body=body,
        path=path,
        body_line=body_start + 1,
        lines=where,
    )
    return article, []


def _front_matter(text: str, path: str) -> tuple[dict[str, Any], dict[str, int], list[Mistake]]:
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        data = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 2
        return {}, {}, [Mistake(path, line, f"front matter is not YAML: {error.problem}")]
    except (yaml.YAMLError, ValueError) as error:
        return {}, {}, [Mistake(path, 2, f"front matter is not YAML: {error}")]
    if not isinstance(node, yaml.MappingNode) or not isinstance(data, dict):
        return {}, {}, [Mistake(path, 2, "front matter is not a list of fields")]
    where = {key.value: key.start_mark.line + 2 for key, _ in node.value}
    return data, where, []


def _check_fields(data: Mapping[str, Any], where: Mapping[str, int], path: str) -> list[Mistake]:
    found = [
        Mistake(path, where.get(str(name), 1), f"unknown field {name!r}")
        for name in data
        if name not in FIELDS
    ]
    for name in FIELDS:
        if name not in data:
            found.append(Mistake(path, 1, f"missing field {name!r}"))
        elif why := _wrong(name, data[name]):
            found.append(Mistake(path, where.get(name, 1), f"field {name!r} {why}"))
    return found


def _wrong(name: str, value: Any) -> str | None:
    match name:
        case "slug" | "category":
            good = isinstance(value, str) and _SLUG.fullmatch(value) is not None
            return None if good else "is not made of small letters, digits and dashes"
        case "title":
            return None if isinstance(value, str) and value.strip() else "is empty or not a text"
        case "wordings" | "related":
            good = isinstance(value, list) and all(isinstance(v, str) and v.strip() for v in value)
            return None if good else "is not a list of texts"
        case "updated":
            return (
                None if re.fullmatch(r"\d{4}-\d\d-\d\d", str(value)) else "is not a date YYYY-MM-DD"
            )
        case _:
            return None if value in PROBLEMS else "is not a known kind of problem"


def passages(article: Article, category_title: str) -> list[Passage]:
    """Title, wordings, opening paragraph and each section, in this order."""
    context = f"{article.title} ({category_title})"
    made = [Passage(article.slug, "title", "", article.title, context)]
    made += [Passage(article.slug, "wording", "", w, context) for w in article.wordings]
    for part in markdown.sections(article.body):
        if part.text:
            kind: Kind = "section" if part.heading else "intro"
            made.append(Passage(article.slug, kind, part.heading, part.text, context))
    return made
