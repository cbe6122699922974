"""What this feature hands out: frozen numbers about what was observed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Rate:
    """A share with its 95 % Wilson interval; with no trials the interval is 0 to 1."""

    successes: int
    trials: int
    low: float
    high: float

    @property
    def share(self) -> float | None:
        """Successes / trials, or None without trials."""
        return self.successes / self.trials if self.trials else None


@dataclass(frozen=True)
class ExerciseTimes:
    """How one exercise went: the first time it was passed cold, and the last."""

    exercise_id: str
    slug: str
    first_day: date
    """The learning day of the first cold pass."""
    first_minutes: float
    """Active minutes until then."""
    latest_minutes: float | None
    """Active minutes of the latest cold pass; None until it has come back."""
    cold_passes: int
    """How often it was passed cold."""


@dataclass(frozen=True)
class RecurringMistake:
    """A mistake that was made on more than one occasion; an occasion is one exercise on one learning day."""

    name: str
    message: str
    count: int
    last_day: date
    slugs: tuple[str, ...]


@dataclass(frozen=True)
class Progress:
    """How steep the learning curve is. Every number here was observed; none is a guess."""

    day_number: int
    """Learning days since the first in this workspace, counted from 1."""
    streak: int
    """Consecutive learning days with activity, up to today or yesterday."""
    longest_streak: int
    days: int
    """Learning days with activity."""
    curve: tuple[tuple[date, int], ...]
    """(learning day, exercises passed cold by then): one point per day on which it rose."""
    recent_gain: int
    """How much the curve rose in the last 14 learning days, today included."""
    previous_gain: int
    """How much it rose in the 14 before."""
    first_try: Rate
    """Of the first cold runs of a day, how many passed at once."""
    heatmap: Mapping[date, int]
    """Learning day → what was done: attempts, notes of that day, review comments."""
    mistakes: tuple[RecurringMistake, ...]
    times: tuple[ExerciseTimes, ...] = field(default=())
    minutes: Mapping[date, float] = field(default_factory=dict)
    """Learning day → active minutes spent on exercises."""
