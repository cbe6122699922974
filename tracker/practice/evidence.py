"""Rating by evidence, not by mood: what a cold pass took says how soon the exercise comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

MANY_RUNS = 6
"""A pass that took at least this many answers was hard."""
MANY_HINTS = 2
"""A pass that took at least this many hints was hard."""
SLOW = 2.0
"""A pass that took more than this times the author's minutes was hard."""
QUICK = 0.75
"""A pass at the first answer within this share of the author's minutes was easy."""


class Rating(StrEnum):
    """How well a cold pass went; the four words of FSRS."""

    AGAIN = "again"
    HARD = "hard"
    GOOD = "good"
    EASY = "easy"


@dataclass(frozen=True)
class Evidence:
    """What one cold pass took, from the blank file to the pass."""

    runs: int
    """Grades that got an answer, passed or failed; the last one passed."""
    errors: int
    """Grades that ended in an exception, a timeout or a crash; saving a half-written file makes many."""
    hints: int
    """Hints shown."""
    active_minutes: float
    expected_minutes: int
    """What the author thinks it takes."""
    reference_seen: bool
    """Whether the reference was read before the pass."""
    days: int
    """Learning days with a grade, the day of the pass included."""
    is_first: bool
    """True for the first pass ever, where taking several days is learning and not forgetting."""

    def to_dict(self) -> dict[str, Any]:
        """Plain data for the log."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Evidence:
        """The inverse of `to_dict`."""
        return cls(**data)


def rate(evidence: Evidence) -> Rating:
    """The rating that follows from the evidence.

    *Again* when the reference was read first, or when a practice round was not done on the day it was begun; *hard*
    when it took many answers, several hints or twice the expected time; *easy* when the first answer was right, quickly
    and without a hint; *good* otherwise. Errors do not count: saving a half-written file is no wrong answer.
    """
    if evidence.reference_seen or (evidence.days > 1 and not evidence.is_first):
        return Rating.AGAIN
    was_slow = evidence.active_minutes > SLOW * evidence.expected_minutes
    if evidence.runs >= MANY_RUNS or evidence.hints >= MANY_HINTS or was_slow:
        return Rating.HARD
    was_quick = evidence.active_minutes <= QUICK * evidence.expected_minutes
    if evidence.runs == 1 and evidence.hints == 0 and was_quick:
        return Rating.EASY
    return Rating.GOOD
