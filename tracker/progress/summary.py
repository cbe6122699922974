"""All numbers of the Progress screen, in one reading of the store."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from tracker.clock import learning_day
from tracker.progress import learning, observed
from tracker.progress.streak import current_streak, longest_streak
from tracker.progress.views import Progress
from tracker.settings import Settings
from tracker.store.engine import Store


def summary(store: Store, now: datetime, settings: Settings) -> Progress:
    """Streak, curve, rates, heat map and recurring mistakes up to the learning day of `now`."""

    def day_of(moment: datetime) -> date:
        return learning_day(moment, settings.zone, settings.day_start)

    with store.read() as session:
        tries = observed.tries(session)
        passes = observed.cold_passes(session)
        slips = observed.slips(session)
        done = observed.activity(session, day_of)
        first = observed.first_day(session, day_of)
    today = day_of(now)
    return _progress(tries, passes, slips, {day: number for day, number in done.items() if day <= today}, first, today)


def _progress(
    tries: list[observed.Try],
    passes: list[observed.ColdPass],
    slips: list[observed.Slip],
    heatmap: Mapping[date, int],
    first: date | None,
    today: date,
) -> Progress:
    curve = learning.learning_curve(passes, today)
    recent, previous = learning.gains(curve, today)
    return Progress(
        day_number=max(1, (today - first).days + 1) if first else 1,
        streak=current_streak(heatmap, today),
        longest_streak=longest_streak(heatmap),
        days=len(heatmap),
        curve=curve,
        recent_gain=recent,
        previous_gain=previous,
        first_try=learning.first_try(tries),
        heatmap=heatmap,
        mistakes=learning.recurring_mistakes(slips),
        times=learning.exercise_times(passes),
        minutes=learning.minutes_by_day(tries),
    )
