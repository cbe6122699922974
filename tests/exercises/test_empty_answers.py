"""Zeros, the input, random values, or the right shape with wrong values: no exercise is passed by such an answer.

Each one is made of the reference: everything in it runs, and then what it returns is replaced (see `spoiling.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from tracker.grader.client import Grader
from tracker.grader.report import Report
from tracker.practice.catalogue import load_catalogue
from tracker.practice.exercise import Exercise
from tracker.practice.jobs import job_for
from tracker.workspace import package_exercises

CATALOGUE = load_catalogue([package_exercises()])
SPOILING = Path(__file__).with_name("spoiling.py").read_text(encoding="utf-8")
WAYS = ("zeros", "input", "random", "noisy", "shifted", "doubled")
MOST = 0.25
"""The share of the points that an empty answer may earn."""


@pytest.fixture(scope="module")
def grader() -> Iterator[Grader]:
    """One host that grades two at a time."""
    with Grader(parallel=True) as shared:
        yield shared


def empty_answer(exercise: Exercise, way: str) -> str:
    """The reference with everything that it returns replaced."""
    names = [signature.partition("(")[0] for signature in exercise.entry_points]
    return f"{exercise.reference()}\n\nWAY, ENTRY_POINTS = {way!r}, {names!r}\n{SPOILING}"


@pytest.mark.parametrize("slug", [exercise.slug for exercise in CATALOGUE])
def test_an_empty_answer_earns_a_quarter_at_most(grader: Grader, tmp_path: Path, slug: str) -> None:
    exercise = CATALOGUE.get(slug)

    def grade(way: str) -> Report:
        solution = tmp_path / f"{way}.py"
        solution.write_text(empty_answer(exercise, way), encoding="utf-8")
        return grader.grade(replace(job_for(exercise, solution), diagnose=False))

    with ThreadPoolExecutor(2) as pool:
        for way, report in zip(WAYS, pool.map(grade, WAYS), strict=True):
            earned = [f"{check.name} ({check.points:g})" for check in report.checks if check.passed]
            assert report.checks, f"{way}: {report.message}"
            assert not report.passed, f"{way} with seed {report.seed}"
            assert report.points <= MOST * report.max_points, f"{way} with seed {report.seed}: {', '.join(earned)}"


def test_the_same_solution_without_a_replacement_passes(grader: Grader, tmp_path: Path) -> None:
    exercise = CATALOGUE.get("softmax")
    solution = tmp_path / "softmax.py"
    solution.write_text(empty_answer(exercise, "zeros").replace("value * 0,", "value,"), encoding="utf-8")
    assert grader.grade(job_for(exercise, solution)).passed
