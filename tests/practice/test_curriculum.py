"""Every exercise goes through the authoring gate, over seeds that nobody chose; `make gate` takes thirty of them.

To keep the suite short, one seed is drawn for everything and two more for the answers that must pass.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator

import pytest

from tracker.grader.client import MAX_SEED, Grader
from tracker.practice.catalogue import Catalogue, load_catalogue
from tracker.practice.exercise import Exercise
from tracker.practice.gate import check_exercises
from tracker.practice.jobs import job_for
from tracker.practice.source import answers
from tracker.workspace import package_exercises

CATALOGUE: Catalogue = load_catalogue([package_exercises()])
LONG = 30.0
"""Seconds of a time limit from which an exercise trains a model: such answers are graded once, not three times."""


@pytest.fixture(scope="module")
def side_by_side() -> Iterator[Grader]:
    """One host that grades two at a time."""
    with Grader(parallel=True) as grader:
        yield grader


def _right_answers(exercise: Exercise) -> Iterator[tuple[str, str]]:
    yield "reference.py", ""
    for answer in answers(exercise.folder / "accepted.py"):
        yield "accepted.py", answer.name


@pytest.mark.parametrize("slug", [exercise.slug for exercise in CATALOGUE])
def test_an_exercise_passes_the_gate(side_by_side: Grader, slug: str) -> None:
    seeds = [secrets.randbelow(MAX_SEED)]
    [report] = check_exercises(CATALOGUE, side_by_side, seeds, slugs=[slug], workers=2).exercises
    assert [f"{fault.where}: {fault.message} (seed {seeds})" for fault in report.faults] == []
    assert report.accepted >= 3
    assert report.diagnosed == report.mistakes


@pytest.mark.parametrize("slug", [exercise.slug for exercise in CATALOGUE if exercise.time_limit <= LONG])
def test_right_answers_pass_whatever_is_drawn(side_by_side: Grader, slug: str) -> None:
    exercise = CATALOGUE.get(slug)
    for _ in range(2):
        for file, name in _right_answers(exercise):
            report = side_by_side.grade(job_for(exercise, exercise.folder / file, variant=name))
            assert report.passed, f"{file}::{name} with seed {report.seed}: {report.message}"
