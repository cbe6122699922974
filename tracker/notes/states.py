"""The states of a reflection that a filter may ask for, as conditions on its row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, not_, or_

from tracker.store.tables import ReflectionRow

_Reflection: Any = ReflectionRow  # SQLModel types an attribute as a value of a row; a condition means the column


def _action() -> ColumnElement[bool]:
    return or_(_Reflection.next_action, _Reflection.kind == "task")


_CONDITIONS: Mapping[str, Callable[[], ColumnElement[bool]]] = {
    "open": lambda: and_(_action(), _Reflection.done_at.is_(None)),
    "done": lambda: not_(_Reflection.done_at.is_(None)),
    "pinned": lambda: and_(_Reflection.pinned),
    "stuck": lambda: not_(_Reflection.stuck_exercise.is_(None)),
}


def in_state(state: str) -> ColumnElement[bool]:
    """Whether a reflection is in one of `filters.STATES`."""
    return _CONDITIONS[state]()
