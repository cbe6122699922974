"""What the Progress room says: tracks with their curves, the numbers, and the lists. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from textual.content import Content

from tracker.progress.views import ExerciseTimes, Progress, Rate
from tracker.tui.goal_words import bar
from tracker.tui.widgets.panel import empty_words
from tracker.tui.widgets.rows import Row

NO_TIMES = empty_words("Nothing has come back yet. Pass an exercise, and practice brings it back in a day or more.")
NO_MISTAKES = empty_words("None so far. A mistake that you make twice is named here.")
NO_TRACKS = empty_words("There are no exercises here.")
ALL = "all"
_BAR_CELLS = 20


@dataclass(frozen=True)
class TrackCurve:
    """A part of the curriculum: its learning curve, and how many of its exercises were passed cold."""

    key: str
    title: str
    points: tuple[tuple[date, int], ...]
    passed: int
    total: int


@dataclass(frozen=True)
class ProgressSnapshot:
    """The Progress room as plain data; `tracks` begins with all of them together."""

    day: date
    progress: Progress
    tracks: tuple[TrackCurve, ...]


def track_curves(progress: Progress, tracks: Iterable[tuple[str, Sequence[str]]]) -> tuple[TrackCurve, ...]:
    """The curve of everything, then one per track.

    Args:
        progress: what was observed.
        tracks: (title, ids of its exercises) in curriculum order.
    """
    tracks = list(tracks)
    total = sum(len(ids) for _, ids in tracks)
    passed = progress.curve[-1][1] if progress.curve else 0
    whole = TrackCurve(ALL, "All tracks", progress.curve, passed, total)
    first = {times.exercise_id: times.first_day for times in progress.times}
    return (whole, *(_track(number, title, ids, first) for number, (title, ids) in enumerate(tracks)))


def _track(number: int, title: str, ids: Sequence[str], first: Mapping[str, date]) -> TrackCurve:
    per_day = sorted(Counter(first[one] for one in ids if one in first).items())
    totals = accumulate(count for _, count in per_day)
    points = tuple(zip((day for day, _ in per_day), totals, strict=True))
    return TrackCurve(str(number), title, points, points[-1][1] if points else 0, len(ids))


def track_rows(tracks: Iterable[TrackCurve]) -> list[Row]:
    """One line per track with its bar."""
    return [
        Row(
            track.key,
            Content(track.title),
            bar(track.passed, track.total, 8) + f" {track.passed}/{track.total}".rjust(6),
        )
        for track in tracks
    ]


def numbers(progress: Progress) -> Content:
    """Day, streak, gain and first-try rate, each in a line or two."""
    days = "day" if progress.days == 1 else "days"
    lines = [
        _line(f"day {progress.day_number}", f"{progress.days} {days} with work"),
        _line(f"streak {progress.streak}", f"longest {progress.longest_streak}"),
        _line(f"+{progress.recent_gain} in two weeks", f"+{progress.previous_gain} in the two before"),
        *_first_try(progress.first_try),
    ]
    return Content("\n").join(lines)


def _line(left: str, right: str) -> Content:
    return Content.assemble((left.ljust(20), "bold"), (right, "$muted"))


def _first_try(rate: Rate) -> list[Content]:
    if rate.share is None:
        return [_line("first try", "no exercise was run cold yet")]
    low, high = round(100 * rate.low), round(100 * rate.high)
    words = _line(f"first try {rate.successes} of {rate.trials}", f"{rate.share:.0%}, likely {low} to {high} %")
    return [words, interval(rate, _BAR_CELLS)]


def interval(rate: Rate, width: int) -> Content:
    """The rate as a dot on a line from 0 to 100 %, its interval drawn heavy."""
    low, high = round(rate.low * (width - 1)), round(rate.high * (width - 1))
    dot = round((rate.share or 0.0) * (width - 1))
    cells = [
        ("●", "$success") if at == dot else ("━", "$primary") if low <= at <= high else ("─", "$faint")
        for at in range(width)
    ]
    return Content.assemble(("0 ", "$muted"), *cells, (" 100 %", "$muted"))


def times(found: Iterable[ExerciseTimes]) -> list[Row]:
    """One line per exercise that has come back: minutes then and now."""
    return [_time(one) for one in found if one.latest_minutes is not None]


def _time(one: ExerciseTimes) -> Row:
    latest = one.latest_minutes or 0.0
    before, now = round(one.first_minutes), round(latest)
    glyph, colour = ("↓", "$success") if now < before else ("↑", "$warning") if now > before else ("=", "$muted")
    right = Content.assemble((f"{before} → {now} min ", "$muted"), (glyph, colour))
    return Row(one.slug, Content(one.slug), right)


def table(progress: Progress) -> list[tuple[str, str, str, str]]:
    """Day, passed by then, things done, minutes: the newest day first, as text."""
    days = sorted({*progress.heatmap, *progress.minutes, *(day for day, _ in progress.curve)}, reverse=True)
    totals = dict(progress.curve)
    return [
        (
            day.isoformat(),
            str(totals.get(day, "")),
            str(progress.heatmap.get(day, "") or ""),
            f"{progress.minutes[day]:.0f}" if progress.minutes.get(day) else "",
        )
        for day in days
    ]
