"""Start the processes, wait until all are ready, and keep an eye on them until told to end."""

from __future__ import annotations

import shutil
import time
from collections import deque
from collections.abc import Mapping
from pathlib import Path

from launch.children import Child
from launch.commands import reason, shown
from launch.errors import LaunchError
from launch.layout import Layout, socket_folder
from launch.progress import Board
from launch.status import Status
from launch.supervise import Places, Supervisor, config_text
from launch.watch import Watch, Watched

LOOK_SECONDS = 0.3
# Those that are ready are asked less often.
ASK_SECONDS = 3.0
READY_SECONDS = 300.0


class Stack:
    """The running product; *sockets* is the folder that holds supervisor's and redis' sockets."""

    def __init__(self, layout: Layout, board: Board) -> None:
        self.layout, self.board = layout, board
        self.sockets = socket_folder(layout.run_dir)
        self.children: list[Child] = []
        self.watch = Watch([])
        self._supervisor: Supervisor | None = None
        self._asked = 0.0

    @property
    def redis_socket(self) -> Path:
        return self.sockets / "redis.sock"

    def start(self, children: list[Child], env: Mapping[str, str]) -> None:
        """Write supervisor's configuration and start it."""
        layout = self.layout
        layout.log.mkdir(parents=True, exist_ok=True)
        self.children = children
        self.watch = Watch(child.name for child in children)
        places = Places(layout.root, layout.run_dir, layout.log, self.sockets / "supervisor.sock")
        config = layout.run_dir / "supervisord.conf"
        config.write_text(config_text(places, children), "utf-8")
        self._supervisor = Supervisor.start(layout.python, config, places.socket, env)

    def wait_ready(self, status: Status, limit: float = READY_SECONDS) -> None:
        """Return when every child is ready; raise :class:`LaunchError` naming the one that is not."""
        end = time.monotonic() + limit
        with self.board.step("starting") as step:
            while self.watch.waiting():
                self.look(status)
                waiting = self.watch.waiting()
                step.say(", ".join(f"{child.name} ({child.why})" for child in waiting))
                if waiting and time.monotonic() > end:
                    raise self._late(waiting[0], limit)
                time.sleep(LOOK_SECONDS)

    def keep(self, status: Status) -> None:
        """Tell of every child that dies and comes back; raise if one keeps dying."""
        while True:
            self.look(status)
            time.sleep(LOOK_SECONDS)

    def look(self, status: Status) -> None:
        """Look at every child once."""
        supervisor = self._supervisor
        if supervisor is None or supervisor.process.poll() is not None:
            log = shown(self.layout.log / "supervisord.log")
            raise LaunchError(f"supervisor, the process manager, ended by itself: see {log}.")
        now = time.monotonic()
        lines = self.watch.update(supervisor.states() or [], now)
        lines += self._ask(now)
        for line in lines:
            self.board.line(line)
        status.write(self.watch)
        hopeless = self.watch.hopeless()
        if hopeless is not None:
            raise self._dead(hopeless)

    def _ask(self, now: float) -> list[str]:
        everyone = now - self._asked >= ASK_SECONDS
        if everyone:
            self._asked = now
        lines: list[str] = []
        for child in self.children:
            watched = self.watch.children[child.name]
            if watched.pid and (everyone or not watched.healthy):
                lines += watched.saw_health(*child.health())
        return lines

    def stop(self) -> None:
        """End every process this stack started, and remove its sockets."""
        if self._supervisor is not None:
            with self.board.step("stopping"):
                self._supervisor.stop()
            self._supervisor = None
        shutil.rmtree(self.sockets, ignore_errors=True)

    def _log_of(self, child: Watched) -> Path:
        return self.layout.log / f"{child.name}.log"

    def _late(self, child: Watched, limit: float) -> LaunchError:
        log = shown(self._log_of(child))
        return LaunchError(
            f"{child.name} was not ready in {limit:.0f} s ({child.why}): see {log}, mend what it "
            "names and run again."
        )

    def _dead(self, child: Watched) -> LaunchError:
        log = self._log_of(child)
        return LaunchError(
            f"{child.name} keeps dying: {reason(last_lines(log))} "
            f"Mend what {shown(log)} names and run again."
        )


def last_lines(log: Path, count: int = 40) -> list[str]:
    """Return the last lines of *log* that are not empty."""
    if not log.is_file():
        return []
    with log.open(encoding="utf-8", errors="replace") as file:
        return list(deque((line.strip() for line in file if line.strip()), maxlen=count))
