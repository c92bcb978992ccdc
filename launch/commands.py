"""Run one command of a step: its output to a log, its last line to the board, its group ended with us."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import threading
from collections import deque
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from launch.errors import LaunchError, one_line
from launch.progress import Step
from launch.tether import tethered

TELLING = re.compile(r"error\b|failed|not found|no such|cannot", re.IGNORECASE)
# Log lines with their times, and lines of a JavaScript stack or npm's own, which only say where.
NOISE = re.compile(r"\d{4}-\d\d-\d\d |at .*:\d+\)?$|errors: \[|[{}]$|npm error A complete log")
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_running: set[subprocess.Popen[str]] = set()
_lock = threading.Lock()
_closed = threading.Event()


def run(
    step: Step,
    command: list[str],
    log: Path,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> list[str]:
    """Run *command* and return its last lines; raise :class:`LaunchError` if it fails."""
    log.parent.mkdir(parents=True, exist_ok=True)
    last: deque[str] = deque(maxlen=40)
    with log.open("a", encoding="utf-8") as file:
        file.write(f"$ {' '.join(command)}\n")
        file.flush()
        process = start(command, env, cwd)
        assert process.stdout is not None  # noqa: S101 - a pipe was asked for
        try:
            for line in process.stdout:
                file.write(line)
                file.flush()
                plain = COLOUR.sub("", line).strip()
                if plain:
                    last.append(plain)
                    step.say(plain)
            code = process.wait()
        finally:
            forget(process)
    if code != 0:
        raise LaunchError(
            f"{step.name} failed (exit {code}): {reason(list(last))} See {shown(log)}."
        )
    return list(last)


def start(
    command: list[str], env: Mapping[str, str] | None = None, cwd: Path | None = None
) -> subprocess.Popen[str]:
    """Start *command* in a group of its own that ends when the launcher does."""
    with _lock:
        if _closed.is_set():
            raise LaunchError("stopped")
        process = subprocess.Popen(
            tethered(command, signal.SIGTERM),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            env=None if env is None else dict(env),
            cwd=cwd,
            start_new_session=True,
        )
        _running.add(process)
    return process


def forget(process: subprocess.Popen[str]) -> None:
    """End *process* with its group if it still runs, and stop keeping it."""
    end(process)
    if process.stdout is not None:
        process.stdout.close()
    with _lock:
        _running.discard(process)


def end(process: subprocess.Popen[Any], grace: float = 5.0) -> None:
    """Ask the group of *process* to end; after *grace* seconds make it."""
    if process.poll() is not None:
        return
    for sent in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, sent)
            process.wait(grace)
        except subprocess.TimeoutExpired:
            continue
        except ProcessLookupError:
            process.wait()
        return


def end_all() -> None:
    """End every command under way and start no more; for the moment the launcher is stopped."""
    with _lock:
        _closed.set()
        processes = list(_running)
    for process in processes:
        end(process)


def reason(lines: list[str]) -> str:
    """Pick the line of *lines* that tells the most: the last that names an error, else the last."""
    words = [line for line in lines if not NOISE.match(line)] or lines
    telling = [line for line in words if TELLING.search(line)]
    chosen = (telling or words or ["it said nothing."])[-1]
    return one_line(chosen if chosen.endswith((".", "!")) else f"{chosen}.")


def shown(path: Path) -> str:
    """Return *path* as a person in the current folder would type it."""
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else relative
