"""Frozen dataclasses to plain JSON values and back, for the store."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def plain(value: Any) -> Any:
    """Return the value as JSON takes it; fields that hold their default None are left out."""
    if is_dataclass(value) and not isinstance(value, type):
        pairs = ((field.name, getattr(value, field.name)) for field in fields(value))
        return {name: plain(item) for name, item in pairs if item is not None}
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    return value


def restore(kind: type[T], data: Mapping[str, Any]) -> T:
    """Return the dataclass :func:`plain` was given; unknown fields are ignored."""
    hints = _hints(kind)  # type: ignore[arg-type]  # a class is hashable
    return kind(**{name: _value(hint, data[name]) for name, hint in hints.items() if name in data})


@cache
def _hints(kind: type[object]) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {name: hints[name] for name in kind.__dataclass_fields__}  # type: ignore[attr-defined]


def _value(hint: Any, data: Any) -> Any:
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        inner = [part for part in get_args(hint) if part is not type(None)]
        return None if data is None else _value(inner[0], data)
    if origin is tuple:
        return tuple(_value(get_args(hint)[0], item) for item in data)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {key: _value(get_args(hint)[1], item) for key, item in data.items()}
    return _scalar(hint, data)


def _scalar(hint: Any, data: Any) -> Any:
    if hint is datetime:
        return datetime.fromisoformat(data)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(data)
    if isinstance(hint, type) and is_dataclass(hint):
        return restore(hint, data)
    return data
