"""Hints, active time, and the reference that opens late."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.practice.conftest import Attempt
from tracker.errors import TrackerError
from tracker.grader.report import Verdict
from tracker.practice.activity import worked
from tracker.practice.exercise import Exercise
from tracker.practice.hints import reveal, revealed
from tracker.practice.reference import open_reference, reference_gate
from tracker.practice.start import start
from tracker.store.engine import Store
from tracker.workspace import Workspace

MINUTE = timedelta(minutes=1)


def test_hints_come_one_at_a_time(store: Store, double: Exercise, now: datetime) -> None:
    assert revealed(store, double) == ()
    hints = [reveal(store, double, now) for _ in range(4)]
    assert [(hint.number, hint.total) for hint in hints] == [(1, 3), (2, 3), (3, 3), (3, 3)]
    assert hints[0].text == "Add."
    assert revealed(store, double) == tuple(hints[:3])


def test_an_exercise_without_hints_says_so(store: Store, double: Exercise, now: datetime) -> None:
    (double.folder / "hints.md").write_text("", encoding="utf-8")
    with pytest.raises(TrackerError, match="no hints"):
        reveal(store, double, now)


def test_active_time_is_what_lies_between_signs_of_work(
    workspace: Workspace, store: Store, double: Exercise, attempt: Attempt, now: datetime
) -> None:
    start(workspace, store, double, now)
    worked(store, double, now + MINUTE)  # 1
    worked(store, double, now + 3 * MINUTE)  # 2 more
    attempt(now + 63 * MINUTE, Verdict.FAILED)  # an hour: 5 more
    reveal(store, double, now + 64 * MINUTE)  # 1 more
    worked(store, double, now + 60 * MINUTE)  # a clock that went back: nothing
    worked(store, double, now + 64 * MINUTE)
    assert reference_gate(store, double, 20).minutes_worked == pytest.approx(9)


def test_the_first_sign_of_work_counts_from_itself(store: Store, double: Exercise, now: datetime) -> None:
    worked(store, double, now)
    assert reference_gate(store, double, 20).minutes_worked == 0


def test_the_reference_is_shut_until_thinking_time_is_over(store: Store, double: Exercise, now: datetime) -> None:
    for minute in range(17):
        worked(store, double, now + minute * MINUTE)
    gate = reference_gate(store, double, 20)
    assert (gate.is_open, gate.passed, gate.minutes_worked, gate.minutes_needed) == (False, False, 16, 20)
    with pytest.raises(TrackerError, match="still shut") as caught:
        open_reference(store, double, 20, now + 17 * MINUTE)
    assert "3 more minutes" in caught.value.hint
    assert reference_gate(store, double, 20).opened_at is None
    for minute in range(18, 21):
        worked(store, double, now + minute * MINUTE)
    assert reference_gate(store, double, 20).is_open
    open_reference(store, double, 20, now + 21 * MINUTE)
    assert reference_gate(store, double, 20).opened_at == now + 21 * MINUTE


def test_a_pass_opens_the_reference(store: Store, double: Exercise, attempt: Attempt, now: datetime) -> None:
    attempt(now)
    gate = reference_gate(store, double, 20)
    assert gate.is_open
    assert gate.passed
    open_reference(store, double, 20, now + MINUTE)
    assert reference_gate(store, double, 20).opened_at is None, "reading it after the pass is no help"
