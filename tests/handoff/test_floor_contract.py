"""What every store of the floor does, in memory and over Redis."""

import asyncio
from datetime import UTC, datetime

from handoff.errors import StaleFloor
from handoff.presence import Operator, Status
from handoff.routing import Claim, Decline, Floor, Offer, Waiting
from tests.handoff.desks import Stores

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
FULL = Floor(
    operators={"eva": Operator("eva", "Eva Kováčová", 2, Status.AVAILABLE, on_phone=True)},
    queue=(Waiting("b00-1", "jana", "Jana", AT, "asked", True, (Decline("eva", AT),)),),
    offers=(Offer("of-1", "b00-1", "eva", AT),),
    claims=(Claim("b00-2", "peter", "Peter", "eva", AT, "fault"),),
)


async def test_an_empty_floor(stores: Stores) -> None:
    """Before anybody came there is an empty floor to begin with."""
    assert await stores.floor.load() == (Floor(), 0)
    assert await stores.floor.beats() == {}


async def test_a_saved_floor_is_read_back_the_same(stores: Stores) -> None:
    """Everything of the floor survives."""
    await stores.floor.save(FULL, 0)

    assert await stores.floor.load() == (FULL, 1)


async def test_of_two_writers_one_wins(stores: Stores) -> None:
    """A writer who saw an older version is refused."""
    outcomes = await asyncio.gather(
        stores.floor.save(FULL, 0), stores.floor.save(Floor(), 0), return_exceptions=True
    )

    assert outcomes.count(None) == 1
    assert sum(isinstance(outcome, StaleFloor) for outcome in outcomes) == 1
    assert (await stores.floor.load())[1] == 1


async def test_beats_do_not_touch_the_version(stores: Stores) -> None:
    """Beats of many operators never make a writer of the floor look again."""
    await stores.floor.beat("eva", AT)
    await stores.floor.save(FULL, 0)
    await stores.floor.beat("martin", AT)

    assert (await stores.floor.load())[1] == 1
    assert await stores.floor.beats() == {"eva": AT, "martin": AT}
