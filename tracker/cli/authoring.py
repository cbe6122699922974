"""`tracker check-exercises`: the authoring gate."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from tracker.cli.context import catalogue_anywhere
from tracker.cli.output import plain, print_json, style
from tracker.cli.parsing import Subparsers, add_json

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.practice.gate_views import ExerciseReport, Fault, GateReport

SEEDS = 3


def register(subparsers: Subparsers) -> None:
    """Add `tracker check-exercises`."""
    parser = subparsers.add_parser(
        "check-exercises",
        help="the authoring gate",
        description="Check that exercises are fit to teach: starters fail, references and variants pass, mistakes are "
        "named, and nothing is missing.",
    )
    parser.add_argument("slugs", metavar="SLUG", nargs="*", help="only these; the curriculum as a whole without any")
    parser.add_argument("--seeds", metavar="N", type=_positive, default=SEEDS, help=f"how many (default: {SEEDS})")
    parser.add_argument("--workers", metavar="N", type=_positive, default=1, help="grades at a time (default: 1)")
    add_json(parser)
    parser.set_defaults(run=_check)


def _check(args: argparse.Namespace) -> int:
    from tracker.grader.client import Grader
    from tracker.practice.gate import check_exercises

    with Grader(parallel=args.workers > 1) as grader:
        report = check_exercises(
            catalogue_anywhere(args),
            grader,
            range(1, args.seeds + 1),
            slugs=args.slugs,
            workers=args.workers,
            on_progress=None if args.json else _print_exercise,
        )
    if args.json:
        print_json(report.to_json())
    else:
        _print_sum(report)
    return 0 if report.passed else 1


def _print_exercise(exercise: ExerciseReport, done: int, total: int) -> None:
    glyph = style("✓", "green") if exercise.passed else style("✗", "red")
    named = f"{exercise.diagnosed} of {exercise.mistakes} mistakes diagnosed"
    counts = f"{exercise.checks} checks · {exercise.accepted} accepted · {named} · {exercise.seconds:.1f} s"
    print(f"{done:>{len(str(total))}}/{total} {glyph} {exercise.slug}  {style(counts, 'dim')}")
    _print_faults(exercise.faults)
    sys.stdout.flush()


def _print_faults(faults: Iterable[Fault]) -> None:
    for fault in faults:
        seeds = f"  [seed {', '.join(map(str, fault.seeds))}]" if fault.seeds else ""
        print(plain(f"    {fault.where}: {fault.message}{seeds}"))


def _print_sum(report: GateReport) -> None:
    if report.faults:
        print(f"{style('✗', 'red')} the curriculum")
        _print_faults(report.faults)
    exercises = report.exercises
    passed = sum(exercise.passed for exercise in exercises)
    mistakes = sum(exercise.mistakes for exercise in exercises)
    diagnosed = sum(exercise.diagnosed for exercise in exercises)
    word = style("green", "bold", "green") if report.passed else style("red", "bold", "red")
    print(
        f"{word}: {passed} of {len(exercises)} exercises · {sum(exercise.checks for exercise in exercises)} checks · "
        f"{sum(exercise.accepted for exercise in exercises)} accepted · {diagnosed} of {mistakes} mistakes diagnosed · "
        f"{len(report.seeds)} seeds · {report.seconds:.0f} s"
    )


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


_positive.__name__ = "whole number"  # argparse says: invalid whole number value
