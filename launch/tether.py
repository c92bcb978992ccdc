"""Run a command that ends when its parent ends: `python tether.py SIGNAL COMMAND…`."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

PR_SET_PDEATHSIG = 1


def tethered(command: list[str], signal: int) -> list[str]:
    """Return *command* wrapped so that it gets *signal* when the thread that started it ends."""
    return [sys.executable, "-I", "-S", str(Path(__file__).resolve()), str(signal), *command]


def main(arguments: list[str]) -> None:
    """Ask the kernel for the signal, then become the command."""
    prctl = getattr(ctypes.CDLL(None, use_errno=True), "prctl", None)
    # Only Linux has prctl; elsewhere the parent's own clean-up has to do.
    if prctl is not None:
        prctl(PR_SET_PDEATHSIG, int(arguments[0]), 0, 0, 0)
    os.execvp(arguments[1], arguments[1:])  # noqa: S606 - becoming the command is the point


if __name__ == "__main__":
    main(sys.argv[1:])
