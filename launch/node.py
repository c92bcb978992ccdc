"""Find Node.js 20.19 or newer with npm: the system's, else the one that a wheel carries."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping

from launch.commands import run
from launch.errors import LaunchError
from launch.layout import Layout
from launch.progress import Board
from launch.venvs import clean_environ

OLDEST = (20, 19)
CURE = "Node.js 20.19 or newer could not be had: install it, or see requirements/node.txt."


def version(text: str) -> tuple[int, int]:
    """Return (20, 1) for 'v20.1.2'; (0, 0) if *text* is no version."""
    found = re.fullmatch(r"v?(\d+)\.(\d+)\.\d+\S*", text.strip())
    return (int(found[1]), int(found[2])) if found else (0, 0)


def fits(path: str) -> bool:
    """Tell whether *path* leads to npm and a Node.js that is new enough."""
    node = shutil.which("node", path=path)
    if node is None or shutil.which("npm", path=path) is None:
        return False
    done = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    return version(done.stdout) >= OLDEST


def system_has_node(env: Mapping[str, str] = os.environ) -> bool:
    """Tell whether the machine's own Node.js will do."""
    return fits(env.get("PATH", os.defpath))


def node_environ(layout: Layout, board: Board) -> dict[str, str]:
    """Return an environment whose PATH leads to Node.js, installing the wheel if it must."""
    env = clean_environ()
    if fits(env.get("PATH", os.defpath)):
        return env
    env["PATH"] = f"{layout.root / '.venv' / 'bin'}{os.pathsep}{env.get('PATH', os.defpath)}"
    if fits(env["PATH"]):
        return env
    requirements = str(layout.root / "requirements" / "node.txt")
    pip = [str(layout.python), "-m", "pip", "install", "--no-input", "--progress-bar", "off"]
    with board.step("Node.js from a wheel") as step:
        run(step, [*pip, "-r", requirements], layout.prepared / "log" / "install-node.log", env)
    if not fits(env["PATH"]):
        raise LaunchError(CURE)
    return env
