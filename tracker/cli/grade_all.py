"""`tracker grade --all`: every solution there is, side by side, with a bar that shows how far it is."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import TYPE_CHECKING

from tracker.cli.context import Context
from tracker.errors import TrackerError

if TYPE_CHECKING:
    from tracker.journeys.answers import Answer
    from tracker.journeys.views import GradeOutcome
    from tracker.practice.exercise import Exercise

BAR = 24


def grade_all(context: Context, *, cold: bool, seed: int | None) -> list[GradeOutcome]:
    """Grade every exercise that has a file in `solutions/`; the outcomes come in the order of the curriculum.

    Raises:
        TrackerError: when there is no solution at all.
    """
    from tracker.cli.grade import grader_for, keep
    from tracker.cli.live import say_warming
    from tracker.journeys.answers import grade_answer

    pairs = list(_solutions(context))
    if not pairs:
        hint = "'tracker start SLUG' puts a starter there."
        raise TrackerError(f"There is no solution in {context.workspace.solutions}.", hint=hint)
    workers = min(len(pairs), os.cpu_count() or 1)
    reports = {}
    with grader_for(context, cold=cold, parallel=True) as grader, ThreadPoolExecutor(workers) as pool:
        texts = {exercise.slug: answer.read() for exercise, answer in pairs}
        waiting = {
            pool.submit(grade_answer, context.workspace, grader, *pair, seed=seed, on_event=say_warming): pair[0]
            for pair in pairs
        }
        for count, future in enumerate(as_completed(waiting), start=1):
            reports[waiting[future].slug] = future.result()
            _show(count, len(pairs))
    return [keep(context, exercise, reports[exercise.slug], texts[exercise.slug]) for exercise, _ in pairs]


def _solutions(context: Context) -> Iterator[tuple[Exercise, Answer]]:
    from tracker.journeys.answers import find_answer
    from tracker.practice.jobs import solution_path

    for exercise in context.catalogue:
        if solution_path(context.workspace, exercise).is_file():
            yield exercise, find_answer(context.workspace, exercise, None)


def _show(done: int, total: int) -> None:
    """Draw the bar on a terminal; it is wiped at the end."""
    if not sys.stderr.isatty():
        return
    filled = BAR * done // total
    bar = f"{'█' * filled}{'░' * (BAR - filled)} {done}/{total}"
    print(f"\r{bar}", end="" if done < total else f"\r{' ' * len(bar)}\r", file=sys.stderr, flush=True)
