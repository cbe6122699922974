"""The spaced schedule: rated repetitions in, the next learning day out. FSRS does the arithmetic, in whole days.

A schedule is nothing but its repetitions replayed, so that better rules can be put to the evidence kept so far.
Source: https://github.com/open-spaced-repetition/py-fsrs
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from fsrs import Card, Rating, Scheduler

from tracker.practice.evidence import Rating as Evident

LONGEST = 365
"""Days after which an exercise comes back at the latest."""
NOON = time(12, tzinfo=UTC)
RATINGS = {Evident.AGAIN: Rating.Again, Evident.HARD: Rating.Hard, Evident.GOOD: Rating.Good, Evident.EASY: Rating.Easy}


@dataclass(frozen=True)
class Repetition:
    """One cold pass: its learning day and how it went."""

    day: date
    rating: Evident


@dataclass(frozen=True)
class Standing:
    """Where an exercise stands after its repetitions."""

    due: date
    """Always later than the last repetition."""
    repetitions: int
    lapses: int
    """Repetitions rated *again*, the first pass not counted."""
    state: dict[str, Any]
    """FSRS's own numbers: stability in days, difficulty from 1 to 10."""


def replay(repetitions: Iterable[Repetition]) -> Standing:
    """Where an exercise stands after these repetitions, in any order of arrival; there must be at least one."""
    ordered = sorted(repetitions, key=lambda repetition: repetition.day)
    # Steps of minutes and a random fuzz are for flash cards: an exercise comes back on another day, and replay repeats.
    scheduler = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False, maximum_interval=LONGEST)
    card = Card(card_id=1, due=_noon(ordered[0].day))
    for repetition in ordered:
        card, _ = scheduler.review_card(card, RATINGS[repetition.rating], _noon(repetition.day))
    lapses = sum(repetition.rating is Evident.AGAIN for repetition in ordered[1:])
    due = max(card.due.date(), ordered[-1].day + timedelta(days=1))
    return Standing(due, len(ordered), lapses, dict(card.to_dict()))


def _noon(day: date) -> datetime:
    """A learning day as the moment that FSRS counts from; the difference of two is a whole number of days."""
    return datetime.combine(day, NOON)
