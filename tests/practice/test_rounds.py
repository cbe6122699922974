"""Attempts, rounds and the schedule that follows from them, on a real database."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import select

from tests.practice.conftest import Attempt
from tracker.errors import TrackerError
from tracker.grader.report import Verdict
from tracker.practice.attempts import find_attempt, history
from tracker.practice.catalogue import Catalogue
from tracker.practice.exercise import Exercise
from tracker.practice.hints import reveal
from tracker.practice.reference import open_reference
from tracker.practice.rounds import reschedule
from tracker.practice.start import start
from tracker.practice.status import overview
from tracker.practice.views import ExerciseStatus
from tracker.store.engine import Store
from tracker.store.practice_tables import PracticeLogRow
from tracker.workspace import Workspace

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
TODAY = date(2026, 11, 22)


def standing(store: Store, catalogue: Catalogue, today: date = TODAY) -> ExerciseStatus:
    return overview(store, catalogue, today)[0]


def test_before_anything(store: Store, catalogue: Catalogue) -> None:
    found = overview(store, catalogue, TODAY)
    assert [one.slug for one in found] == ["double", "again", "later"]
    assert {one.status for one in found} == {"open"}
    assert (found[0].points, found[0].max_points, found[0].attempts, found[0].due) == (0.0, 3.0, 0, None)
    assert found[0].to_json() == {
        "slug": "double",
        "title": "Double",
        "track": 1,
        "prerequisites": [],
        "status": "open",
        "points": 0.0,
        "max_points": 3.0,
        "attempts": 0,
        "minutes": 20,
        "papers": ["paper-1"],
        "due": None,
    }


def test_a_failed_attempt_is_kept_whole(store: Store, catalogue: Catalogue, attempt: Attempt, now: datetime) -> None:
    assert attempt(now, Verdict.FAILED, mistake="tripled") is None
    status = standing(store, catalogue)
    assert (status.status, status.attempts, status.last_verdict, status.due) == ("started", 1, "failed", None)
    [seen] = history(store, "double")
    assert (seen.verdict, seen.day, seen.seed, seen.at) == ("failed", TODAY, 7, now)
    assert [diagnosis.mistake for diagnosis in seen.diagnoses] == ["tripled"]
    detail = find_attempt(store, seen.id)
    assert [(check.name, check.passed, check.message) for check in detail.checks] == [
        ("test_doubles", False, "no"),
        ("test_negative", False, ""),
    ]
    assert detail.solution == "x"


def test_one_save_that_two_programs_saw_is_one_attempt(
    store: Store, catalogue: Catalogue, attempt: Attempt, now: datetime
) -> None:
    attempt(now, Verdict.FAILED)
    attempt(now + timedelta(seconds=0.4), Verdict.FAILED)
    assert standing(store, catalogue).attempts == 1
    attempt(now + timedelta(seconds=0.5), Verdict.PASSED)  # another result is news
    attempt(now + MINUTE, Verdict.PASSED)  # graded again
    assert [seen.verdict for seen in history(store, "double")] == ["passed", "passed", "failed"]


def test_an_unknown_attempt(store: Store) -> None:
    with pytest.raises(TrackerError, match="no attempt"):
        find_attempt(store, "nothing")


def test_a_broken_environment_is_no_attempt(
    store: Store, catalogue: Catalogue, attempt: Attempt, now: datetime
) -> None:
    assert attempt(now, Verdict.BROKEN_ENVIRONMENT) is None
    assert standing(store, catalogue).status == "open"
    assert history(store, "double") == []


def test_the_first_pass_begins_the_schedule(
    store: Store, catalogue: Catalogue, attempt: Attempt, now: datetime
) -> None:
    attempt(now, Verdict.FAILED)
    rated = attempt(now + MINUTE)
    assert rated is not None
    assert rated.rating == "good"
    status = standing(store, catalogue)
    assert (status.status, status.points, status.max_points) == ("passed", 3.0, 3.0)
    assert status.due == rated.due > TODAY
    assert standing(store, catalogue, rated.due).status == "due"


def test_the_newest_attempt_comes_first(store: Store, attempt: Attempt, now: datetime) -> None:
    attempt(now, Verdict.FAILED)
    attempt(now + MINUTE)
    assert [seen.verdict for seen in history(store, "double")] == ["passed", "failed"]


def test_a_worse_attempt_does_not_lower_the_points(
    store: Store, catalogue: Catalogue, attempt: Attempt, now: datetime
) -> None:
    attempt(now)
    attempt(now + MINUTE, Verdict.FAILED)
    status = standing(store, catalogue)
    assert (status.points, status.last_verdict, status.attempts, status.status) == (3.0, "failed", 2, "passed")


def test_running_a_passed_solution_again_proves_nothing(
    store: Store, catalogue: Catalogue, attempt: Attempt, now: datetime
) -> None:
    first = attempt(now)
    assert first is not None
    assert attempt(now + 30 * DAY) is None
    assert standing(store, catalogue).due == first.due


def test_a_practice_round_moves_the_schedule(
    store: Store, workspace: Workspace, catalogue: Catalogue, double: Exercise, attempt: Attempt, now: datetime
) -> None:
    first = attempt(now)
    assert first is not None
    later = now + (first.due - TODAY)
    start(workspace, store, double, later, blank=True)
    assert attempt(later + MINUTE, Verdict.FAILED) is None
    assert standing(store, catalogue, first.due).status == "due", "a round that is under way stays on the list"
    second = attempt(later + 2 * MINUTE)
    assert second is not None
    assert second.due - first.due > first.due - TODAY
    assert standing(store, catalogue, first.due).status == "passed"


def test_only_the_first_pass_of_a_day_is_rated(
    store: Store, workspace: Workspace, double: Exercise, attempt: Attempt, now: datetime
) -> None:
    assert attempt(now) is not None
    start(workspace, store, double, now + MINUTE, blank=True)
    assert attempt(now + 2 * MINUTE) is None


def test_a_round_that_took_two_days_was_forgotten(
    store: Store, workspace: Workspace, double: Exercise, attempt: Attempt, now: datetime
) -> None:
    attempt(now)
    start(workspace, store, double, now + 10 * DAY, blank=True)
    attempt(now + 10 * DAY, Verdict.FAILED)
    rated = attempt(now + 11 * DAY)
    assert rated is not None
    assert rated.rating == "again"


def test_the_reference_before_the_pass_brings_it_back_tomorrow(
    store: Store, double: Exercise, attempt: Attempt, now: datetime
) -> None:
    attempt(now, Verdict.FAILED)
    open_reference(store, double, 0, now + MINUTE)
    rated = attempt(now + 2 * MINUTE)
    assert rated is not None
    assert (rated.rating, rated.due) == ("again", TODAY + DAY)


def test_the_reference_after_the_pass_harms_nothing(
    store: Store, workspace: Workspace, double: Exercise, attempt: Attempt, now: datetime
) -> None:
    attempt(now)
    assert "x * 2" in open_reference(store, double, 20, now + MINUTE)
    start(workspace, store, double, now + 9 * DAY, blank=True)
    rated = attempt(now + 9 * DAY + MINUTE)
    assert rated is not None
    assert rated.rating == "easy"


def test_hints_of_an_earlier_round_are_not_held_against_this_one(
    store: Store, workspace: Workspace, double: Exercise, attempt: Attempt, now: datetime
) -> None:
    for _ in range(3):
        reveal(store, double, now)
    rated = attempt(now + MINUTE)
    assert rated is not None
    assert rated.rating == "hard"
    start(workspace, store, double, now + 9 * DAY, blank=True)
    again = attempt(now + 9 * DAY + MINUTE)
    assert again is not None
    assert again.rating == "easy"


def test_the_log_keeps_the_evidence_and_can_be_replayed(
    store: Store, workspace: Workspace, catalogue: Catalogue, double: Exercise, attempt: Attempt, now: datetime
) -> None:
    attempt(now, Verdict.FAILED)
    rated = attempt(now + MINUTE)
    assert rated is not None
    with store.write() as session:
        [row] = session.exec(select(PracticeLogRow)).all()
        assert row.evidence["runs"] == 2
        row.rating = "easy"  # as if another rule had said so
        session.add(row)
    with store.write() as session:
        card = reschedule(session, double)
        assert card is not None
        assert (card.due, card.repetitions) == (rated.due, 1)
    assert standing(store, catalogue).due == rated.due


def test_nothing_to_replay(store: Store, double: Exercise) -> None:
    with store.write() as session:
        assert reschedule(session, double) is None
