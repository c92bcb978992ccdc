"""The launcher's commands."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
from contextlib import ExitStack
from pathlib import Path
from types import FrameType
from typing import NoReturn

from launch import status as statuses
from launch.children import children
from launch.commands import end_all
from launch.errors import LaunchError, Stopped
from launch.layout import Layout
from launch.ports import PORTS, check_free, free_ports, wanted_ports
from launch.preparation import prepare
from launch.progress import Board
from launch.settings import process_environ, require_prepared
from launch.stack import Stack
from launch.training import parse

EPILOG = """\
environment:
  HOST, PORT          where handoff, the only door, listens (127.0.0.1, 8000)
  RASA_PORT, ACTIONS_PORT, RETRIEVAL_PORT   inner ports, loopback only (8001, 8002, 8003)
  REDIS_URL           a redis to use instead of an own one
  ENCODER             a sentence-transformers name or path instead of the bundled encoder
  COMPANY_FILE        the company's values instead of company.yml
  PYTHON310           the Python 3.10 to make .venv-rasa of
"""


def parser() -> argparse.ArgumentParser:
    """Describe the command line."""
    main = argparse.ArgumentParser(
        prog="python3 -m launch",
        description="Prepare podpora, start it and keep it up.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = main.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="prepare what changed, then start everything")
    up = commands.add_parser("up", help="start everything; it must have been prepared")
    only = commands.add_parser("prepare", help="prepare what changed and start nothing")
    train = commands.add_parser("train", help="prepare, and train Rasa even if nothing changed")
    parsing = commands.add_parser(
        "parse", help="print what Rasa understands of a file, as JSON lines"
    )
    parsing.add_argument("file", type=Path, help="an utterance a line")
    told = commands.add_parser("status", help="print what runs, as JSON")
    for command in (only, train):
        command.add_argument("--dev", action="store_true", help="with the tools of the tests")
    for command in (run, up, told):
        command.add_argument(
            "--run-dir", type=Path, default=Layout.run_dir, help="state of this run (.run)"
        )
    for command in (run, up):
        command.add_argument(
            "--ports", choices=("env", "auto"), default="env", help="auto: any free ports"
        )
        command.add_argument(
            "--json", action="store_true", help="print one JSON line when all are ready"
        )
    return main


def stop_by_signal(number: int, frame: FrameType | None) -> NoReturn:
    """Turn a signal into an exception of the main thread; a second one changes nothing."""
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)
    raise Stopped(number)


def choose_ports(auto: bool) -> dict[str, int]:
    """Return the ports of this run; raise :class:`LaunchError` if one that was asked for is taken."""
    if auto:
        return dict(zip(PORTS, free_ports(len(PORTS)), strict=True))
    ports = wanted_ports(os.environ)
    check_free(ports, os.environ.get("HOST") or "127.0.0.1")
    return ports


def serve(layout: Layout, board: Board, auto_ports: bool, as_json: bool) -> NoReturn:
    """Start everything, say where it is, and stay until a signal or a child that keeps dying."""
    require_prepared(layout)
    ports = choose_ports(auto_ports)
    with ExitStack() as cleanup:
        stack = Stack(layout, board)
        env = process_environ(layout, ports, stack.redis_socket)
        processes = children(layout, env, own_redis=not os.environ.get("REDIS_URL"))
        addresses = {child.name: child.address for child in processes}
        status = statuses.Status(layout.run_dir, {**addresses, "redis": env["REDIS_URL"]})
        cleanup.callback(status.remove)
        cleanup.callback(stack.stop)
        stack.start(processes, env)
        stack.wait_ready(status)
        if as_json:
            print(json.dumps(status.facts(stack.watch)), flush=True)
        else:
            tell_addresses(board, addresses["handoff"], layout)
        stack.keep(status)
    raise AssertionError("unreachable")


def tell_addresses(board: Board, door: str, layout: Layout) -> None:
    """Print where people find what."""
    board.line(f"\npodpora is up. Ctrl-C ends it. Logs: {layout.log}")
    board.line(f"  customer centre (demo)  {door}/")
    board.line(f"  operators' console      {door}/console")
    board.line(f"  help                    {door}/help")
    board.line(f"  health                  {door}/healthz\n")


def perform(options: argparse.Namespace) -> None:
    """Do the command that *options* name."""
    if options.command == "status":
        print(json.dumps(statuses.read(options.run_dir.resolve()), indent=2))
        return
    run_dir = getattr(options, "run_dir", Layout.run_dir).resolve()
    layout = Layout(run_dir=run_dir)
    # Where JSON is asked for, standard output carries nothing else.
    speaks_json = options.command == "parse" or getattr(options, "json", False)
    stream = sys.stderr if speaks_json else sys.stdout
    if options.command == "run":
        choose_ports(options.ports == "auto")  # rather now than after minutes of preparing
    with Board(stream) as board:
        if options.command != "up":
            with statuses.preparing(layout.prepared, board):
                prepare(layout, board, getattr(options, "dev", False), options.command == "train")
        match options.command:
            case "parse":
                parse(layout, board, options.file)
        if options.command in {"run", "up"}:
            with statuses.lock(run_dir):
                serve(layout, board, options.ports == "auto", options.json)


def main(arguments: list[str]) -> int:
    """Run the launcher; return the exit code."""
    options = parser().parse_args(arguments or ["run"])
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, stop_by_signal)
    try:
        perform(options)
    except LaunchError as error:
        print(f"podpora: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        # Whoever read our output has gone; there is nobody to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        end_all()
        return 1
    except Stopped as stopped:
        end_all()
        # Ending what was started is what was asked for; half a preparation is not a success.
        return 0 if options.command in {"run", "up"} else 128 + int(stopped.args[0])
    return 0
