"""The quick count of points and the careful reading of the checks agree on the whole curriculum."""

from __future__ import annotations

import pytest

from tracker.practice.catalogue import load_catalogue
from tracker.practice.points import promised_points
from tracker.practice.promised_checks import promised_checks
from tracker.workspace import package_exercises

EXERCISES = load_catalogue([package_exercises()]).exercises


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.slug)
def test_both_ways_of_counting_agree(exercise):
    assert promised_points(exercise) == sum(check.max_points for check in promised_checks(exercise)) > 0
