"""`tracker exercises`, `tracker start` and `tracker hint`: the curriculum, and beginning with it."""

from __future__ import annotations

import argparse
from itertools import groupby
from typing import TYPE_CHECKING

from tracker.cli.context import open_context
from tracker.cli.output import print_json, print_table, style
from tracker.cli.parsing import Subparsers, add_json

if TYPE_CHECKING:
    from tracker.practice.views import ExerciseStatus

GLYPHS = {"open": "○", "started": "◐", "passed": "●", "due": "↻"}


def register(subparsers: Subparsers) -> None:
    """Add the commands about exercises."""
    listing = subparsers.add_parser("exercises", help="the curriculum with status")
    add_json(listing)
    listing.set_defaults(run=_exercises)
    start = subparsers.add_parser("start", help="put the starter into solutions/")
    start.add_argument("slug", metavar="SLUG")
    start.add_argument(
        "--blank", action="store_true", help="practise: set a solution that has passed aside and begin anew"
    )
    start.set_defaults(run=_start)
    hint = subparsers.add_parser("hint", help="the next hint for an exercise")
    hint.add_argument("slug", metavar="SLUG")
    hint.set_defaults(run=_hint)


def _exercises(args: argparse.Namespace) -> int:
    from tracker.practice.status import overview

    with open_context(args) as context:
        standings = overview(context.store, context.catalogue, context.day)
    if args.json:
        print_json([standing.to_json() for standing in standings])
        return 0
    for (_, title), track in groupby(standings, key=lambda standing: (standing.track, standing.track_title)):
        _print_track(title, list(track))
    return 0


def _print_track(title: str, track: list[ExerciseStatus]) -> None:
    passed = sum(standing.passed_at is not None for standing in track)
    print(style(f"{title}  {passed}/{len(track)}", "bold"))
    rows = [
        [
            f"  {GLYPHS[standing.status]} {standing.slug}",
            standing.status,
            f"{standing.points:g}/{standing.max_points:g}",
            f"{standing.minutes} min",
            standing.title,
        ]
        for standing in track
    ]
    print_table(rows, right=(2, 3))


def _start(args: argparse.Namespace) -> int:
    from tracker.practice.start import start
    from tracker.practice.status import overview

    with open_context(args) as context:
        exercise = context.catalogue.get(args.slug)
        path = start(context.workspace, context.store, exercise, context.now, blank=args.blank)
        [standing] = [one for one in overview(context.store, context.catalogue, context.day) if one.id == exercise.id]
    print(path)
    if standing.status == "due" and not args.blank:
        print(f"It is due for practice: 'tracker start {exercise.slug} --blank' sets this file aside and begins anew.")
    print(f"Next: write it, then 'tracker grade {exercise.slug}'.")
    return 0


def _hint(args: argparse.Namespace) -> int:
    from tracker.practice.hints import reveal

    with open_context(args) as context:
        hint = reveal(context.store, context.catalogue.get(args.slug), context.now)
    print(style(f"hint {hint.number} of {hint.total}", "bold"))
    print(hint.text)
    return 0
