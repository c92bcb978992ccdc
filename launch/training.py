"""Train Rasa when its data changed, with a retrieval process beside it for the embeddings."""

from __future__ import annotations

import secrets
import subprocess
import time

from launch.commands import end, run, shown
from launch.errors import LaunchError
from launch.health import http_health
from launch.layout import Layout
from launch.ports import free_ports
from launch.progress import Board, Step
from launch.steps import is_done, model_stamp, python_environ
from launch.tether import tethered

READY_SECONDS = 120.0


def train(layout: Layout, board: Board, force: bool = False) -> None:
    """Train the model unless it is up to date; the old one stays until the new one is whole."""
    stamp = model_stamp(layout)
    if not force and is_done(stamp, [layout.model]):
        board.line("✓ model · unchanged")
        return
    with board.step("model") as step:
        stamp.clear()
        train_with_retrieval(layout, step)
        stamp.set()


def train_with_retrieval(layout: Layout, step: Step) -> None:
    """Start retrieval on a free port, train against it, end it."""
    port = free_ports(1)[0]
    env = python_environ(
        layout,
        HOST="127.0.0.1",
        RETRIEVAL_PORT=str(port),
        RETRIEVAL_URL=f"http://127.0.0.1:{port}",
        INNER_TOKEN=secrets.token_hex(16),
        ACTIONS_URL="http://127.0.0.1:1",
    )
    log = layout.prepared / "log" / "model-retrieval.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w") as file:
        process = subprocess.Popen(
            tethered([str(layout.python), "-m", "retrieval", "serve"], 9),
            env=env,
            cwd=layout.root,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            wait_ready(process, f"http://127.0.0.1:{port}/healthz", step, shown(log))
            run_training(layout, step, env)
        finally:
            end(process)


def wait_ready(process: subprocess.Popen[bytes], url: str, step: Step, log: str) -> None:
    """Wait until retrieval answers; raise :class:`LaunchError` if it ends or takes too long."""
    limit = time.monotonic() + READY_SECONDS
    while True:
        ready, why = http_health(url)
        if ready:
            return
        step.say(f"waiting for retrieval ({why})")
        if process.poll() is not None:
            raise LaunchError(f"retrieval ended while the model was to be trained: see {log}.")
        if time.monotonic() > limit:
            raise LaunchError(f"retrieval was not ready in {READY_SECONDS:.0f} s: see {log}.")
        time.sleep(0.25)


def run_training(layout: Layout, step: Step, env: dict[str, str]) -> None:
    """Run `rasa train` into a folder of its own, then put the model in its place at once."""
    fresh = layout.models / "fresh"
    fresh.mkdir(parents=True, exist_ok=True)
    domain = "domain" if (layout.root / "domain").is_dir() else "domain.yml"
    command = [str(layout.rasa_python), "-m", "rasa", "train", "--config", "config.yml"]
    command += ["--domain", domain, "--data", "bot/data", "--out", str(fresh)]
    command += ["--fixed-model-name", layout.model.name.removesuffix(".tar.gz")]
    # Our stamp decided already, and Rasa's own cache cannot see that the encoder changed.
    command += ["--force"]
    run(step, command, layout.prepared / "log" / "model.log", env, layout.root)
    (fresh / layout.model.name).replace(layout.model)
    fresh.rmdir()
