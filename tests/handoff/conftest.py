"""Fixtures of the desk's tests: every store in memory and over a real Redis."""

from collections.abc import AsyncIterator

import pytest

from handoff.adapters.memory import MemoryStores
from handoff.adapters.redis import RedisStores
from tests.handoff.desks import Scene, Stores


@pytest.fixture(params=["memory", pytest.param("redis", marks=pytest.mark.integration)])
async def stores(request: pytest.FixtureRequest) -> AsyncIterator[Stores]:
    """The stores of both kinds, empty."""
    if request.param == "memory":
        yield MemoryStores()
        return
    url = request.getfixturevalue("redis_url")
    stores = RedisStores(url)
    yield stores
    await stores.close()


@pytest.fixture
async def scene(stores: Stores) -> AsyncIterator[Scene]:
    """A desk with fakes around it, over both kinds of stores."""
    scene = Scene(stores)
    yield scene
    await scene.desk.stop()
