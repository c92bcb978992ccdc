"""Make the two virtual environments, and remake them only when their requirements changed."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from launch.commands import run
from launch.layout import Layout
from launch.progress import Board
from launch.stamps import Stamp, fingerprint


@dataclass(frozen=True)
class Environment:
    """A virtual environment: *folder*, and the requirement files installed into it in order."""

    folder: str
    requirements: tuple[str, ...]


# torch goes first: with it installed, nothing else pulls another build of it.
MAIN = Environment(".venv", ("torch.txt", "main.txt"))
MAIN_DEV = Environment(".venv", ("torch.txt", "main.txt", "dev.txt"))
RASA = Environment(".venv-rasa", ("rasa.txt",))
RASA_DEV = Environment(".venv-rasa", ("rasa.txt", "rasa-dev.txt"))


def clean_environ() -> dict[str, str]:
    """Return the environment without what would leak another Python's packages in."""
    leaking = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "PYENV_VERSION", "PIP_TARGET")
    return {key: value for key, value in os.environ.items() if key not in leaking}


def release_of(python: Path) -> str | None:
    """Return 'major.minor' of an environment's interpreter, or None if it does not run."""
    try:
        done = subprocess.run(
            [str(python), "-I", "-c", "import sys, pip; print('%d.%d' % sys.version_info[:2])"],
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError:
        return None
    return done.stdout.strip() if done.returncode == 0 else None


def stamp_of(layout: Layout, environment: Environment, file: str) -> Stamp:
    """Return the stamp of one requirement file; it covers the files installed before it."""
    names = environment.requirements[: environment.requirements.index(file) + 1]
    files = [layout.root / "requirements" / name for name in names]
    wanted = fingerprint(layout.root, files)
    return Stamp(layout.root / environment.folder / "installed" / file, wanted)


def missing(layout: Layout, environment: Environment) -> Sequence[str]:
    """List the requirement files that are not installed as they now are."""
    return [
        name
        for name in environment.requirements
        if not stamp_of(layout, environment, name).is_fresh()
    ]


def prepare(
    layout: Layout, board: Board, environment: Environment, python: str, release: str
) -> None:
    """Create *environment* with *python* (of version *release*) and install what is missing."""
    folder = layout.root / environment.folder
    inside = folder / "bin" / "python"
    healthy = release_of(inside) == release
    files = list(environment.requirements if not healthy else missing(layout, environment))
    if not files:
        board.line(f"✓ {environment.folder} · unchanged")
        return
    log = layout.prepared / "log" / f"install{environment.folder}.log"
    env = clean_environ()
    with board.step(environment.folder) as step:
        if not healthy:
            run(step, [python, "-m", "venv", "--clear", str(folder)], log, env)
        for name in files:
            stamp = stamp_of(layout, environment, name)
            stamp.clear()
            requirements = str(layout.root / "requirements" / name)
            pip = [str(inside), "-m", "pip", "install", "--no-input", "--progress-bar", "off"]
            run(step, [*pip, "--disable-pip-version-check", "-r", requirements], log, env)
            stamp.set()
