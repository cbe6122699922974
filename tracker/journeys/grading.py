"""A solution is graded: report, attempt, schedule and milestones, in one transaction."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from tracker.changes import NOTHING, Area, Change
from tracker.goals.settling import settle
from tracker.grader.client import Grader, OnEvent
from tracker.grader.report import Report, Verdict
from tracker.journeys.answers import find_answer, grade_answer
from tracker.journeys.views import GradeOutcome
from tracker.practice import attempts
from tracker.practice.catalogue import Catalogue
from tracker.practice.exercise import Exercise
from tracker.store.engine import Store
from tracker.workspace import Workspace


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
    if not answer.is_own:
        return GradeOutcome(report, NOTHING)
    return record(workspace, store, exercise, report, solution_text=text, now=now)


def record(
    workspace: Workspace, store: Store, exercise: Exercise, report: Report, *, solution_text: str, now: datetime
) -> GradeOutcome:
    """Keep a graded run of the learner's own file: attempt, schedule and milestones in one transaction.

    A run that ended in a broken environment says nothing about the learner and is not kept.
    """
    if report.verdict is Verdict.BROKEN_ENVIRONMENT:
        return GradeOutcome(report, NOTHING)
    with store.write() as session:
        day = workspace.day(now)
        practised = attempts.record(session, exercise, report, solution_text=solution_text, now=now, day=day)
        change = Change(frozenset({Area.EXERCISES}), _sentence(exercise, report)) | settle(session, now)
    return GradeOutcome(report, change, practised.due if practised else None)


def _sentence(exercise: Exercise, report: Report) -> str:
    if report.passed:
        return f"{exercise.title}: passed."
    return f"{exercise.title}: {str(report.verdict).replace('_', ' ')}, {report.points:g} of {report.max_points:g}."
