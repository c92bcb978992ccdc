"""The wire: golden frames pass, everything else is refused, nothing unlisted leaves."""

import json
from pathlib import Path
from typing import Any

import pytest

from handoff.errors import BadFrame, UnknownEvent
from handoff.messages import (
    CUSTOMER_ACKS,
    CUSTOMER_EVENTS,
    OPERATOR_ACKS,
    OPERATOR_EVENTS,
    TO_CUSTOMER,
    TO_OPERATOR,
    Withheld,
    let_out,
    parse_auth,
    parse_customer_frame,
    parse_operator_frame,
)

FRAMES = Path(__file__).parents[1] / "frames"
GOLDEN = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(FRAMES.glob("*.json"))]
PARSERS = {"customer_to_server": parse_customer_frame, "operator_to_server": parse_operator_frame}
SHAPES = {"server_to_customer": TO_CUSTOMER, "server_to_operator": TO_OPERATOR}
ACKS = {"customer_to_server": CUSTOMER_ACKS, "operator_to_server": OPERATOR_ACKS}


def examples(kind: str, directions: Any, *, connect: bool = False) -> list[Any]:
    return [
        pytest.param(golden["direction"], golden["event"], example, id=f"{name(golden)}-{number}")
        for golden in GOLDEN
        if golden["direction"] in directions and (golden["event"] == "connect") is connect
        for number, example in enumerate(golden[kind])
    ]


def name(golden: dict[str, Any]) -> str:
    return f"{golden['direction']}.{golden['event']}"


@pytest.mark.parametrize(("direction", "event", "payload"), examples("valid", PARSERS))
def test_a_golden_frame_parses(direction: str, event: str, payload: Any) -> None:
    """Each valid example becomes a frame that says the same."""
    frame = PARSERS[direction](event, payload)

    for field, value in payload.items():
        if field != "unknown":
            assert getattr(frame, field) == value


@pytest.mark.parametrize(("direction", "event", "payload"), examples("invalid", PARSERS))
def test_a_malformed_frame_is_refused(direction: str, event: str, payload: Any) -> None:
    """Each invalid example raises BadFrame, whose message never repeats what was sent."""
    with pytest.raises(BadFrame) as refusal:
        PARSERS[direction](event, payload)

    assert str(refusal.value)
    assert "xxxx" not in str(refusal.value)


@pytest.mark.parametrize(
    ("direction", "event", "payload"), examples("valid", PARSERS, connect=True)
)
def test_a_token_is_taken_from_auth(direction: str, event: str, payload: Any) -> None:
    """Both namespaces take the token from the auth object."""
    assert parse_auth(payload) == payload["token"]


@pytest.mark.parametrize(
    ("direction", "event", "payload"), examples("invalid", PARSERS, connect=True)
)
def test_malformed_auth_is_refused(direction: str, event: str, payload: Any) -> None:
    """Anything but an object with a token is refused."""
    with pytest.raises(BadFrame):
        parse_auth(payload)


@pytest.mark.parametrize(("direction", "event", "payload"), examples("valid", SHAPES))
def test_what_the_protocol_says_leaves_unchanged(direction: str, event: str, payload: Any) -> None:
    """Each valid example of the server passes its allow-list as it is."""
    assert let_out(SHAPES[direction], event, payload) == payload


@pytest.mark.parametrize(("direction", "event", "payload"), examples("invalid", SHAPES))
def test_what_the_protocol_does_not_say_does_not_leave(
    direction: str, event: str, payload: Any
) -> None:
    """Each invalid example of the server is refused by its allow-list."""
    with pytest.raises(Withheld):
        let_out(SHAPES[direction], event, payload)


@pytest.mark.parametrize("golden", [g for g in GOLDEN if "ack" in g], ids=name)
def test_the_acknowledgement_of_the_protocol_leaves_unchanged(golden: dict[str, Any]) -> None:
    """Each example of an acknowledgement passes its allow-list as it is."""
    fields = {key: value for key, value in golden["ack"].items() if key != "ok"}

    assert let_out(ACKS[golden["direction"]], golden["event"], fields) == fields


def test_the_folder_and_the_server_know_the_same_frames() -> None:
    """A frame that is not in the folder does not exist, and the other way round."""

    def known(direction: str) -> set[str]:
        return {g["event"] for g in GOLDEN if g["direction"] == direction} - {"connect"}

    assert known("customer_to_server") == set(CUSTOMER_EVENTS) == set(CUSTOMER_ACKS)
    assert known("operator_to_server") == set(OPERATOR_EVENTS) == set(OPERATOR_ACKS)
    assert known("server_to_customer") == set(TO_CUSTOMER)
    assert known("server_to_operator") == set(TO_OPERATOR)


@pytest.mark.parametrize("event", ["", "connect", "note", "presence", "__class__", "snapshot"])
def test_an_unknown_event_is_refused(event: str) -> None:
    """A customer has no other events than the protocol's; operators' are none of them."""
    with pytest.raises(UnknownEvent):
        parse_customer_frame(event, {})


@pytest.mark.parametrize("event", ["note", "offer", "offer_gone", "floor", "ticket_filed"])
def test_operators_things_have_no_way_to_a_customer(event: str) -> None:
    """Internal notes, offers and the floor are not on the customer's list."""
    golden = next(g for g in GOLDEN if name(g) == f"server_to_operator.{event}")

    with pytest.raises(Withheld):
        let_out(TO_CUSTOMER, event, golden["valid"][0])


def test_unlisted_fields_are_left_out_at_every_depth() -> None:
    """A field nobody listed stays inside, in the frame, the owner and the payload alike."""
    golden = next(g for g in GOLDEN if name(g) == "server_to_customer.frame")
    said = next(frame for frame in golden["valid"] if frame["type"] == "bot_said")
    leaky = {
        **said,
        "note": "interné",
        "owner": {**said["owner"], "phone": "1"},
        "payload": {**said["payload"], "debug": "stopa"},
    }

    assert let_out(TO_CUSTOMER, "frame", leaky) == said


def test_invisible_characters_are_dropped() -> None:
    """Control and bidi characters go, line ends become newlines, letters are composed."""
    frame = parse_customer_frame("say", {"id": "a", "text": "a\x00b\u202ec\r\nd\u030c"})

    assert frame.text == "abc\n\u010f"  # type: ignore[union-attr]  # say gives Say


def test_a_lone_surrogate_is_refused() -> None:
    """Text that no UTF-8 can carry never reaches the log."""
    with pytest.raises(BadFrame, match="Unicode"):
        parse_customer_frame("say", {"id": "a", "text": "\ud800"})


def test_a_huge_text_is_refused_by_its_length() -> None:
    """100 KB of text is refused."""
    with pytest.raises(BadFrame, match="longer than 4000"):
        parse_customer_frame("say", {"id": "a", "text": "ž" * 100_000})
