"""Progress: the curve of each track, what stands behind it, and a first look at nothing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tracker.progress.views import ExerciseTimes, Progress, Rate
from tracker.tui.progress_rows import interval, numbers, table, times, track_curves, track_rows

BOTH_SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"], indirect=True)
DAY = date(2026, 11, 22)


def progress(**changes):
    facts = {
        "day_number": 9, "streak": 2, "longest_streak": 4, "days": 6, "curve": ((DAY - timedelta(days=3), 1), (DAY, 3)),
        "recent_gain": 3, "previous_gain": 0, "first_try": Rate(1, 3, 0.06, 0.79), "heatmap": {DAY: 2}, "mistakes": (),
        "times": (
            ExerciseTimes("a", "softmax", DAY - timedelta(days=3), 30.0, 12.0, 2),
            ExerciseTimes("b", "mask", DAY, 10.0, None, 1),
            ExerciseTimes("c", "norm", DAY, 10.0, 15.0, 2),
        ),
        "minutes": {DAY: 12.5},
    }  # fmt: skip
    return Progress(**{**facts, **changes})


def test_tracks_have_curves_of_their_own():
    whole, first, second = track_curves(progress(), [("One", ["a", "x"]), ("Two", ["b", "c"])])
    assert (whole.passed, whole.total) == (3, 4)
    assert first.points == ((DAY - timedelta(days=3), 1),)
    assert second.points == ((DAY, 2),)
    assert [row.right.plain.split()[-1] for row in track_rows([whole, first, second])] == ["3/4", "1/2", "2/2"]


def test_a_rate_is_said_with_its_interval():
    said = numbers(progress()).plain
    assert "first try 1 of 3" in said
    assert "33%, likely 6 to 79 %" in said
    assert interval(Rate(1, 3, 0.06, 0.79), 20).plain == "0 ─━━━━━●━━━━━━━━━──── 100 %"


def test_without_a_cold_run_there_is_no_rate():
    assert "no exercise was run cold yet" in numbers(progress(first_try=Rate(0, 0, 0.0, 1.0))).plain


def test_only_what_came_back_has_two_times():
    assert [(row.key, row.right.plain) for row in times(progress().times)] == [
        ("softmax", "30 → 12 min ↓"),
        ("norm", "10 → 15 min ↑"),
    ]


def test_the_table_has_the_newest_day_first():
    assert table(progress())[0] == ("2026-11-22", "3", "2", "12")


@BOTH_SIZES
async def test_nothing_yet_is_said_in_words(visitor):
    await visitor.press("6")
    await visitor.until_seen("Your curve begins with the first exercise that passes.")
    await visitor.until_seen("This year")


async def test_the_table_stands_behind_its_key(visitor):
    await visitor.press("6")
    await visitor.until_seen("All tracks")
    await visitor.press("t")
    await visitor.until_seen("Passed by then")
    await visitor.press("t")
    await visitor.until_seen("This year")


async def test_the_curve_follows_the_track(visitor):
    await visitor.press("6")
    await visitor.until_seen("Learning curve · All tracks")
    await visitor.press("down")
    await visitor.until_seen("Learning curve · Numbers")
