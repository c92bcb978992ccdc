"""The command line: `python -m handoff serve`."""

import os
import sys

from handoff.app import serve
from handoff.settings import SettingsError, read_settings

USAGE = "usage: python -m handoff serve"


def main(arguments: list[str]) -> int:
    """Run a command; return the exit status."""
    if arguments != ["serve"]:
        print(USAGE, file=sys.stderr)
        return 2
    try:
        serve(read_settings(os.environ))
    except SettingsError as error:
        print(f"handoff cannot start: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
