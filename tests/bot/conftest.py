"""The running stack that the tests of the real thing share."""

from collections.abc import Iterator

import pytest

from tests.bot.stack import Stack, stack


@pytest.fixture(scope="session")
def running() -> Iterator[Stack]:
    with stack() as started:
        yield started
