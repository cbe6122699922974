"""Wrong solutions that no mistakes file knows: none passes, and the report still points the right way."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tracker.grader.client import Grader
from tracker.grader.protocol import Job
from tracker.practice.catalogue import Catalogue, load_catalogue
from tracker.workspace import package_exercises

UNSEEN = Path(__file__).parent / "unseen"


def _wrong_ones() -> Iterator[tuple[str, str, str]]:
    for path in sorted(UNSEEN.glob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                yield path.stem, node.name, ast.get_docstring(node) or ""


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue([package_exercises()])


@pytest.fixture(scope="module")
def one_grader() -> Iterator[Grader]:
    with Grader() as grader:
        yield grader


def test_there_are_at_least_twenty() -> None:
    assert len(list(_wrong_ones())) >= 20


@pytest.mark.parametrize(("slug", "name", "says"), list(_wrong_ones()))
def test_a_wrong_answer_nobody_wrote_down(
    catalogue: Catalogue, one_grader: Grader, slug: str, name: str, says: str
) -> None:
    exercise = catalogue.get(slug)
    job = Job(slug, exercise.folder, UNSEEN / f"{slug}.py", variant=name, banned=exercise.banned)
    report = one_grader.grade(job)
    assert report.verdict == "failed"
    failed = [f"{check.label} {check.message}" for check in report.checks if not check.passed]
    text = " ".join([*failed, *(diagnosis.message for diagnosis in report.diagnoses)])
    assert re.search(says, text), text
