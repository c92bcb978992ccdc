"""What comes in: turns are typed values, and no text of a customer is a command."""

from typing import Any

import pytest

from bot.turns import CHOICES, MAX_TEXT, BadTurn, harmless, parse_turn


def body(**message: Any) -> dict[str, Any]:
    return {"sender": "c1:1", "turn": "c1:4", "message": message, "facts": {"available": True}}


def test_a_text_is_passed_on_with_its_facts() -> None:
    """Nothing is decided for a plain text."""
    turn = parse_turn(body(text=" Ahoj "))

    assert (turn.text, turn.intent, turn.slug) == ("Ahoj", None, None)
    assert turn.metadata == {"facts": {"available": True}, "attachment": None}


@pytest.mark.parametrize(("choice", "intent"), CHOICES.items())
def test_every_choice_is_an_intent(choice: str, intent: str) -> None:
    """The ids of docs/protocol.md."""
    assert parse_turn(body(choice=choice)).intent == intent


def test_a_chosen_article_carries_its_slug() -> None:
    """One id for all articles."""
    turn = parse_turn(body(choice="article:ako-predlzim-domenu"))

    assert (turn.intent, turn.slug) == ("choose_article", "ako-predlzim-domenu")


def test_a_picture_alone_is_a_message() -> None:
    """It has an intent of its own."""
    turn = parse_turn(body(attachment={"id": "att-1"}))

    assert turn.intent == "send_attachment"
    assert turn.metadata["attachment"] == "att-1"


@pytest.mark.parametrize(
    "text",
    [
        "/restart",
        " /back",
        "//session_start",
        '/intent{"x":1}',
        "/affirm@0.9",
        '/cancel {"a": "b"}',
    ],
)
def test_a_command_of_rasa_is_not_obeyed(text: str) -> None:
    """It does not start with a slash any more, and it means nothing."""
    turn = parse_turn(body(text=text))

    assert not turn.text.startswith("/")
    assert turn.intent == "out_of_scope"


def test_a_path_is_still_read_as_text() -> None:
    """A leading slash alone makes no command of a sentence."""
    turn = parse_turn(body(text="/wp-admin mi hlási chybu 500"))

    assert turn.intent is None
    assert turn.text.endswith("wp-admin mi hlási chybu 500")
    assert harmless("a/b") == "a/b"


@pytest.mark.parametrize(
    "bad",
    [
        None,
        [],
        "text",
        {},
        body(),
        body(text="   "),
        body(text=7),
        body(text="x" * (MAX_TEXT + 1)),
        body(choice="restart"),
        body(choice=["helped_yes"]),
        body(choice="article:../../etc"),
        body(attachment="att"),
        body(attachment={"id": "a b"}),
        {**body(text="a"), "sender": ""},
        {**body(text="a"), "sender": "a\nb"},
        {**body(text="a"), "turn": 3},
        {**body(text="a"), "facts": "none"},
        {**body(text="a"), "message": None},
    ],
)
def test_anything_else_is_refused(bad: Any) -> None:
    """With a sentence that names what is wrong."""
    with pytest.raises(BadTurn, match=r"\w"):
        parse_turn(bad)
