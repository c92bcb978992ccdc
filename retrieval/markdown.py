"""Turn an article's Markdown into safe HTML, plain text, sections and links; nothing here touches a file."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

_PARSER = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
_MARK = re.compile(r"(?:\d+\.|–) ")
_OUTSIDE = re.compile(r"(?:https?://|mailto:|tel:)")


@dataclass(frozen=True, slots=True)
class Link:
    """Where a link leads and the line it stands on (1-based, within the parsed text)."""

    target: str
    line: int

    @property
    def outside(self) -> bool:
        return _OUTSIDE.match(self.target) is not None


@dataclass(frozen=True, slots=True)
class Section:
    """A heading (empty for the opening paragraph), the plain text below it, level and line."""

    heading: str
    text: str
    level: int
    line: int


def anchor(heading: str) -> str:
    """The id of a heading: folded, lower case, words joined by dashes."""
    bare = unicodedata.normalize("NFKD", heading.lower())
    bare = "".join(c for c in bare if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-") or "cast"


def links(markdown: str) -> list[Link]:
    """Every link of the text, in order."""
    found: list[Link] = []
    for token in _PARSER.parse(markdown):
        line = token.map[0] + 1 if token.map else 1
        for child in token.children or []:
            # Soft breaks move the line on inside one paragraph.
            if child.type in {"softbreak", "hardbreak"}:
                line += 1
            elif child.type == "link_open":
                found.append(Link(str(child.attrGet("href") or ""), line))
    return found


def sections(markdown: str) -> list[Section]:
    """The opening paragraph and each section below its heading, as plain text."""
    tokens = _PARSER.parse(markdown)
    starts = [i for i, t in enumerate(tokens) if t.type == "heading_open"]
    made: list[Section] = []
    opening = tokens[: starts[0]] if starts else tokens
    if opening:
        made.append(Section("", _plain(opening), 0, 1))
    for start, end in zip(starts, [*starts[1:], len(tokens)], strict=True):
        head = tokens[start]
        heading = _inline_text(tokens[start + 1])
        line = head.map[0] + 1 if head.map else 1
        made.append(Section(heading, _plain(tokens[start + 3 : end]), int(head.tag[1]), line))
    return made


def plain(markdown: str) -> str:
    """The whole text without marks, blocks divided by line breaks."""
    return _plain(_PARSER.parse(markdown))


def render(markdown: str, resolve: Callable[[str], str | None]) -> str:
    """Safe HTML; *resolve* gives the address of an article link, or None to drop the link."""
    tokens = _PARSER.parse(markdown)
    _name_headings(tokens)
    for token in tokens:
        if token.children:
            token.children = list(_resolved(token.children, resolve))
    return str(_PARSER.renderer.render(tokens, _PARSER.options, {}))


def _name_headings(tokens: Sequence[Token]) -> None:
    used: set[str] = set()
    for token, content in pairwise(tokens):
        if token.type == "heading_open":
            name = base = anchor(_inline_text(content))
            number = 2
            while name in used:
                name, number = f"{base}-{number}", number + 1
            used.add(name)
            token.attrSet("id", name)


def _resolved(children: Sequence[Token], resolve: Callable[[str], str | None]) -> Iterator[Token]:
    dropped = False
    for child in children:
        if child.type == "link_open":
            target = str(child.attrGet("href") or "")
            outside = _OUTSIDE.match(target) is not None
            address = target if outside else resolve(target)
            dropped = address is None
            if address is None:
                continue
            child.attrSet("href", address)
            if outside:
                child.attrSet("rel", "noopener noreferrer")
        elif child.type == "link_close" and dropped:
            dropped = False
            continue
        yield child


def _plain(tokens: Sequence[Token]) -> str:
    lines: list[str] = []
    numbers: list[int] = []
    for token in tokens:
        if token.type == "ordered_list_open":
            numbers.append(int(token.attrGet("start") or 1))
        elif token.type == "bullet_list_open":
            numbers.append(0)
        elif token.type in {"ordered_list_close", "bullet_list_close"}:
            numbers.pop()
        elif token.type == "list_item_open":
            lines.append(f"{numbers[-1]}. " if numbers[-1] else "– ")
            numbers[-1] += bool(numbers[-1])
        elif token.type == "inline":
            _add(lines, _inline_text(token))
        elif token.type in {"fence", "code_block"}:
            _add(lines, token.content.strip())
    return "\n".join(lines)


def _add(lines: list[str], text: str) -> None:
    if lines and _MARK.fullmatch(lines[-1]):
        lines[-1] += text
    else:
        lines.append(text)


def _inline_text(token: Token) -> str:
    parts = []
    for child in token.children or []:
        if child.type in {"text", "code_inline"}:
            parts.append(child.content)
        elif child.type in {"softbreak", "hardbreak"}:
            parts.append(" ")
    return "".join(parts)
