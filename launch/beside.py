"""A retrieval process on a free port, for what needs embeddings while the product is not running."""

from __future__ import annotations

import secrets
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

from launch.commands import end, shown
from launch.errors import LaunchError
from launch.health import http_health
from launch.layout import Layout
from launch.ports import free_ports
from launch.progress import Step
from launch.steps import python_environ
from launch.tether import tethered

READY_SECONDS = 120.0
# It has nothing to save, so the kernel may end it at once when the launcher is gone.
KILL = 9


@contextmanager
def retrieval_beside(layout: Layout, step: Step) -> Iterator[dict[str, str]]:
    """Start retrieval, yield the environment that leads to it, end it."""
    port = free_ports(1)[0]
    env = python_environ(
        layout,
        HOST="127.0.0.1",
        RETRIEVAL_PORT=str(port),
        RETRIEVAL_URL=f"http://127.0.0.1:{port}",
        INNER_TOKEN=secrets.token_hex(32),
        # The project's files name it, but nothing calls an action meanwhile.
        ACTIONS_URL="http://127.0.0.1:1",
        RASA_MODELS=str(layout.model),
    )
    log = layout.prepared / "log" / "model-retrieval.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w") as file:
        process = subprocess.Popen(
            tethered([str(layout.python), "-m", "retrieval", "serve"], KILL),
            env=env,
            cwd=layout.root,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            wait_ready(process, f"http://127.0.0.1:{port}/healthz", step, shown(log))
            yield env
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
            raise LaunchError(f"retrieval ended before it was ready: see {log}.")
        if time.monotonic() > limit:
            raise LaunchError(f"retrieval was not ready in {READY_SECONDS:.0f} s: see {log}.")
        time.sleep(0.25)
