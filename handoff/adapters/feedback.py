"""What readers say of articles: one JSON line each, without who said it."""

import asyncio
import json
from datetime import datetime
from pathlib import Path


class FeedbackFile:
    """Appends to a file; several processes may, as each line is one write."""

    def __init__(self, path: Path) -> None:
        """*path* is made with its folder when it is not there."""
        self._path = path

    async def add(self, slug: str, helped: bool, at: datetime) -> None:
        """Note that the article helped or not; raise OSError if it cannot be written."""
        line = json.dumps({"at": at.isoformat(), "slug": slug, "helped": helped}) + "\n"
        await asyncio.to_thread(self._append, line)

    def _append(self, line: str) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("a", encoding="utf-8") as out:
            out.write(line)
