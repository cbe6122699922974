"""A starter is read in the code pane, at 80 columns too."""

from __future__ import annotations

import pytest

from tracker.practice.catalogue import load_catalogue
from tracker.practice.exercise import Exercise
from tracker.workspace import package_exercises

COLUMNS = 72


@pytest.mark.parametrize(
    "exercise", load_catalogue([package_exercises()]).exercises, ids=lambda exercise: exercise.slug
)
def test_no_line_of_a_starter_is_cut_off(exercise: Exercise) -> None:
    assert [line for line in exercise.starter().splitlines() if len(line) > COLUMNS] == []
