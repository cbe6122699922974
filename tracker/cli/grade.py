"""`tracker grade` and `tracker watch`: one grade, or one on every save."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tracker.cli.context import Context, open_context
from tracker.cli.output import print_json
from tracker.cli.parsing import Subparsers, add_json
from tracker.errors import TrackerError

if TYPE_CHECKING:
    from tracker.grader.report import Report
    from tracker.journeys.views import GradeOutcome

PASSED, NOT_PASSED, ENVIRONMENT = 0, 1, 2


def register(subparsers: Subparsers) -> None:
    """Add `tracker grade` and `tracker watch`."""
    grade = subparsers.add_parser(
        "grade",
        help="grade a solution",
        description="Grade a solution. Your own file in solutions/ makes an attempt; any other file is only graded.",
    )
    grade.add_argument("slug", metavar="SLUG")
    grade.add_argument("--solution", metavar="FILE", help="another file; FILE::NAME grades one class of answers in it")
    grade.add_argument("--seed", metavar="N", type=_seed, help="replay the inputs of an earlier grade")
    grade.add_argument("--junit", metavar="FILE", type=Path, help="also write JUnit XML")
    add_json(grade)
    grade.set_defaults(run=_grade)
    watch = subparsers.add_parser("watch", help="grade on save, without the dashboard")
    watch.set_defaults(run=_watch)


def _grade(args: argparse.Namespace) -> int:
    with open_context(args) as context:
        outcome = _graded(context, args)
    report = outcome.report
    if args.junit:
        _write_junit(args.junit, report)
    if args.json:
        print_json(report.to_json())
    else:
        print_outcome(outcome)
    return exit_code(report)


def _graded(context: Context, args: argparse.Namespace) -> GradeOutcome:
    from tracker.changes import NOTHING
    from tracker.grader.client import Grader
    from tracker.journeys.answers import find_answer
    from tracker.journeys.grading import grade, grade_answer
    from tracker.journeys.views import GradeOutcome
    from tracker.journeys.welcome import first_goal

    exercise = context.catalogue.get(args.slug)
    answer = find_answer(context.workspace, exercise, args.solution)
    with Grader() as grader:
        if not answer.is_own:
            report = grade_answer(context.workspace, grader, exercise, answer, seed=args.seed, on_event=say_warming)
            return GradeOutcome(report, NOTHING)
        first_goal(context.store, context.catalogue, context.now)
        return grade(
            context.workspace,
            context.store,
            context.catalogue,
            grader,
            args.slug,
            now=context.now,
            seed=args.seed,
            on_event=say_warming,
        )


def _watch(args: argparse.Namespace) -> int:
    from tracker.cli.watching import watch

    with open_context(args) as context:
        watch(context)
    return PASSED


def print_outcome(outcome: GradeOutcome) -> None:
    """The report as text, and what it moved."""
    from tracker.cli.report_text import report_lines

    for line in report_lines(outcome.report):
        print(line)
    if outcome.report.passed and outcome.change.sentence:
        print(outcome.change.sentence)
    if outcome.due:
        print(f"It comes back for practice on {outcome.due:%Y-%m-%d}.")


def exit_code(report: Report) -> int:
    """0 passed, 1 not passed, 2 when the grader itself could not work."""
    from tracker.grader.report import Verdict

    if report.verdict is Verdict.BROKEN_ENVIRONMENT:
        return ENVIRONMENT
    return PASSED if report.passed else NOT_PASSED


def say_warming(event: Any) -> None:
    """Say on a terminal why the first verdict takes a moment."""
    from tracker.grader.protocol import Warming

    if isinstance(event, Warming) and sys.stderr.isatty():
        print("Warming up PyTorch …", file=sys.stderr)


def _write_junit(path: Path, report: Report) -> None:
    from tracker.grader.junit import to_junit

    try:
        path.write_text(to_junit([report]), encoding="utf-8")
    except OSError as error:
        raise TrackerError(f"{path} cannot be written: {error.strerror}.") from error


def _seed(text: str) -> int:
    seed = int(text)
    if not 0 <= seed < 2**31:
        raise argparse.ArgumentTypeError("a seed is a whole number from 0 to 2147483647")
    return seed


_seed.__name__ = "seed"
