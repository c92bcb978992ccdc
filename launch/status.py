"""The status file of one running product: who runs under which process id, and where it listens."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

from launch.errors import LaunchError
from launch.progress import Board
from launch.watch import Watch


class Status:
    """Writes `status.json` in the run directory whenever something changed."""

    def __init__(self, run_dir: Path, addresses: Mapping[str, str]) -> None:
        self._file = run_dir / "status.json"
        self._addresses = dict(addresses)
        self._secrets = str(run_dir / "secrets.env")
        self._written: dict[str, Any] | None = None

    def facts(self, watch: Watch) -> dict[str, Any]:
        """Return what the file says."""
        return {
            "ready": not watch.waiting(),
            "launcher": os.getpid(),
            "address": self._addresses.get("handoff", ""),
            "addresses": self._addresses,
            "secrets_file": self._secrets,
            "processes": {
                child.name: {
                    "pid": child.pid,
                    "ready": child.healthy,
                    "why": child.why,
                    "deaths": len(child.died_at),
                }
                for child in watch.children.values()
            },
        }

    def write(self, watch: Watch) -> None:
        """Write the file if it would say something else than before; whole or not at all."""
        facts = self.facts(watch)
        if facts != self._written:
            partial = self._file.with_suffix(".part")
            partial.write_text(json.dumps(facts, indent=2) + "\n", "utf-8")
            partial.replace(self._file)
            self._written = facts

    def remove(self) -> None:
        """Say that nothing runs any more."""
        self._file.unlink(missing_ok=True)


RUNS_ALREADY = (
    "podpora already runs here (process {owner}, {run_dir}): stop it first, "
    "or start a second one with 'python3 -m launch up --run-dir DIR --ports auto'."
)


def preparing(prepared: Path, board: Board) -> IO[str]:
    """Take the prepared data for this launcher, waiting while another one prepares it."""
    prepared.mkdir(parents=True, exist_ok=True)
    file = (prepared / "prepare.lock").open("w", encoding="utf-8")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        with board.step("waiting for another launcher that prepares"):
            fcntl.flock(file, fcntl.LOCK_EX)
    return file


def lock(run_dir: Path) -> IO[str]:
    """Take the run directory for this launcher; raise :class:`LaunchError` if another has it."""
    run_dir.mkdir(parents=True, exist_ok=True)
    file = (run_dir / "lock").open("a+", encoding="utf-8")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.seek(0)
        owner = file.read().strip() or "unknown"
        file.close()
        raise LaunchError(RUNS_ALREADY.format(owner=owner, run_dir=run_dir)) from None
    file.seek(0)
    file.truncate()
    file.write(str(os.getpid()))
    file.flush()
    return file


def read(run_dir: Path) -> dict[str, Any]:
    """Return what runs in *run_dir*; raise :class:`LaunchError` if nothing does."""
    file = run_dir / "status.json"
    try:
        lock(run_dir).close()
    except LaunchError:
        if file.is_file():
            facts: dict[str, Any] = json.loads(file.read_text("utf-8"))
            return facts
    raise LaunchError(f"Nothing runs in {run_dir}: start it with 'make run'.")
