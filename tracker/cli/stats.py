"""`tracker stats`: everything that the dashboard shows, as numbers."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from tracker.cli.context import open_context
from tracker.cli.output import plain, print_json, print_table, style
from tracker.cli.parsing import Subparsers, add_json

if TYPE_CHECKING:
    from tracker.journeys.views import TodayView
    from tracker.progress.views import Progress, Rate


def register(subparsers: Subparsers) -> None:
    """Add `tracker stats`."""
    parser = subparsers.add_parser("stats", help="your learning curve in numbers")
    add_json(parser)
    parser.set_defaults(run=_stats)


def _stats(args: argparse.Namespace) -> int:
    from tracker.journeys.today import today
    from tracker.journeys.welcome import first_goal
    from tracker.notes.coming_back import draw

    with open_context(args) as context:
        draw(context.workspace, context.store, context.now)
        first_goal(context.store, context.catalogue, context.now)
        view = today(context.workspace, context.store, context.catalogue, context.now)
    if args.json:
        print_json(as_numbers(view))
    else:
        _print(view)
    return 0


def as_numbers(view: TodayView) -> dict[str, Any]:
    """The view in the form of `tracker stats --json`."""
    progress = view.progress
    return {
        "day": view.day,
        "day_number": progress.day_number,
        "streak": progress.streak,
        "longest_streak": progress.longest_streak,
        "days": progress.days,
        "exercises": {"passed": view.passed, "total": view.total},
        "curve": [{"day": day, "total": total} for day, total in progress.curve],
        "recent_gain": progress.recent_gain,
        "previous_gain": progress.previous_gain,
        "first_try": _rate(progress.first_try),
        "heatmap": {day.isoformat(): number for day, number in sorted(progress.heatmap.items())},
        "minutes": {day.isoformat(): spent for day, spent in sorted(progress.minutes.items())},
        "times": progress.times,
        "mistakes": progress.mistakes,
        "goals": [
            {
                "id": goal.id,
                "category": goal.category,
                "title": goal.title,
                "met": goal.met,
                "total": goal.total,
                "forecast": goal.forecast,
            }
            for goal in view.goals
        ],
        "resurfaced": [
            {
                "id": one.reflection.id,
                "text": one.reflection.text,
                "date": one.reflection.date,
                "answer": one.answer or None,
            }
            for one in view.returned
        ],
        "today": {"minutes": view.minutes_total, "items": view.items},
    }


def _rate(rate: Rate) -> dict[str, Any]:
    return {
        "successes": rate.successes,
        "trials": rate.trials,
        "share": rate.share,
        "low": rate.low,
        "high": rate.high,
    }


def _print(view: TodayView) -> None:
    progress = view.progress
    print(style(f"{view.day:%a %d %b} · day {progress.day_number} · streak {progress.streak}", "bold"))
    print_table(
        [
            ["exercises passed", f"{view.passed} of {view.total}"],
            ["learning curve", f"+{progress.recent_gain} in two weeks (before: +{progress.previous_gain})"],
            ["first try", first_try(progress)],
            ["days with activity", f"{progress.days} (longest streak {progress.longest_streak})"],
            ["minutes on exercises", f"{sum(progress.minutes.values()):.0f}"],
        ]
    )
    for mistake in progress.mistakes:
        print(plain(f"came back {mistake.count}×: {mistake.name} (last on {mistake.last_day})"))
    for item in view.items:
        print(plain(f"{item.kind:>9}  {item.title}  {item.detail}"))


def first_try(progress: Progress) -> str:
    """Such as `8 of 11 (43 to 90 %)`."""
    rate = progress.first_try
    if not rate.trials:
        return "nothing tried yet"
    return f"{rate.successes} of {rate.trials} ({100 * rate.low:.0f} to {100 * rate.high:.0f} %)"
