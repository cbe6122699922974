"""The states of a reflection that a filter may ask for, as conditions on its row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, not_, or_

from tracker.store.tables import ReflectionRow

_Reflection: Any = ReflectionRow  # SQLModel types an attribute as a value of a row; a condition means the column


_CONDITIONS: Mapping[str, ColumnElement[bool]] = {
    "open": and_(or_(_Reflection.next_action, _Reflection.kind == "task"), _Reflection.done_at.is_(None)),
    "done": not_(_Reflection.done_at.is_(None)),
    "pinned": and_(_Reflection.pinned),
    "stuck": not_(_Reflection.stuck_exercise.is_(None)),
}


def in_state(state: str) -> ColumnElement[bool]:
    """Whether a reflection is in one of `filters.STATES`."""
    return _CONDITIONS[state]
