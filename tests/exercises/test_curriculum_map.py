"""The map of the curriculum says what the exercises say."""

from __future__ import annotations

from pathlib import Path

from tracker.grader.loading import load_module
from tracker.practice.catalogue import load_catalogue

ROOT = Path(__file__).parents[2]
SCRIPT = load_module(ROOT / "scripts" / "curriculum_map.py", "curriculum_map")
CATALOGUE = load_catalogue([ROOT / "exercises"])


def test_the_map_is_as_the_exercises_are() -> None:
    written = (ROOT / "exercises" / "README.md").read_text(encoding="utf-8")
    assert written == SCRIPT.curriculum_map(CATALOGUE), "run: python scripts/curriculum_map.py"


def test_what_an_exercise_builds_on_stands_above_it() -> None:
    order = [exercise.slug for exercise in CATALOGUE]
    for exercise in CATALOGUE:
        late = [slug for slug in exercise.prerequisites if order.index(slug) > order.index(exercise.slug)]
        assert late == [], f"{exercise.slug} builds on what comes later: {late}"


def test_every_paper_of_the_map_has_an_exercise_and_every_exercise_knows_its_papers() -> None:
    assert [paper for paper in CATALOGUE.papers if not CATALOGUE.about(paper)] == []
    assert [paper for exercise in CATALOGUE for paper in exercise.papers if paper not in CATALOGUE.papers] == []
