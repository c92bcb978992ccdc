"""Run a stack of one redis, and of a child that cannot live if asked, as the launcher does."""

import os
import signal
import sys
from pathlib import Path

from launch.children import Child, redis_child
from launch.cli import stop_by_signal
from launch.errors import LaunchError, Stopped
from launch.layout import Layout
from launch.progress import Board
from launch.stack import Stack
from launch.status import Status, lock


def main(run_dir: Path, broken: bool) -> None:
    """Keep the stack until a signal comes or a child keeps dying."""
    signal.signal(signal.SIGTERM, stop_by_signal)
    layout = Layout(run_dir=run_dir)
    with Board() as board, lock(run_dir):
        stack = Stack(layout, board)
        children = [redis_child(layout, f"unix://{stack.redis_socket}")]
        if broken:
            code = "print('Error: no such model'); raise SystemExit(1)"
            command = (sys.executable, "-c", code)
            children.append(Child("rasa", command, "", lambda: (False, "refused")))
        status = Status(run_dir, {"sockets": str(stack.sockets)})
        try:
            stack.start(children, dict(os.environ))
            stack.wait_ready(status)
            stack.keep(status)
        finally:
            stack.stop()
            status.remove()


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]), "broken" in sys.argv)
    except Stopped:
        sys.exit(0)
    except LaunchError as error:
        sys.exit(f"podpora: {error}")
