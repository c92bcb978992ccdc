"""Everything that must be ready before a process starts, side by side where it can be."""

from __future__ import annotations

import os
import shutil
import subprocess
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait

from launch import venvs
from launch.commands import end_all, run
from launch.errors import LaunchError
from launch.layout import Layout
from launch.node import system_has_node
from launch.progress import Board
from launch.pythons import NEWEST, OLDEST, find_310, find_main, version_of
from launch.steps import build_index, build_widget, unpack_encoder
from launch.training import train

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def prepare(layout: Layout, board: Board, dev: bool = False, retrain: bool = False) -> None:
    """Do every step whose inputs changed; raise the first error, ending the other steps."""
    with ThreadPoolExecutor(max_workers=4) as pool:
        main = pool.submit(main_environment, layout, board, dev)
        rasa = pool.submit(rasa_environment, layout, board, dev)

        def widget() -> None:
            if not system_has_node():
                main.result()  # the wheel with Node.js goes into .venv
            build_widget(layout, board)

        def data() -> None:
            main.result()
            if dev:
                find_browser(layout, board)
            unpack_encoder(layout, board)
            build_index(layout, board)
            rasa.result()
            train(layout, board, retrain)

        finish([main, rasa, pool.submit(widget), pool.submit(data)])


def finish(steps: list[Future[None]]) -> None:
    """Wait for all *steps*; on the first error, or a signal, end the commands of the others."""
    try:
        done, _ = wait(steps, return_when=FIRST_EXCEPTION)
    except BaseException:
        end_all()
        raise
    errors = [error for step in done if (error := step.exception()) is not None]
    if errors:
        end_all()
        raise errors[0]


def main_environment(layout: Layout, board: Board, dev: bool) -> None:
    """Make .venv with a Python of 3.11 or newer; one that is there already stays what it is."""
    existing = venvs.release_of(layout.python)
    if existing and OLDEST <= tuple(map(int, existing.split("."))) <= NEWEST:
        python, release = str(layout.python), existing
    else:
        python = find_main()
        release = "{}.{}".format(*(version_of(python) or OLDEST))
    environment = venvs.MAIN_DEV if dev else venvs.MAIN
    venvs.prepare(layout, board, environment, python, release)


def rasa_environment(layout: Layout, board: Board, dev: bool) -> None:
    """Make .venv-rasa with a Python 3.10; one is looked for only when the environment is not there."""
    python = str(layout.rasa_python)
    if venvs.release_of(layout.rasa_python) != "3.10":
        python = find_310()
    environment = venvs.RASA_DEV if dev else venvs.RASA
    venvs.prepare(layout, board, environment, python, "3.10")


def find_browser(layout: Layout, board: Board) -> None:
    """Make sure the end-to-end tests have a Chromium: found, Playwright's own, or Debian's."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found or playwright_has_browser(layout):
        board.line(f"✓ Chromium · {found or 'of Playwright'}")
        return
    log = layout.prepared / "log" / "chromium.log"
    with board.step("Chromium") as step:
        try:
            run(step, [str(layout.python), "-m", "playwright", "install", "chromium"], log)
        except LaunchError as error:
            if os.geteuid() != 0 or shutil.which("apt-get") is None:
                raise LaunchError(
                    f"Chromium is needed for the tests: install it. {error}"
                ) from None
            env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
            run(step, ["apt-get", "update", "-q"], log, env)
            run(
                step, ["apt-get", "install", "-qy", "--no-install-recommends", "chromium"], log, env
            )


def playwright_has_browser(layout: Layout) -> bool:
    """Tell whether Playwright has a Chromium of its own on this machine."""
    code = (
        "import os\n"
        "from playwright.sync_api import sync_playwright\n"
        "with sync_playwright() as p: raise SystemExit(not os.path.exists(p.chromium.executable_path))"
    )
    done = subprocess.run([str(layout.python), "-c", code], capture_output=True, check=False)
    return done.returncode == 0
