"""Show what the launcher is doing: one live line on a terminal, a line per step elsewhere."""

from __future__ import annotations

import shutil
import sys
import threading
import time
from collections.abc import Callable
from typing import TextIO

from launch.errors import one_line

FRAMES = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
REDRAW_SECONDS = 0.2
# Where there is no terminal (CI), a long step says every so often that it is alive.
REMIND_SECONDS = 30.0
CLEAR_LINE = "\r\x1b[K"


class Step:
    """One long step, shown until its block ends: well (and a line stays) or by an error."""

    def __init__(self, board: Board, name: str) -> None:
        self._board, self.name, self.note = board, name, ""
        self.since = self.reminded = board.clock()

    def say(self, note: str) -> None:
        """Show *note* (the last line of output) beside the step."""
        self.note = one_line(note, 100)

    def __enter__(self) -> Step:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        took = self._board.clock() - self.since
        # An error is told by whoever catches it.
        self._board.finish(self, None if kind else f"✓ {self.name} ({took:.0f} s)")


class Board:
    """All the steps under way; lines printed through it never collide with the live line."""

    def __init__(
        self, stream: TextIO = sys.stdout, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.clock = clock
        self._stream = stream
        self._live = stream.isatty()
        self._steps: list[Step] = []
        self._lock = threading.RLock()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._redraw_often, daemon=True)

    def __enter__(self) -> Board:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()
        self._write(CLEAR_LINE if self._live else "")

    def step(self, name: str) -> Step:
        """Begin a step."""
        step = Step(self, name)
        with self._lock:
            self._steps.append(step)
        if not self._live:
            self.line(f"… {name}")
        return step

    def finish(self, step: Step, line: str | None) -> None:
        """Remove *step*, and print *line* in its place if there is one."""
        with self._lock:
            if step in self._steps:
                self._steps.remove(step)
        if line is not None:
            self.line(line)

    def line(self, text: str) -> None:
        """Print a line that stays."""
        self._write(f"{CLEAR_LINE if self._live else ''}{text}\n")

    def tick(self) -> None:
        """Draw the live line, or remind of steps that take long."""
        with self._lock:
            steps = list(self._steps)
        now = self.clock()
        if self._live and steps:
            told = " · ".join(f"{s.name} {now - s.since:.0f} s {s.note}".rstrip() for s in steps)
            frame = FRAMES[int(now / REDRAW_SECONDS) % len(FRAMES)]
            width = shutil.get_terminal_size().columns
            self._write(f"{CLEAR_LINE}{one_line(f'{frame} {told}', width - 1)}")
        elif not self._live:
            for step in steps:
                if now - step.reminded >= REMIND_SECONDS:
                    step.reminded = now
                    self.line(f"  {step.name} {now - step.since:.0f} s {step.note}".rstrip())

    def _redraw_often(self) -> None:
        while not self._ended.wait(REDRAW_SECONDS):
            self.tick()

    def _write(self, text: str) -> None:
        with self._lock:
            self._stream.write(text)
            self._stream.flush()
