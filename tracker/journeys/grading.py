"""A solution is graded: report, attempt, schedule and milestones, in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from tracker.changes import NOTHING, Area, Change
from tracker.goals.settling import settle
from tracker.grader.client import Grader
from tracker.grader.protocol import Event
from tracker.grader.report import Report, Verdict
from tracker.journeys.answers import Answer, find_answer
from tracker.journeys.views import GradeOutcome
from tracker.practice import attempts
from tracker.practice.catalogue import Catalogue
from tracker.practice.exercise import Exercise
from tracker.practice.jobs import job_for
from tracker.store.engine import Store
from tracker.workspace import Workspace

OnEvent = Callable[[Event], None]


def grade(
    workspace: Workspace,
    store: Store,
    catalogue: Catalogue,
    grader: Grader,
    slug: str,
    *,
    now: datetime,
    solution: Path | str | None = None,
    seed: int | None = None,
    on_event: OnEvent | None = None,
) -> GradeOutcome:
    """Grade a solution and, when it is the workspace's own file, record the attempt and all that follows from it.

    Blocks until the verdict is there; call it in a worker. Not recorded are a run that a newer one has superseded, one
    that ended in a broken environment, and one of any other file.

    Args:
        workspace: where the learner's own file is.
        store: keeps the attempt.
        catalogue: where the slug is looked up.
        grader: does the grading.
        slug: what to grade.
        now: the moment of the save.
        solution: a file, or `FILE::name` for one answer in it; None for the workspace's own solution.
        seed: replays an earlier grade; None draws a fresh one.
        on_event: receives the grader's events as they come, in this thread.

    Raises:
        TrackerError: when there is no such exercise or file.
        Superseded: when a newer grade took over.
    """
    exercise = catalogue.get(slug)
    answer = find_answer(workspace, exercise, solution)
    text = answer.read()
    report = grade_answer(workspace, grader, exercise, answer, seed=seed, on_event=on_event)
    if not answer.is_own or report.verdict is Verdict.BROKEN_ENVIRONMENT:
        return GradeOutcome(report, NOTHING)
    with store.write() as session:
        practised = attempts.record(session, exercise, report, solution_text=text, now=now, day=workspace.day(now))
        change = Change(frozenset({Area.EXERCISES}), _sentence(exercise, report)) | settle(session, now)
    return GradeOutcome(report, change, practised.due if practised else None)


def grade_answer(
    workspace: Workspace,
    grader: Grader,
    exercise: Exercise,
    answer: Answer,
    *,
    seed: int | None = None,
    on_event: OnEvent | None = None,
) -> Report:
    """Grade and record nothing; the answer may import the learner's other solutions."""
    job = job_for(exercise, answer.path, variant=answer.variant, seed=seed, libraries=(workspace.solutions,))
    return grader.grade(job, on_event)


def _sentence(exercise: Exercise, report: Report) -> str:
    if report.passed:
        return f"{exercise.title}: passed."
    return f"{exercise.title}: {str(report.verdict).replace('_', ' ')}, {report.points:g} of {report.max_points:g}."
