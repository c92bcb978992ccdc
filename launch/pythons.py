"""Find the Python interpreters: 3.11 or newer for the product, 3.10 for Rasa."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Callable, Iterator, Mapping, Optional, Tuple  # noqa: UP035 - old Pythons read it

from launch.errors import LaunchError

# Old interpreters read this file too, to look for a newer one; hence the old spellings.
Version = Tuple[int, int]  # noqa: UP006 - (major, minor)
Probe = Callable[[str], Optional[Version]]  # noqa: UP045

OLDEST, NEWEST = (3, 11), (3, 14)
CURE_311 = (
    "Python 3.11 or newer is needed and was not found: install it (for example "
    "'pyenv install 3.11') or name it with PYTHON=/path/to/python3.11 make run."
)
CURE_310 = (
    "Python 3.10 is needed for Rasa and was not found: install it (for example "
    "'pyenv install 3.10' or 'uv python install 3.10'), or name it with PYTHON310=/path/to/python3.10."
)


def version_of(program: str) -> Version | None:
    """Return (major, minor) of *program* if it really runs; a pyenv shim may be there and fail."""
    code = "import sys; print(*sys.version_info[:2])"
    try:
        done = subprocess.run(
            [program, "-I", "-c", code], capture_output=True, text=True, timeout=30, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = re.fullmatch(r"(\d+) (\d+)\s*", done.stdout)
    return (int(found[1]), int(found[2])) if done.returncode == 0 and found else None


def pyenv_roots(env: Mapping[str, str]) -> Iterator[Path]:
    """Yield the folders where pyenv keeps its versions."""
    if env.get("PYENV_ROOT"):
        yield Path(env["PYENV_ROOT"])
    if env.get("HOME"):
        yield Path(env["HOME"]) / ".pyenv"


def _release(folder: Path) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", folder.name))


def pyenv_pythons(minor: int, env: Mapping[str, str]) -> Iterator[str]:
    """Yield the interpreters of 3.*minor* that pyenv has installed, the newest first."""
    for root in pyenv_roots(env):
        folders = (root / "versions").glob(f"3.{minor}.*")
        for folder in sorted(folders, key=_release, reverse=True):
            program = folder / "bin" / f"python3.{minor}"
            if program.exists():
                yield str(program)


def candidates(minor: int, env: Mapping[str, str]) -> Iterator[str]:
    """Yield where Python 3.*minor* may be: named by the user, pyenv's, on the path."""
    if env.get(f"PYTHON3{minor}"):
        yield env[f"PYTHON3{minor}"]
    yield from pyenv_pythons(minor, env)
    on_path = shutil.which(f"python3.{minor}", path=env.get("PATH"))
    if on_path:
        yield on_path


def find_310(
    env: Mapping[str, str] = os.environ,
    probe: Probe = version_of,
    install: Callable[[Mapping[str, str]], str | None] | None = None,
) -> str:
    """Return a Python 3.10 that runs; raise :class:`LaunchError` naming the cure."""
    for program in candidates(10, env):
        if probe(program) == (3, 10):
            return program
    by_uv = (install or install_by_uv)(env)
    if by_uv and probe(by_uv) == (3, 10):
        return by_uv
    raise LaunchError(CURE_310)


def install_by_uv(env: Mapping[str, str]) -> str | None:
    """Let uv, where it exists, install Python 3.10; return its path or None."""
    uv = shutil.which("uv", path=env.get("PATH"))
    if uv is None:
        return None
    subprocess.run([uv, "python", "install", "3.10"], capture_output=True, check=False)
    found = subprocess.run(
        [uv, "python", "find", "3.10"], capture_output=True, text=True, check=False
    )
    return found.stdout.strip() if found.returncode == 0 else None


def find_main(
    env: Mapping[str, str] = os.environ,
    probe: Probe = version_of,
    running: tuple[Version, str] = (sys.version_info[:2], sys.executable),
) -> str:
    """Return a Python that .venv can be made of: the running one if it fits, else another."""
    if OLDEST <= running[0] <= NEWEST:
        return running[1]
    for minor in range(OLDEST[1], NEWEST[1] + 1):
        for program in candidates(minor, env):
            if probe(program) == (3, minor):
                return program
    raise LaunchError(CURE_311)
