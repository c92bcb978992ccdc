"""What every store of conversations does, in memory and over Redis."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from handoff.conversation import Conversation
from handoff.errors import IllegalTransition, StaleConversation, UnknownConversation
from handoff.events import Closed, CustomerSaid, HandedBack, Opened
from handoff.log import bucket_of, entries_of
from handoff.ports import Receipt
from tests.handoff.desks import JANA, PETER, Stores

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
LEASE = timedelta(seconds=10)
NEW = Conversation(f"{bucket_of(JANA.id)}-0000000000000001", JANA)
OPENING = (Opened(at=AT), CustomerSaid(id="1", text="Nejde mi „web“ 🙂", at=AT))


def said(id: str) -> CustomerSaid:
    """Return a message."""
    return CustomerSaid(id=id, text=f"správa {id}", at=AT)


async def opened(stores: Stores) -> Conversation:
    """Return a stored conversation of two events."""
    await stores.conversations.append(NEW, OPENING)
    return NEW.apply_all(OPENING)


async def test_what_was_appended_is_there(stores: Stores) -> None:
    """State, log and the customer's current conversation come from one append."""
    conversation = await opened(stores)

    assert await stores.conversations.load(NEW.id) == conversation
    assert await stores.conversations.current(JANA.id) == conversation
    assert await stores.conversations.entries(NEW.id, 0, 100) == entries_of(NEW, OPENING)[1]
    assert await stores.conversations.current(PETER.id) is None


@pytest.mark.parametrize("id", ["b00-0000000000000009", "x", "", "b00-}{", "../b00-1", "b07:*"])
async def test_an_unknown_conversation(stores: Stores, id: str) -> None:
    """An id that is not there, or is no id at all, is unknown."""
    with pytest.raises(UnknownConversation):
        await stores.conversations.load(id)


async def test_a_slower_writer_is_refused_and_nothing_is_stored(stores: Stores) -> None:
    """Only a writer who has seen the last event may append."""
    before = await opened(stores)
    await stores.conversations.append(before, [said("2")])

    with pytest.raises(StaleConversation):
        await stores.conversations.append(before, [said("3")], receipt=Receipt("3", {}), due=AT)

    assert (await stores.conversations.load(NEW.id)).seq == 3
    assert await stores.conversations.acked(NEW.id, "3") is None
    assert await stores.conversations.due(AT, 10) == ()


async def test_all_events_or_none(stores: Stores) -> None:
    """One impossible event among others keeps all of them out."""
    before = await opened(stores)

    with pytest.raises(IllegalTransition):
        await stores.conversations.append(before, [said("2"), HandedBack(at=AT)])

    assert await stores.conversations.load(NEW.id) == before


async def test_a_repeat_gets_the_first_ack(stores: Stores) -> None:
    """A message id is stored once, whatever happened since and whoever repeats it."""
    before = await opened(stores)
    first = Receipt("customer:2", {"seq": 3, "redacted": False})
    assert await stores.conversations.append(before, [said("2")], receipt=first) is None
    after = await stores.conversations.load(NEW.id)

    for writer in (before, after):
        again = Receipt("customer:2", {"seq": 99})
        repeat = await stores.conversations.append(writer, [said("2")], receipt=again)
        assert repeat == first.ack

    assert await stores.conversations.acked(NEW.id, "customer:2") == first.ack
    assert (await stores.conversations.load(NEW.id)).seq == 3


async def test_concurrent_writers_make_one_order(stores: Stores) -> None:
    """Of writers who saw the same, one wins; all the others must look again."""
    before = await opened(stores)

    outcomes = await asyncio.gather(
        *(stores.conversations.append(before, [said(str(n))]) for n in range(20)),
        return_exceptions=True,
    )

    assert outcomes.count(None) == 1
    assert sum(isinstance(outcome, StaleConversation) for outcome in outcomes) == 19
    assert (await stores.conversations.load(NEW.id)).seq == 3


async def test_one_current_conversation_of_a_customer(stores: Stores) -> None:
    """A second one can only take the exact place of the one that is there."""
    before = await opened(stores)
    other = Conversation(f"{bucket_of(JANA.id)}-0000000000000002", JANA)
    with pytest.raises(StaleConversation):
        await stores.conversations.append(other, OPENING)

    await stores.conversations.append(before, [Closed(by="customer", at=AT)])
    await stores.conversations.append(other, OPENING, replaces=before.id)

    current = await stores.conversations.current(JANA.id)
    assert current is not None
    assert current.id == other.id


async def test_pages_of_the_log(stores: Stores) -> None:
    """Entries after a seq, up to a limit, without holes; catching up equals fetching afresh."""
    stale = await opened(stores)
    now = stale
    for n in range(10):
        await stores.conversations.append(now, [said(f"{n}a"), said(f"{n}b")])
        now = await stores.conversations.load(NEW.id)

    page = await stores.conversations.entries(NEW.id, 5, 4)
    missed = await stores.conversations.entries(NEW.id, stale.seq, 100)

    assert [entry.seq for entry in page] == [6, 7, 8, 9]
    assert stale.apply_all(tuple(entry.event for entry in missed)) == now
    assert await stores.conversations.entries(NEW.id, now.seq, 100) == ()


async def test_pending_is_marked_with_the_append_and_settled_once(stores: Stores) -> None:
    """What is due is found; only the holder of what has not moved on settles it."""
    store = stores.conversations
    await store.append(NEW, OPENING, due=AT + LEASE)
    assert await store.due(AT, 10) == ()
    assert await store.due(AT + LEASE, 10) == (NEW.id,)

    assert await store.hold(NEW.id, "a", AT, LEASE)
    assert not await store.hold(NEW.id, "b", AT, LEASE)
    assert await store.hold(NEW.id, "a", AT, LEASE)
    assert not await store.settle(NEW.id, "a", 1)
    assert await store.settle(NEW.id, "a", 2)

    assert await store.due(AT + 10 * LEASE, 10) == ()
    assert await store.hold(NEW.id, "b", AT, LEASE)


async def test_a_lease_that_ended_is_taken_over(stores: Stores) -> None:
    """Another holder follows up after the lease; the first can no longer settle."""
    store = stores.conversations
    await opened(stores)
    assert await store.hold(NEW.id, "a", AT, LEASE)
    assert await store.due(AT + LEASE, 10) == (NEW.id,)

    assert await store.hold(NEW.id, "b", AT + LEASE, LEASE)
    assert await store.settle(NEW.id, "a", 2)

    assert await store.due(AT + 2 * LEASE, 10) == (NEW.id,)
    assert await store.settle(NEW.id, "b", 2)


async def test_new_messages_do_not_put_off_what_is_due(stores: Stores) -> None:
    """A stream of messages cannot push a crashed follow-up ever further away."""
    before = await opened(stores)
    await stores.conversations.remind(NEW.id, AT)

    await stores.conversations.append(before, [said("2")], due=AT + LEASE)
    await stores.conversations.remind(NEW.id, AT + LEASE)

    assert await stores.conversations.due(AT, 10) == (NEW.id,)


async def test_what_the_browser_says_is_kept_by_customer(stores: Stores) -> None:
    """The last word counts, and nothing is known of others."""
    await stores.conversations.remember_environment(JANA.id, {"os": "Windows"})
    await stores.conversations.remember_environment(JANA.id, {"os": "Linux"})

    assert await stores.conversations.environment(JANA.id) == {"os": "Linux"}
    assert await stores.conversations.environment(PETER.id) == {}
