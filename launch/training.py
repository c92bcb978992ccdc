"""Train Rasa when its data changed, and ask the trained model what it understands."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from launch.beside import retrieval_beside
from launch.commands import run
from launch.errors import LaunchError
from launch.layout import Layout
from launch.progress import Board, Step
from launch.steps import is_done, model_stamp


def train(layout: Layout, board: Board, force: bool = False) -> None:
    """Train the model unless it is up to date; the old one stays until the new one is whole."""
    stamp = model_stamp(layout)
    if not force and is_done(stamp, [layout.model]):
        board.line("✓ model · unchanged")
        return
    with board.step("model") as step:
        stamp.clear()
        with retrieval_beside(layout, step) as env:
            run_training(layout, step, env)
        stamp.set()


def run_training(layout: Layout, step: Step, env: dict[str, str]) -> None:
    """Run `rasa train` into a folder of its own, then put the model in its place at once."""
    fresh = layout.models / "fresh"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    domain = "domain" if (layout.root / "domain").is_dir() else "domain.yml"
    command = [str(layout.rasa_python), "-m", "rasa", "train", "--config", "config.yml"]
    command += ["--domain", domain, "--data", "bot/data", "--out", str(fresh)]
    command += ["--fixed-model-name", layout.model.name.removesuffix(".tar.gz")]
    # Our stamp decided already, and Rasa's own cache cannot see that the encoder changed.
    command += ["--force"]
    run(step, command, layout.prepared / "log" / "model.log", env, layout.root)
    (fresh / layout.model.name).replace(layout.model)
    shutil.rmtree(fresh)


def parse(layout: Layout, board: Board, file: Path) -> None:
    """Print what the model understands of *file*, an utterance a line, as JSON lines."""
    with board.step("parse") as step, retrieval_beside(layout, step) as env:
        command = [str(layout.rasa_python), "-m", "bot.parse", str(file.resolve())]
        done = subprocess.run(
            command, env=env, cwd=layout.root, stdin=subprocess.DEVNULL, check=False
        )
        if done.returncode != 0:
            raise LaunchError(f"parse failed (exit {done.returncode}), see above.")
