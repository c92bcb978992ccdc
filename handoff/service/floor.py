"""The floor as everybody sees it: changes it, offers what waits, and tells whom it concerns."""

from collections.abc import Callable
from datetime import datetime
from secrets import token_hex

from handoff.errors import StaleFloor, StoreUnavailable, UnknownConversation
from handoff.events import CustomerSaid
from handoff.frames_floor import availability_view, floor_view, offer_view
from handoff.presence import Availability
from handoff.routing import Beats, Floor, Offer, Waiting, dispatch, why_gone
from handoff.service.parts import Answer, DeskPorts

ATTEMPTS = 50

Change = Callable[[Floor, Beats, datetime], Floor]


class FloorKeeper:
    """Keeps the one floor in the store and everybody's view of it current."""

    def __init__(self, ports: DeskPorts) -> None:
        """Nothing was announced yet."""
        self._ports = ports
        self._announced: Availability | None = None

    async def look(self) -> tuple[Floor, Beats]:
        """Return the floor and the beats as they are now."""
        floor, _ = await self._ports.floor.load()
        return floor, await self._ports.floor.beats()

    async def change(self, change: Change) -> Floor:
        """Save what *change* makes of the floor, with new offers, and tell; return the floor.

        Raise what *change* raises, or :class:`StoreUnavailable`.
        """
        for _ in range(ATTEMPTS):
            before, version = await self._ports.floor.load()
            beats, now = await self._ports.floor.beats(), self._ports.clock()
            after = dispatch(change(before, beats, now), beats, now, lambda: token_hex(8))
            if after != before:
                try:
                    await self._ports.floor.save(after, version)
                except StaleFloor:
                    continue
                await self._tell(before, after, beats, now)
            await self._announce(after.availability(beats, now), now)
            return after
        raise StoreUnavailable("too many writers of the floor")

    async def availability(self) -> Availability:
        """Compute it from the stored floor, now."""
        floor, beats = await self.look()
        return floor.availability(beats, self._ports.clock())

    async def view(self, operator_id: str) -> Answer:
        """Return the operator's `floor` payload."""
        floor, beats = await self.look()
        return floor_view(floor, operator_id, beats, self._ports.clock())

    async def repeat_offers(self, operator_id: str) -> None:
        """Publish again what is offered to an operator who came back."""
        floor, _ = await self.look()
        for offer in floor.offers:
            if offer.operator == operator_id:
                await self._offer(offer)

    async def repeat_place(self, floor: Floor, waiting: Waiting) -> None:
        """Publish again at which place a customer waits."""
        place = {"place": floor.place(waiting.conversation), "of": len(floor.queue)}
        await self._publish(f"customer/{waiting.customer_id}", "queue", place)

    async def _tell(self, before: Floor, after: Floor, beats: Beats, now: datetime) -> None:
        for offer in before.offers:
            if offer not in after.offers:
                payload = {"offer": offer.id, "why": why_gone(offer, after, now)}
                await self._publish(f"operator/{offer.operator}", "offer_gone", payload)
        await self._tell_places(before, after)
        for operator_id in after.operators:
            payload = floor_view(after, operator_id, beats, now)
            await self._publish(f"operator/{operator_id}", "floor", payload)
        for offer in after.offers:
            if offer not in before.offers:
                await self._offer(offer)

    async def _tell_places(self, before: Floor, after: Floor) -> None:
        of = len(after.queue)
        for place, waiting in enumerate(after.queue, 1):
            if before.place(waiting.conversation) != place or len(before.queue) != of:
                room = f"customer/{waiting.customer_id}"
                await self._publish(room, "queue", {"place": place, "of": of})

    async def _offer(self, offer: Offer) -> None:
        store = self._ports.conversations
        try:
            conversation = await store.load(offer.conversation)
            said = await store.entries(conversation.id, conversation.said_seq - 1, 1)
        except (UnknownConversation, StoreUnavailable) as error:
            # The offer stands in the store: it expires, and the next one is told.
            self._ports.ear.heard("offer_not_told", error=type(error).__name__)
            return
        last = next((e.event.text for e in said if isinstance(e.event, CustomerSaid)), "")
        await self._publish(
            f"operator/{offer.operator}", "offer", offer_view(offer, conversation, last)
        )

    async def _announce(self, availability: Availability, now: datetime) -> None:
        if availability == self._announced:
            return
        self._announced = availability
        payload = availability_view(availability, now, self._ports.wording)
        await self._publish("everyone", "availability", payload)

    async def _publish(self, room: str, event: str, payload: Answer) -> None:
        await self._ports.bus.publish(room, event, payload)
