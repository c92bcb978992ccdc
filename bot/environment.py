"""The environment variables of the assistant's two servers, checked at start."""

import os
import sys
from typing import NoReturn

MAX_PORT = 65535


def required(name: str) -> str:
    """The variable *name*; end the program with one clear line if it is not set."""
    value = os.environ.get(name, "")
    if not value:
        stop(f"{name} is not set")
    return value


def port(name: str) -> int:
    """The variable *name* as a TCP port; end the program with one clear line if it is none."""
    value = required(name)
    if not value.isdecimal() or not 0 < int(value) <= MAX_PORT:
        stop(f"{name}={value!r} is not a port")
    return int(value)


def stop(why: str) -> NoReturn:
    """End the program with one line that names the cure."""
    sys.exit(f"bot: {why}")
