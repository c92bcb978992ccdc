"""Say what a JSON value must look like: a shape returns the value it lets through or raises BadFrame."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from handoff.errors import BadFrame

Shape = Callable[[Any], Any]

# C0 and C1 controls but tab and newline, and the bidi controls that can make a text read otherwise than it is.
_INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def text(longest: int, shortest: int = 1) -> Shape:
    """Return a shape for typed text: NFC, without control characters, not blank unless *shortest* is 0."""

    def check(value: Any) -> str:
        if not isinstance(value, str):
            raise BadFrame(f"expected text, got {_kind(value)}")
        # Before any work on it: a megabyte is refused by its length, not normalised first.
        if len(value) > longest:
            raise BadFrame(f"text is longer than {longest} characters")
        if any("\ud800" <= character <= "\udfff" for character in value):
            raise BadFrame("text is not valid Unicode")
        clean = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
        clean = _INVISIBLE.sub("", clean)
        if len(clean.strip()) < shortest:
            raise BadFrame("text is empty")
        if len(clean) > longest:
            raise BadFrame(f"text is longer than {longest} characters")
        return clean

    return check


def token(pattern: str) -> Shape:
    """Return a shape for an identifier that matches *pattern* from end to end."""
    compiled = re.compile(pattern)

    def check(value: Any) -> str:
        if not isinstance(value, str) or not compiled.fullmatch(value):
            raise BadFrame(f"expected an id like {pattern}, got {_kind(value)}")
        return value

    return check


def whole(lowest: int = 0, highest: int = 2**53) -> Shape:
    """Return a shape for a whole number; true and false are no numbers here."""

    def check(value: Any) -> int:
        if type(value) is not int or not lowest <= value <= highest:
            raise BadFrame(f"expected a whole number from {lowest}, got {_kind(value)}")
        return value

    return check


def flag(value: Any) -> bool:
    """Let true and false through."""
    if not isinstance(value, bool):
        raise BadFrame(f"expected true or false, got {_kind(value)}")
    return value


def line(value: Any) -> str:
    """Let any text of our own through."""
    if not isinstance(value, str):
        raise BadFrame(f"expected text, got {_kind(value)}")
    return value


def moment(value: Any) -> str:
    """Let ISO 8601 through and write a time in UTC that way."""
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return str(line(value))


def one_of(*allowed: str) -> Shape:
    """Return a shape for one of a few words."""

    def check(value: Any) -> str:
        if not isinstance(value, str) or value not in allowed:
            raise BadFrame(f"expected one of {', '.join(allowed)}, got {_kind(value)}")
        return str(value)

    return check


def optional(shape: Shape) -> Shape:
    """Return *shape* that also lets null through."""
    return lambda value: None if value is None else shape(value)


def list_of(shape: Shape) -> Shape:
    """Return a shape for a list whose every item has *shape*."""

    def check(value: Any) -> list[Any]:
        if not isinstance(value, list | tuple):
            raise BadFrame(f"expected a list, got {_kind(value)}")
        return [shape(item) for item in value]

    return check


def counts(value: Any) -> dict[str, int]:
    """Let a table of word to number through."""
    number = whole()
    return {str(line(key)): number(count) for key, count in _object(value).items()}


def record(required: Mapping[str, Shape], possible: Mapping[str, Shape] | None = None) -> Shape:
    """Return a shape for an object with these fields; every other field is left out."""

    def check(value: Any) -> dict[str, Any]:
        given = _object(value)
        taken = {name: _field(given, name, shape) for name, shape in required.items()}
        for name, shape in (possible or {}).items():
            if name in given:
                taken[name] = _at(name, shape, given[name])
        return taken

    return check


def tagged(by: str, shapes: Mapping[str, Shape]) -> Shape:
    """Return a shape that is chosen by the word in the field *by*."""
    kind = one_of(*shapes)
    return lambda value: {by: (tag := _field(_object(value), by, kind)), **shapes[tag](value)}


def _field(given: Mapping[str, Any], name: str, shape: Shape) -> Any:
    if name not in given:
        raise BadFrame(f"{name} is missing")
    return _at(name, shape, given[name])


def _at(name: str, shape: Shape, value: Any) -> Any:
    try:
        return shape(value)
    except BadFrame as refusal:
        raise BadFrame(f"{name}: {refusal}") from None


def _object(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise BadFrame(f"expected an object, got {_kind(value)}")
    return value


def _kind(value: Any) -> str:
    # Never the value itself: it may be a customer's text and refusals are logged.
    return type(value).__name__
