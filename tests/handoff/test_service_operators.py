"""What operators can do at the desk."""

import pytest

from handoff.conversation import State
from handoff.errors import (
    ConversationClosed,
    IllegalTransition,
    NotYours,
    UnknownConversation,
    UnknownOffer,
    UnknownTicket,
    Unseen,
)
from tests.handoff.desks import ARTICLE, HELPED, JANA, PETER, ZUZANA, Scene


async def test_the_operator_sees_who_and_what(scene: Scene) -> None:
    """The view has the verified customer, what was tried and why, and the same frames."""
    await scene.on_shift()
    scene.bot.script.append([ARTICLE, HELPED])
    await scene.say(JANA, "Ako predĺžim doménu?")
    await scene.customers.choose(JANA, scene.id(), "helped_no", 4)
    await scene.asked(JANA)

    snapshot = (await scene.operators.accept("eva", await scene.offer()))["snapshot"]

    assert snapshot["customer"] == {
        "id": "jana",
        "name": "Jana Horváthová",
        "email": "jana@priklad.sk",
        "verified": True,
    }
    assert snapshot["tried"] == [
        {"slug": "ako-predlzim-domenu", "title": "Ako predĺžim doménu?", "helped": False}
    ]
    assert (snapshot["reason"], snapshot["state"]) == ("asked", "human")
    mine = (await scene.customers.current(JANA))["conversation"]
    assert snapshot["frames"] == mine["frames"]
    assert mine["owner"] == {"kind": "operator", "name": "Eva"}
    assert mine["customer"] == {"name": "Jana Horváthová"}


async def test_both_get_the_same_frames(scene: Scene) -> None:
    """From the acceptance on, the operator gets each frame as the customer does."""
    await scene.on_shift()
    conversation = await scene.talking(JANA)
    await scene.operators.say("eva", conversation.id, "o1", "Pozriem sa", conversation.seq)
    await scene.say(JANA, "Ďakujem")
    await scene.operators.end("eva", conversation.id, "o2", "solved")

    hers = scene.bus.to("operator/eva", "frame")

    assert [frame["type"] for frame in hers] == [
        "operator_accepted",
        "operator_said",
        "customer_said",
        "closed",
    ]
    assert scene.bus.to("customer/jana", "frame")[-4:] == hers


async def test_who_gave_it_away_hears_no_more(scene: Scene) -> None:
    """After the return to the assistant, nothing more reaches the operator."""
    await scene.on_shift()
    conversation = await scene.talking(JANA)
    await scene.operators.hand_back("eva", conversation.id, "o1")
    count = len(scene.bus.to("operator/eva", "frame"))

    await scene.say(JANA, "už len pre asistenta")

    assert len(scene.bus.to("operator/eva", "frame")) == count
    with pytest.raises(NotYours):
        await scene.operators.sync("eva", conversation.id, 0)


async def test_an_answer_to_an_old_view_is_refused(scene: Scene) -> None:
    """Who has not seen the customer's last message must look first."""
    await scene.on_shift()
    seen = (await scene.talking(JANA)).seq
    ack = await scene.say(JANA, "už to ide")
    id = ack["conversation"]

    with pytest.raises(Unseen) as refusal:
        await scene.operators.say("eva", id, "o1", "Reštartujem vám to", seen)
    assert refusal.value.details == {"seq": ack["seq"]}

    missed = (await scene.operators.sync("eva", id, seen))["frames"]
    assert [frame["text"] for frame in missed] == ["už to ide"]
    assert (await scene.operators.say("eva", id, "o1", "Výborne", ack["seq"]))["seq"] == 6
    assert (await scene.operators.say("eva", id, "o1", "Výborne", ack["seq"]))["seq"] == 6


async def test_accepting_is_a_sign_of_life(scene: Scene) -> None:
    """A claim made after missed beats is not lost in the very next sweep."""
    await scene.on_shift()
    scene.clock.advance(10)
    await scene.asked(JANA)
    scene.clock.advance(10)

    await scene.operators.accept("eva", await scene.offer())
    await scene.pass_time(2)

    assert (await scene.conversation(JANA)).state is State.HUMAN


async def test_a_declined_offer_goes_to_the_next(scene: Scene) -> None:
    """Declining tells why the offer is gone and who is asked next."""
    await scene.on_shift("eva")
    await scene.on_shift("martin")
    await scene.asked(JANA)
    offer = await scene.offer("eva")

    await scene.operators.decline("eva", offer, "neviem po maďarsky")

    assert scene.bus.to("operator/eva", "offer_gone") == [{"offer": offer, "why": "declined"}]
    assert await scene.offer("martin")
    with pytest.raises(UnknownOffer):
        await scene.operators.accept("eva", offer)


async def test_who_waits_is_offered_when_somebody_becomes_free(scene: Scene) -> None:
    """Coming on shift, ending the phone call: the next is offered in the same moment."""
    for customer in (JANA, PETER):
        await scene.asked(customer)
        await scene.customers.wait(customer, scene.id())
        await scene.desk.drain()
    await scene.on_shift("eva", slots=2)
    await scene.operators.accept("eva", await scene.offer())
    await scene.operators.presence("eva", "available", on_phone=True, on_email=False)
    offers = scene.bus.to("operator/eva", "offer")
    assert [offer["customer"]["name"] for offer in offers] == [JANA.name, PETER.name]
    free = await scene.operators.presence("eva", "available", on_phone=False, on_email=False)

    assert free == {"available": True}
    again = scene.bus.to("operator/eva", "offer")[-1]
    assert again["customer"]["name"] == PETER.name
    assert again["offer"] == await scene.offer() != offers[-1]["offer"]


@pytest.mark.parametrize(
    ("status", "on_phone", "on_email"),
    [("away", False, False), ("offline", False, False), ("available", True, False),
     ("available", False, True)],
)  # fmt: skip
async def test_who_is_not_free_any_more_has_the_offer_withdrawn(
    scene: Scene, status: str, on_phone: bool, on_email: bool
) -> None:
    """Away, on the phone or at an e-mail: the next operator gets it at once, late acceptance fails."""
    await scene.on_shift("eva")
    await scene.on_shift("martin")
    await scene.asked(JANA)
    offer = await scene.offer("eva")

    answer = await scene.operators.presence("eva", status, on_phone=on_phone, on_email=on_email)

    assert answer == {"available": False}
    assert scene.bus.to("operator/eva", "offer_gone") == [{"offer": offer, "why": "withdrawn"}]
    assert scene.bus.to("operator/martin", "offer")[-1]["customer"]["name"] == JANA.name
    with pytest.raises(UnknownOffer):
        await scene.operators.accept("eva", offer)
    await scene.operators.accept("martin", await scene.offer("martin"))
    assert (await scene.conversation(JANA)).state is State.HUMAN


async def test_a_second_console_changes_nothing_and_gets_the_offer(scene: Scene) -> None:
    """Signing on again keeps what was declared and shows the standing offer again."""
    await scene.on_shift()
    await scene.asked(JANA)

    floor = await scene.operators.sign_on("eva", "Eva", 2)

    assert floor["me"]["status"] == "available"
    first, again = scene.bus.to("operator/eva", "offer")
    assert first == again


async def test_the_floor_as_one_operator_sees_it(scene: Scene) -> None:
    """Me, all operators, who waits with the place, and my own conversations."""
    await scene.on_shift("eva", slots=1)
    conversation = await scene.talking(JANA)
    await scene.asked(PETER)
    await scene.customers.wait(PETER, scene.id())
    await scene.desk.drain()

    floor = await scene.operators.floor("eva")

    assert floor == scene.bus.to("operator/eva", "floor")[-1]
    assert (floor["me"]["used"], floor["me"]["why"]) == (1, ["no_slot"])
    assert floor["operators"] == [floor["me"]]
    assert [(w["customer"], w["place"]) for w in floor["queue"]] == [(PETER.name, 1)]
    assert [mine["conversation"] for mine in floor["mine"]] == [conversation.id]
    assert floor["reason"]["no_slot"] == 1
    with pytest.raises(NotYours):
        await scene.operators.floor("stranger")


async def test_who_waits_can_be_looked_at_before(scene: Scene) -> None:
    """A conversation in the queue can be opened by any operator; others cannot."""
    await scene.on_shift()
    waiting = await scene.asked(JANA)
    await scene.say(ZUZANA, "Nejde mail")
    other = await scene.conversation(ZUZANA)

    opened = await scene.operators.open("eva", waiting.id)

    assert (opened["snapshot"]["id"], opened["notes"]) == (waiting.id, [])
    with pytest.raises(NotYours):
        await scene.operators.open("eva", other.id)
    with pytest.raises(UnknownConversation):
        await scene.operators.open("eva", "b00-404")


async def test_a_customer_who_left_is_not_claimed(scene: Scene) -> None:
    """Accepting after the customer closed frees the slot at once."""
    await scene.on_shift(slots=1)
    conversation = await scene.asked(JANA)
    offer = await scene.offer()
    # The end is in the log, but nobody took the conversation off the floor yet.
    floor, version = await scene.stores.floor.load()
    await scene.customers.close(JANA, scene.id())
    await scene.desk.drain()
    _, newer = await scene.stores.floor.load()
    await scene.stores.floor.save(floor, newer)
    assert version < newer

    with pytest.raises(UnknownOffer):
        await scene.operators.accept("eva", offer)

    after, _ = await scene.stores.floor.load()
    assert (after.used("eva"), after.queue) == (0, ())
    assert (await scene.conversation(JANA)).seq == conversation.seq + 1


async def test_after_the_end_nothing_can_be_said(scene: Scene) -> None:
    """A closed or handed back conversation refuses the operator's words."""
    await scene.on_shift()
    conversation = await scene.talking(JANA)
    await scene.operators.end("eva", conversation.id, "e", "solved")

    with pytest.raises(ConversationClosed):
        await scene.operators.say("eva", conversation.id, "o", "ešte", 99)

    handed = await scene.talking(PETER)
    await scene.operators.hand_back("eva", handed.id, "h")
    with pytest.raises(IllegalTransition):
        await scene.operators.end("eva", handed.id, "e", "solved")


async def test_typing_reaches_the_other_side_only(scene: Scene) -> None:
    """It is shown to the one who owns the conversation, and never stored."""
    await scene.on_shift()
    await scene.say(JANA, "Nejde web")
    await scene.customers.typing(JANA)
    assert scene.bus.to("operator/eva", "typing") == []
    conversation = await scene.talking(JANA)

    await scene.customers.typing(JANA)
    await scene.operators.typing("eva", conversation.id)

    typing = {"conversation": conversation.id, "who": "customer"}
    assert scene.bus.to("operator/eva", "typing") == [typing]
    assert scene.bus.to("customer/jana", "typing")[-1] == {"who": "operator"}
    assert (await scene.conversation(JANA)).seq == conversation.seq


async def test_tickets_page_and_unknown_ones(scene: Scene) -> None:
    """The list goes back from a number; a number never given is unknown."""
    for customer in (JANA, PETER):
        await scene.say(customer, "Nejde web")
        await scene.customers.draft(customer, scene.id())
        await scene.customers.file(customer, scene.id(), 1)

    newest = (await scene.operators.tickets(limit=1))["tickets"]
    older = (await scene.operators.tickets(newest[0]["number"], 10))["tickets"]

    assert [ticket["customer"]["id"] for ticket in newest + older] == ["peter", "jana"]
    assert older[0] | {"at": ""} == {
        "number": "P-2026-000001",
        "subject": "Nejde web",
        "customer": {"id": "jana", "name": JANA.name, "email": JANA.email},
        "at": "",
        "state": "new",
        "conversation": (await scene.conversation(JANA)).id,
    }
    with pytest.raises(UnknownTicket):
        await scene.operators.ticket("P-2026-000099")


async def test_a_note_to_who_waits_reaches_its_writer(scene: Scene) -> None:
    """A note on a waiting conversation is kept for whoever accepts it; a repeat is one note."""
    await scene.on_shift()
    waiting = await scene.asked(JANA)

    first = await scene.operators.note("eva", waiting.id, "n", "Volal aj včera")
    again = await scene.operators.note("eva", waiting.id, "n", "Volal aj včera")

    assert first == again
    await scene.operators.accept("eva", await scene.offer())
    opened = await scene.operators.open("eva", waiting.id)
    assert opened["notes"] == [first["note"]]
    assert first["note"]["operator"] == {"id": "eva", "name": "Eva"}
    assert (await scene.conversation(JANA)).state is State.HUMAN
