"""A failed step is one line that says why and where to read on."""

import io
import sys
from pathlib import Path

import pytest

from launch.commands import reason, run
from launch.errors import LaunchError, one_line
from launch.layout import Layout
from launch.progress import Board
from launch.stamps import Stamp
from launch.steps import do


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["building", "ValueError: bad slug", "done"], "ValueError: bad slug."),
        (
            ["ERROR: No matching distribution", "errors: [object]"],
            "ERROR: No matching distribution.",
        ),
        (["domeny/a.md:3: unknown key {{ fax }}"], "domeny/a.md:3: unknown key {{ fax }}."),
        (["Index: bad", "2026-11-22 17:57:19 [error] article.broken"], "Index: bad."),
        (["npm error code E404", "npm error A complete log of this run"], "npm error code E404."),
        ([], "it said nothing."),
    ],
)
def test_the_reason_is_the_line_that_tells_the_most(lines: list[str], expected: str) -> None:
    """The last line naming an error, else the last line."""
    assert reason(lines) == expected


def test_a_long_reason_stays_on_one_line() -> None:
    """Line ends become blanks, and the end of a long text is cut."""
    assert one_line("a\n b " + "c" * 999, 10) == "a b ccccc…"


def test_a_failed_command_names_step_reason_and_log(tmp_path: Path) -> None:
    """The whole output is in the log; the line carries what matters."""
    board, log = Board(io.StringIO()), tmp_path / "log" / "index.log"
    code = "print('reading'); print('broken article: a.md'); raise SystemExit(3)"

    with pytest.raises(LaunchError, match=r"index failed \(exit 3\): broken article: a\.md\. See"):
        run(board.step("index"), [sys.executable, "-c", code], log)

    assert "reading\nbroken article: a.md\n" in log.read_text()


def test_a_step_is_done_once_and_again_when_it_failed_or_its_work_is_gone(tmp_path: Path) -> None:
    """Only a step that ended well, and whose work is still there, is skipped."""
    layout = Layout(tmp_path, tmp_path / "run", tmp_path / "run")
    told, made = io.StringIO(), tmp_path / "made"
    stamp = Stamp(layout.stamp("step"), "inputs")

    def step(code: str) -> None:
        do(layout, Board(told), "step", stamp, [[sys.executable, "-c", code]], [made], env={})

    with pytest.raises(LaunchError):
        step("raise SystemExit(1)")
    assert not stamp.is_fresh()
    with pytest.raises(LaunchError, match="made no"):
        step("pass")
    step(f"open({str(made)!r}, 'w')")
    step("raise SystemExit(1)")
    assert told.getvalue().endswith("✓ step · unchanged\n")

    made.unlink()
    with pytest.raises(LaunchError):
        step("raise SystemExit(1)")
