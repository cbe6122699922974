"""Frozen views as plain data for JSON, and back again, by their own annotations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, cast, get_args, get_origin, get_type_hints


def to_plain(value: Any) -> Any:
    """The value as lists, dicts, texts and numbers; a mapping becomes a list of pairs, for its keys may be days."""
    if is_dataclass(value):
        return [to_plain(getattr(value, field.name)) for field in fields(value)]
    if isinstance(value, Mapping):
        return [[to_plain(key), to_plain(item)] for key, item in value.items()]
    if isinstance(value, tuple | list):
        return [to_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def from_plain(kind: Any, data: Any) -> Any:
    """The inverse of `to_plain` for a value of this type.

    Raises:
        ValueError, TypeError, LookupError: the data is of another shape.
    """
    if is_dataclass(kind):
        values = zip(_types(cast(type, kind)), data, strict=True)
        return cast(type, kind)(*(from_plain(inner, item) for inner, item in values))
    if kind in (date, datetime):
        return kind.fromisoformat(data)
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        present = next(one for one in inner if one is not NoneType)
        return None if data is None else from_plain(present, data)
    if origin is tuple:
        kinds = [inner[0]] * len(data) if inner[-1] is Ellipsis else inner
        return tuple(from_plain(one, item) for one, item in zip(kinds, data, strict=True))
    if origin is Mapping:
        return {from_plain(inner[0], key): from_plain(inner[1], item) for key, item in data}
    return data


@cache
def _types(kind: type) -> tuple[Any, ...]:
    hints = get_type_hints(kind)
    return tuple(hints[field.name] for field in fields(kind))
