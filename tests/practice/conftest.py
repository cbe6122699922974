"""Exercises on disk, and attempts at them without a grader."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from tests.packs import write_exercise
from tracker.grader.report import CheckResult, Diagnosis, Report, Verdict
from tracker.practice.attempts import record
from tracker.practice.catalogue import Catalogue, load_catalogue
from tracker.practice.exercise import Exercise
from tracker.practice.views import Practised
from tracker.store.engine import Store
from tracker.workspace import Workspace

Attempt = Callable[..., Practised | None]


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """Two tracks with three exercises."""
    root = tmp_path / "pack"
    write_exercise(root, "double")
    write_exercise(root, "again", prerequisites=("double",))
    write_exercise(root, "later", track=2, track_title="More numbers", papers=())
    (root / "curriculum.toml").write_text(
        'order = ["double", "again", "later"]\n[papers]\n"paper-1" = "On doubling"\n', encoding="utf-8"
    )
    return root


@pytest.fixture
def catalogue(pack: Path) -> Catalogue:
    """The pack, loaded."""
    return load_catalogue([pack])


@pytest.fixture
def double(catalogue: Catalogue) -> Exercise:
    """The first exercise."""
    return catalogue.get("double")


def report_of(verdict: Verdict, *, points: float = 0.0, mistake: str = "") -> Report:
    """A report with two checks worth three points."""
    passed = verdict is Verdict.PASSED
    checks = (
        CheckResult("test_doubles", "Every number is doubled.", passed, points if not passed else 2.0, 2.0, "no"),
        CheckResult("test_negative", "Negative numbers too.", passed, 1.0 if passed else 0.0, 1.0),
    )
    diagnoses = (Diagnosis(mistake, f"Your result is {mistake}."),) if mistake else ()
    return Report("double", verdict, 7, 0.1, checks, diagnoses, message="so it is")


@pytest.fixture
def attempt(store: Store, workspace: Workspace, double: Exercise) -> Attempt:
    """Record an attempt at the first exercise."""

    def make(
        now: datetime, verdict: Verdict = Verdict.PASSED, *, exercise: Exercise = double, mistake: str = ""
    ) -> Practised | None:
        report = report_of(verdict, mistake=mistake)
        with store.write() as session:
            return record(session, exercise, report, solution_text="x", now=now, day=workspace.day(now))

    return make
