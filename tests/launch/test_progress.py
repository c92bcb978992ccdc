"""Progress is a live line on a terminal and plain lines elsewhere."""

import io
import sys

import pytest

from launch.progress import CLEAR_LINE, REMIND_SECONDS, Board


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


class Hand:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_terminal_shows_all_steps_on_one_line() -> None:
    """The line carries the seconds and the last output, and is drawn over."""
    stream, hand = Terminal(), Hand()
    board = Board(stream, hand)
    with board.step("index") as step:
        step.say("passage 10\n")
        hand.now = 42
        board.tick()

    drawn, finished = stream.getvalue().split(CLEAR_LINE)[1:]
    assert drawn.endswith("index 42 s passage 10")
    assert finished == "✓ index (42 s)\n"


def test_without_a_terminal_a_long_step_reminds_of_itself() -> None:
    """A log of CI shows that the step is alive, without flooding."""
    stream, hand = io.StringIO(), Hand()
    board = Board(stream, hand)
    with board.step("model") as step:
        step.say("training")
        board.tick()
        hand.now = REMIND_SECONDS
        board.tick()
        board.tick()

    assert stream.getvalue().splitlines() == ["… model", "  model 30 s training", "✓ model (30 s)"]


def test_a_failed_step_leaves_the_board_without_a_tick() -> None:
    """Who catches the error tells it."""
    stream = io.StringIO()
    board = Board(stream, Hand())
    with pytest.raises(SystemExit), board.step("index"):
        sys.exit(1)
    board.tick()

    assert stream.getvalue() == "… index\n"
