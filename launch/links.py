"""Find dead links in Markdown pages: relative files that are not there, anchors no heading makes."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote

from launch.layout import ROOT

# Generated folders, and the articles, whose links are slugs that retrieval's own linter checks.
SKIPPED = {".git", ".venv", ".venv-rasa", ".run", "node_modules", "dist", "articles"}
FENCE = re.compile(r"^(```|~~~)")
CODE = re.compile(r"`[^`]*`")
LINK = re.compile(r"!?\[[^\]]*\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
REFERENCE = re.compile(r"^\[[^\]]+\]:\s+<?([^\s>]+)>?")
HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*#*$")
ELSEWHERE = re.compile(r"^[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def prose(text: str) -> Iterator[tuple[int, str]]:
    """Yield (line number, line) of what is not in a code block."""
    fenced = False
    for number, line in enumerate(text.splitlines(), start=1):
        if FENCE.match(line.lstrip()):
            fenced = not fenced
        elif not fenced:
            yield number, line


def anchor(heading: str) -> str:
    """Return the anchor that a forge makes of *heading*."""
    plain = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", heading)
    kept = re.sub(r"[^\w\- ]", "", plain.replace("`", "").lower())
    return kept.replace(" ", "-")


def anchors(text: str) -> set[str]:
    """Return every anchor of a page; a repeated heading gets -1, -2 …"""
    found: set[str] = set()
    seen: dict[str, int] = {}
    for _, line in prose(text):
        heading = HEADING.match(line)
        if heading:
            name = anchor(heading[1])
            count = seen.get(name, 0)
            seen[name] = count + 1
            found.add(f"{name}-{count}" if count else name)
        found.update(re.findall(r"<a (?:id|name)=\"([^\"]+)\"", line))
    return found


def links(text: str) -> Iterator[tuple[int, str]]:
    """Yield (line number, target) of every link and picture of a page."""
    for number, line in prose(text):
        plain = CODE.sub("", line)
        for target in LINK.findall(plain) + REFERENCE.findall(plain):
            yield number, target


def dead_links(page: Path, root: Path = ROOT) -> Iterator[str]:
    """Yield a line for every link of *page* that leads nowhere."""
    text = page.read_text("utf-8")
    for number, target in links(text):
        if ELSEWHERE.match(target):
            continue
        path, _, fragment = unquote(target).partition("#")
        base = root if path.startswith("/") else page.parent
        there = base / path.lstrip("/") if path else page
        where = f"{page.relative_to(root)}:{number}"
        if not there.exists():
            yield f"{where}: no file {target}"
        elif fragment and not has_anchor(there, fragment):
            yield f"{where}: no heading {target}"


def has_anchor(page: Path, fragment: str) -> bool:
    """Tell whether a heading of *page* makes the anchor; only Markdown can be looked into."""
    return page.suffix != ".md" or fragment.lower() in anchors(page.read_text("utf-8"))


def pages(root: Path = ROOT) -> list[Path]:
    """List the Markdown pages of the repository."""
    found = root.rglob("*.md")
    return sorted(p for p in found if not SKIPPED & set(p.relative_to(root).parts))


def report(found: Iterable[str]) -> int:
    """Print dead links; return the exit code."""
    lines = list(found)
    for line in lines:
        print(line)
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(report(line for page in pages() for line in dead_links(page)))
