"""What every store of tickets and notes does, in memory and over Redis."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from handoff.errors import UnknownTicket
from handoff.events import Attachment, Draft, Field
from handoff.ports import Note, Ticket
from tests.handoff.desks import JANA, PETER, Stores

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
TICKET = Ticket(
    key="b00-1:2",
    conversation="b00-1",
    seq=9,
    customer=replace(JANA, auth_time=AT),
    draft=Draft(
        2,
        "Nejde „web“",
        "Text\nna riadky",
        (Field("os", "Windows 11", "detected"),),
        (Attachment("a1", "image/png", 10, 20, 30),),
    ),
    transcript=({"type": "customer_said", "seq": 2, "text": "Nejde web"},),
    filed_at=AT,
)
NOTE = Note("n1", "b00-1", AT, "eva", "Eva", "Ide o starší hosting.")


async def test_a_ticket_is_read_back_the_same(stores: Stores) -> None:
    """Everything of the ticket survives, and it has a number."""
    number = await stores.tickets.file(TICKET)

    assert number == "P-2026-000001"
    assert await stores.tickets.get(number) == replace(TICKET, number=number)
    assert await stores.tickets.number_of(TICKET.key) == number
    assert await stores.tickets.number_of("b00-1:3") is None


async def test_one_key_is_one_ticket(stores: Stores) -> None:
    """Filing again, or many times at once, gives the same number."""
    numbers = await asyncio.gather(*(stores.tickets.file(TICKET) for _ in range(10)))

    assert set(numbers) == {"P-2026-000001"}
    assert len(await stores.tickets.newest(None, 10)) == 1


async def test_tickets_are_listed_newest_first(stores: Stores) -> None:
    """Pages go back in time, over the turn of a year, apart for each customer."""
    for n in range(3):
        await stores.tickets.file(replace(TICKET, key=f"k{n}"))
    next_year = datetime(2027, 1, 1, tzinfo=UTC)
    await stores.tickets.file(replace(TICKET, key="k4", customer=PETER, filed_at=next_year))

    newest = [ticket.number for ticket in await stores.tickets.newest(None, 2)]
    older = [ticket.number for ticket in await stores.tickets.newest(newest[-1], 10)]
    hers = [ticket.number for ticket in await stores.tickets.of_customer(JANA.id, 2)]

    assert newest == ["P-2027-000001", "P-2026-000003"]
    assert older == ["P-2026-000002", "P-2026-000001"]
    assert hers == ["P-2026-000003", "P-2026-000002"]
    assert await stores.tickets.newest("P-2026-000001", 10) == ()


@pytest.mark.parametrize("number", ["P-2026-000009", "", "1042", "P-x-y"])
async def test_an_unknown_ticket(stores: Stores, number: str) -> None:
    """A number that was never given is unknown."""
    with pytest.raises(UnknownTicket):
        await stores.tickets.get(number)


async def test_notes_are_kept_in_order_and_once(stores: Stores) -> None:
    """A repeated note is the first one."""
    second = replace(NOTE, id="n2", text="Ešte jedna.")
    await stores.notes.add(NOTE)
    await stores.notes.add(second)

    assert await stores.notes.add(replace(NOTE, text="iné")) == NOTE
    assert await stores.notes.of("b00-1") == (NOTE, second)
    assert await stores.notes.of("b00-2") == ()
