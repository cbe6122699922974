"""How a room is opened: its screen is imported when the learner first goes there.

Every room but the first is on demand: their widgets (Markdown, TextArea, Tree) cost 0.1 s before the first frame.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tracker.tui.screens.base import Room


def _today() -> Room[Any]:
    from tracker.tui.screens.today import TodayScreen

    return TodayScreen()


def _notes() -> Room[Any]:
    from tracker.tui.screens.notes import NotesScreen

    return NotesScreen()


def _exercises() -> Room[Any]:
    from tracker.tui.screens.exercises import ExercisesScreen

    return ExercisesScreen()


def _goals() -> Room[Any]:
    from tracker.tui.screens.goals import GoalsScreen

    return GoalsScreen()


def _progress() -> Room[Any]:
    from tracker.tui.screens.progress import ProgressScreen

    return ProgressScreen()


DOORS: dict[str, Callable[[], Room[Any]]] = {
    "today": _today,
    "notes": _notes,
    "exercises": _exercises,
    "goals": _goals,
    "progress": _progress,
}
"""By the names of `rooms.ROOMS`."""
