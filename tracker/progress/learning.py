"""What the observed runs say: the curve, first tries, times, minutes, mistakes that came back. Pure functions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from tracker.progress.observed import ColdPass, Slip, Try
from tracker.progress.rates import wilson
from tracker.progress.views import ExerciseTimes, Rate, RecurringMistake

FORTNIGHT = timedelta(days=14)

Curve = tuple[tuple[date, int], ...]


def learning_curve(passes: Iterable[ColdPass], today: date) -> Curve:
    """(day, exercises passed cold by then), one point per day on which it rose.

    An exercise counts from its first pass that came out of the learner's own head: begun blank, the reference unread.
    """
    first: dict[str, date] = {}
    for passed in sorted(_own(passes), key=lambda passed: passed.day):
        first.setdefault(passed.exercise_id, passed.day)
    risen = Counter(day for day in first.values() if day <= today)
    total, points = 0, []
    for day in sorted(risen):
        total += risen[day]
        points.append((day, total))
    return tuple(points)


def gains(curve: Curve, today: date) -> tuple[int, int]:
    """How much the curve rose in the last 14 days, today included, and in the 14 before those."""
    now, then, before = (_height(curve, today - back * FORTNIGHT) for back in range(3))
    return now - then, then - before


def first_try(tries: Iterable[Try]) -> Rate:
    """Of the first cold answers of each exercise on each day, how many were right, the reference unread."""
    firsts: dict[tuple[str, date], bool] = {}
    for run in tries:
        if run.cold and run.is_answer:
            firsts.setdefault((run.exercise_id, run.day), run.verdict == "passed" and not run.reference_seen)
    return wilson(sum(firsts.values()), len(firsts))


def exercise_times(passes: Iterable[ColdPass]) -> tuple[ExerciseTimes, ...]:
    """How long each exercise took the first time it was passed cold, and the latest, by first day."""
    by_exercise: dict[str, list[ColdPass]] = defaultdict(list)
    for passed in sorted(_own(passes), key=lambda passed: passed.day):
        by_exercise[passed.exercise_id].append(passed)
    return tuple(_times(rounds) for rounds in by_exercise.values())


def minutes_by_day(tries: Iterable[Try]) -> Mapping[date, float]:
    """Active minutes on exercises by learning day.

    A run knows the active time of its round so far, so a day gets the differences; where the number falls, a new round
    has begun.
    """
    so_far: dict[str, float] = {}
    minutes: dict[date, float] = defaultdict(float)
    for run in tries:
        before = so_far.get(run.exercise_id, 0.0)
        since = run.active_seconds - before if run.active_seconds >= before else run.active_seconds
        minutes[run.day] += since / 60
        so_far[run.exercise_id] = run.active_seconds
    return {day: round(spent, 1) for day, spent in minutes.items() if spent > 0}


def recurring_mistakes(slips: Iterable[Slip]) -> tuple[RecurringMistake, ...]:
    """Mistakes made on more than one occasion, most often first; an occasion is one exercise on one learning day."""
    by_name: dict[str, list[Slip]] = defaultdict(list)
    for slip in slips:
        by_name[slip.mistake].append(slip)
    found = [_recurring(name, made) for name, made in by_name.items()]
    came_back = (mistake for mistake in found if mistake.count > 1)
    return tuple(sorted(came_back, key=lambda mistake: (-mistake.count, -mistake.last_day.toordinal(), mistake.name)))


def _own(passes: Iterable[ColdPass]) -> list[ColdPass]:
    return [passed for passed in passes if not passed.reference_seen]


def _height(curve: Curve, day: date) -> int:
    return max((total for when, total in curve if when <= day), default=0)


def _times(rounds: Sequence[ColdPass]) -> ExerciseTimes:
    first, latest = rounds[0], rounds[-1]
    again = latest.minutes if len(rounds) > 1 else None
    return ExerciseTimes(first.exercise_id, latest.slug, first.day, first.minutes, again, len(rounds))


def _recurring(name: str, made: Sequence[Slip]) -> RecurringMistake:
    occasions = {(slip.slug, slip.day) for slip in made}
    slugs = tuple(sorted({slip.slug for slip in made}))
    return RecurringMistake(name, made[-1].message, len(occasions), max(slip.day for slip in made), slugs)
