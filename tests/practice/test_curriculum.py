"""Every exercise goes through the authoring gate, over seeds that nobody chose; `make gate` takes thirty of them."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

import pytest

from tracker.grader.client import MAX_SEED, Grader
from tracker.practice.catalogue import Catalogue, load_catalogue
from tracker.practice.gate import check_exercises
from tracker.workspace import package_exercises

CATALOGUE: Catalogue = load_catalogue([package_exercises()])
LONG = 30.0
"""Seconds of a time limit from which an exercise trains a model: such a grade is sampled once, not three times."""


@pytest.fixture(scope="module")
def side_by_side() -> Iterator[Grader]:
    """One host that grades two at a time."""
    with Grader(parallel=True) as grader:
        yield grader


@pytest.mark.parametrize("slug", [exercise.slug for exercise in CATALOGUE])
def test_an_exercise_passes_the_gate(side_by_side: Grader, slug: str) -> None:
    trains = CATALOGUE.get(slug).time_limit > LONG
    seeds = [secrets.randbelow(MAX_SEED) for _ in range(1 if trains else 3)]
    [report] = check_exercises(CATALOGUE, side_by_side, seeds, slugs=[slug], workers=2).exercises
    assert [f"{fault.where}: {fault.message}" for fault in report.faults] == []
    assert report.accepted >= 3
    assert report.diagnosed == report.mistakes
