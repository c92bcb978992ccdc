"""Start the launcher under Python 3.11 or newer, whichever Python was asked to run it."""

from __future__ import annotations

import os
import sys

from launch.errors import LaunchError
from launch.pythons import OLDEST, find_main


def under_new_python() -> None:
    """Replace this process by a newer Python if this one is too old to go on."""
    if sys.version_info[:2] < OLDEST:
        python = find_main()
        os.execv(python, [python, "-m", "launch", *sys.argv[1:]])  # noqa: S606 - the same command


if __name__ == "__main__":
    try:
        under_new_python()
    except LaunchError as error:
        sys.exit(f"podpora: {error}")
    from launch.cli import main

    sys.exit(main(sys.argv[1:]))
