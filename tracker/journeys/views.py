"""What the journeys hand out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.changes import Change
from tracker.goals.views import GoalView
from tracker.grader.report import Report
from tracker.notes.views import Returned
from tracker.progress.views import Progress


@dataclass(frozen=True)
class GradeOutcome:
    """A graded run and what it changed; `change` is falsy when the run was not recorded."""

    report: Report
    change: Change
    due: date | None = None
    """The learning day on which practice brings the exercise back, where this run settled it."""


@dataclass(frozen=True)
class TodayItem:
    """One line of "What do I do right now?"."""

    kind: str
    """`practise`, `next`, `continue`, `action`, `resurface` or `start`."""
    title: str
    detail: str
    """Why it stands here, in a few words."""
    minutes: int
    """0 where none are known."""
    target: str
    """Slug of an exercise, id of a reflection; empty for `start`."""


@dataclass(frozen=True)
class LatestReflection:
    """One of the newest reflections."""

    id: str
    text: str
    kind: str
    note: str
    line: int
    date: date | None
    heading: str


@dataclass(frozen=True)
class TodayView:
    """The Today screen as plain data."""

    day: date
    progress: Progress
    items: tuple[TodayItem, ...]
    goals: tuple[GoalView, ...]
    latest: tuple[LatestReflection, ...]
    returned: tuple[Returned, ...]
    """The old reflections of this day; empty until they are drawn."""
    minutes_total: int
    passed: int
    """Exercises passed."""
    total: int
    """Exercises there are."""
