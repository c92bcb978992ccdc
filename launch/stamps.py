"""Decide what is already done: a step is skipped while the hash of its inputs is unchanged."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path


def files_under(paths: Iterable[Path], skip: frozenset[str] = frozenset()) -> list[Path]:
    """List the files of *paths* (files or folders), sorted; folders named in *skip* are left out."""
    found: list[Path] = []
    for path in paths:
        if path.is_file():
            found.append(path)
            continue
        for folder, folders, names in os.walk(path):
            folders[:] = [name for name in folders if name not in skip]
            found.extend(Path(folder) / name for name in names if not name.endswith(".pyc"))
    return sorted(found)


def fingerprint(root: Path, files: Iterable[Path], extra: Iterable[str] = ()) -> str:
    """Hash names (relative to *root*) and contents of *files*, and the strings of *extra*."""
    digest = hashlib.sha256()
    for text in extra:
        digest.update(f"extra {text}\0".encode())
    for path in files:
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"{os.path.relpath(path, root)}\0{content}\0".encode())
    return digest.hexdigest()


class Stamp:
    """A file that remembers for which inputs a step was last finished."""

    def __init__(self, file: Path, wanted: str) -> None:
        self.file, self.wanted = file, wanted

    def is_fresh(self) -> bool:
        """Tell whether the step was finished for these very inputs."""
        return self.file.is_file() and self.file.read_text("utf-8") == self.wanted

    def clear(self) -> None:
        """Forget the step: what it makes is about to change."""
        self.file.unlink(missing_ok=True)

    def set(self) -> None:
        """Remember that the step is finished; written whole or not at all."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        partial = self.file.with_suffix(".part")
        partial.write_text(self.wanted, "utf-8")
        partial.replace(self.file)
