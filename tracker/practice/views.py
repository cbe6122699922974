"""What this feature hands out: frozen facts about exercises and attempts. Rows of the store stay inside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tracker.grader.report import CheckResult, Diagnosis


@dataclass(frozen=True)
class ExerciseStatus:
    """Where the learner stands with one exercise."""

    id: str
    slug: str
    title: str
    track: int
    track_title: str
    prerequisites: tuple[str, ...]
    """Slugs; they advise and lock nothing."""
    status: str
    """`open`, `started`, `passed` or `due`."""
    points: float
    """Of the best attempt; 0 before the first."""
    max_points: float
    """Of the best attempt; before the first, what `checks.py` promises."""
    attempts: int
    minutes: int
    """What the author thinks it takes."""
    papers: tuple[str, ...]
    due: date | None
    """The learning day on which practice brings it back; None before the first pass."""
    hints_shown: int = 0
    hints: int = 0
    """How many hints there are."""
    last_verdict: str = ""
    """Of the newest attempt; empty before the first."""
    started_at: datetime | None = None
    passed_at: datetime | None = None
    """The moment of the first pass."""

    def to_json(self) -> dict[str, Any]:
        """The exercise in the form of `tracker exercises --json`."""
        return {
            "slug": self.slug,
            "title": self.title,
            "track": self.track,
            "prerequisites": list(self.prerequisites),
            "status": self.status,
            "points": self.points,
            "max_points": self.max_points,
            "attempts": self.attempts,
            "minutes": self.minutes,
            "papers": list(self.papers),
            "due": self.due.isoformat() if self.due else None,
        }


@dataclass(frozen=True)
class AttemptView:
    """One graded run, without its bulk."""

    id: str
    slug: str
    at: datetime
    day: date
    verdict: str
    points: float
    max_points: float
    seed: int
    seconds: float
    message: str
    hints_shown: int
    reference_seen: bool
    diagnoses: tuple[Diagnosis, ...] = ()


@dataclass(frozen=True)
class AttemptDetail:
    """One graded run with its checks, what it printed, and the solution as it was then."""

    attempt: AttemptView
    checks: tuple[CheckResult, ...]
    output: str
    solution: str


@dataclass(frozen=True)
class Hint:
    """One hint, as in "hint 1 of 3"."""

    number: int
    total: int
    text: str
    """Markdown."""


@dataclass(frozen=True)
class ReferenceGate:
    """Whether the reference may be read yet."""

    is_open: bool
    passed: bool
    """True when a pass opened it."""
    minutes_worked: float
    minutes_needed: float
    opened_at: datetime | None
    """When the learner first read it."""


@dataclass(frozen=True)
class Practised:
    """What one attempt did to the schedule."""

    rating: str
    """`again`, `hard`, `good` or `easy`."""
    due: date
    """The learning day on which the exercise comes back."""
