"""Starters, and solutions that are set aside."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.practice.conftest import Attempt
from tracker.errors import TrackerError
from tracker.practice.catalogue import Catalogue
from tracker.practice.exercise import Exercise
from tracker.practice.start import start
from tracker.practice.status import overview
from tracker.store.engine import Store
from tracker.workspace import Workspace

MINUTE = timedelta(minutes=1)


def test_the_starter_is_written(
    workspace: Workspace, store: Store, catalogue: Catalogue, double: Exercise, now: datetime
) -> None:
    path = start(workspace, store, double, now)
    assert path == workspace.solutions / "double.py"
    assert path.read_text(encoding="utf-8") == double.starter()
    [status, *_] = overview(store, catalogue, workspace.day(now))
    assert (status.status, status.started_at) == ("started", now)


def test_a_solution_is_never_overwritten(workspace: Workspace, store: Store, double: Exercise, now: datetime) -> None:
    path = start(workspace, store, double, now)
    path.write_text("mine", encoding="utf-8")
    for blank in (False, True):
        start(workspace, store, double, now + MINUTE, blank=blank)
        assert path.read_text(encoding="utf-8") == "mine", "an exercise that was never passed is under way"


def test_practice_sets_the_passed_solution_aside(
    workspace: Workspace, store: Store, double: Exercise, attempt: Attempt, now: datetime
) -> None:
    path = start(workspace, store, double, now)
    for number, name in enumerate(("double-2026-11-22.py", "double-2026-11-22-2.py")):
        path.write_text(f"mine {number}", encoding="utf-8")
        attempt(now + (2 * number + 1) * MINUTE)
        start(workspace, store, double, now + (2 * number + 2) * MINUTE, blank=True)
        assert path.read_text(encoding="utf-8") == double.starter()
        assert (workspace.solutions / "earlier" / name).read_text(encoding="utf-8") == f"mine {number}"


def test_a_round_that_is_under_way_goes_on(
    workspace: Workspace, store: Store, double: Exercise, attempt: Attempt, now: datetime
) -> None:
    path = start(workspace, store, double, now)
    attempt(now)
    start(workspace, store, double, now + MINUTE, blank=True)
    path.write_text("half", encoding="utf-8")
    start(workspace, store, double, now + 2 * MINUTE, blank=True)
    assert path.read_text(encoding="utf-8") == "half"


def test_a_bare_starter_is_not_set_aside(
    workspace: Workspace, store: Store, double: Exercise, attempt: Attempt, now: datetime
) -> None:
    start(workspace, store, double, now)
    attempt(now)
    start(workspace, store, double, now + MINUTE, blank=True)
    assert not (workspace.solutions / "earlier").exists()


def test_a_folder_in_the_way_is_an_error_and_nothing_is_begun(
    workspace: Workspace, store: Store, catalogue: Catalogue, double: Exercise, now: datetime
) -> None:
    workspace.solutions.rmdir()
    workspace.solutions.write_text("", encoding="utf-8")
    with pytest.raises(TrackerError, match="cannot be written"):
        start(workspace, store, double, now)
    assert overview(store, catalogue, workspace.day(now))[0].status == "open"
