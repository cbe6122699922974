"""`tracker grade` and `tracker watch`: one grade, all of them, or one on every save."""

from __future__ import annotations

import argparse
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.cli.context import Context, open_context
from tracker.cli.output import print_json
from tracker.cli.parsing import Subparsers, add_json
from tracker.errors import TrackerError

if TYPE_CHECKING:
    from tracker.grader.client import Grader
    from tracker.grader.report import Report
    from tracker.journeys.views import GradeOutcome
    from tracker.practice.exercise import Exercise

PASSED, NOT_PASSED, ENVIRONMENT = 0, 1, 2


def register(subparsers: Subparsers) -> None:
    """Add `tracker grade` and `tracker watch`."""
    grade = subparsers.add_parser(
        "grade",
        help="grade a solution",
        description="Grade a solution. Your own file in solutions/ makes an attempt; any other file is only graded.",
    )
    grade.add_argument("slug", metavar="SLUG", nargs="?")
    grade.add_argument("--all", action="store_true", help="every exercise that has a file in solutions/, side by side")
    grade.add_argument("--solution", metavar="FILE", help="another file; FILE::NAME grades one class of answers in it")
    grade.add_argument("--seed", metavar="N", type=_seed, help="replay the inputs of an earlier grade")
    grade.add_argument("--junit", metavar="FILE", type=Path, help="also write JUnit XML")
    grade.add_argument("--cold", action="store_true", help="use no waiting grader process and leave none behind")
    add_json(grade)
    grade.set_defaults(run=_grade)
    watch = subparsers.add_parser("watch", help="grade on save, without the dashboard")
    watch.set_defaults(run=_watch)


def _grade(args: argparse.Namespace) -> int:
    from tracker.cli.grade_all import grade_all

    if args.all == bool(args.slug):
        raise TrackerError("Grade one exercise by its SLUG, or all of them with --all.")
    with open_context(args) as context:
        outcomes = grade_all(context, cold=args.cold, seed=args.seed) if args.all else [_graded(context, args)]
    reports = [outcome.report for outcome in outcomes]
    if args.junit:
        _write_junit(args.junit, reports)
    if args.json:
        print_json([report.to_json() for report in reports] if args.all else reports[0].to_json())
    else:
        for outcome in outcomes:
            print_outcome(outcome)
    return max((exit_code(report) for report in reports), default=PASSED)


def _graded(context: Context, args: argparse.Namespace) -> GradeOutcome:
    from tracker.changes import NOTHING
    from tracker.cli.live import LiveProgress
    from tracker.journeys.answers import find_answer, grade_answer
    from tracker.journeys.views import GradeOutcome

    exercise = context.catalogue.get(args.slug)
    answer = find_answer(context.workspace, exercise, args.solution)
    text = answer.read()
    # The database's libraries take 0.3 s to import: meanwhile the grader is at work in its own process.
    with grader_for(context, cold=args.cold) as grader, ThreadPoolExecutor(1) as pool:
        if answer.is_own:
            pool.submit(import_module, "tracker.journeys.grading")
        with LiveProgress(exercise.time_limit) as progress:
            report = grade_answer(context.workspace, grader, exercise, answer, seed=args.seed, on_event=progress)
    if not answer.is_own:
        return GradeOutcome(report, NOTHING)
    return keep(context, exercise, report, text)


def keep(context: Context, exercise: Exercise, report: Report, text: str) -> GradeOutcome:
    """Record the run of a file of the learner's own."""
    from tracker.journeys.grading import record
    from tracker.journeys.welcome import first_goal

    first_goal(context.store, context.catalogue, context.now)
    return record(context.workspace, context.store, exercise, report, solution_text=text, now=context.now)


def grader_for(context: Context, *, cold: bool = False, parallel: bool = False) -> Grader:
    """The grader of the workspace: a host that waits for the next grade too, or a cold one that ends with us."""
    from tracker.grader.client import Grader, workspace_grader

    if cold:
        return Grader(parallel=parallel)
    return workspace_grader(context.workspace.private, linger=True, parallel=parallel)


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


def _write_junit(path: Path, reports: list[Report]) -> None:
    from tracker.grader.junit import to_junit

    try:
        path.write_text(to_junit(reports), encoding="utf-8")
    except OSError as error:
        raise TrackerError(f"{path} cannot be written: {error.strerror}.") from error


def _seed(text: str) -> int:
    seed = int(text)
    if not 0 <= seed < 2**31:
        raise argparse.ArgumentTypeError("a seed is a whole number from 0 to 2147483647")
    return seed


_seed.__name__ = "seed"
