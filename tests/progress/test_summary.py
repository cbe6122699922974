"""All numbers together, out of a real database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from tracker.progress.summary import summary
from tracker.store.engine import Store
from tracker.store.practice_tables import PracticeLogRow, ReviewCommentRow, ReviewRow
from tracker.store.tables import AttemptDiagnosisRow, AttemptRow, NoteRow, ReflectionRow
from tracker.workspace import Workspace

DAY = timedelta(days=1)
TODAY = date(2026, 11, 22)


def add_attempt(store: Store, workspace: Workspace, slug: str, at: datetime, verdict: str, *mistakes: str) -> str:
    row = AttemptRow(exercise_id=slug, slug=slug, at=at, day=workspace.day(at), verdict=verdict, active_seconds=60)
    with store.write() as session:
        session.add(row)
        session.flush()
        for position, mistake in enumerate(mistakes):
            session.add(AttemptDiagnosisRow(attempt_id=row.id, position=position, mistake=mistake, message="so"))
        return row.id


def add_note(store: Store, day: date | None, source: str, at: datetime) -> None:
    with store.write() as session:
        note = NoteRow(path=f"{day}-{source}.md", day=day, day_source=source, synced_at=at)
        session.add(note)
        session.flush()
        session.add(ReflectionRow(note_id=note.id, text="생각", created_at=at, changed_at=at))


def test_an_empty_workspace(store: Store, workspace: Workspace, now: datetime) -> None:
    found = summary(store, now, workspace.settings)
    assert (found.day_number, found.streak, found.longest_streak, found.days, found.curve) == (1, 0, 0, 0, ())
    assert (found.first_try.trials, dict(found.heatmap), found.mistakes) == (0, {}, ())


def test_what_was_done_is_counted_by_learning_day(store: Store, workspace: Workspace, now: datetime) -> None:
    after_midnight = datetime(2026, 11, 20, 18, 0, tzinfo=now.tzinfo)  # 03:00 on the 21st in Seoul: still the 20th
    passed = add_attempt(store, workspace, "softmax", after_midnight, "passed")
    add_attempt(store, workspace, "gelu", now - DAY, "failed", "no_tanh")
    add_attempt(store, workspace, "gelu", now, "failed", "no_tanh")
    add_note(store, TODAY, "file name", now)
    add_note(store, date(2021, 3, 2), "front matter", now)
    add_note(store, date(2021, 3, 3), "file time", now)
    add_note(store, TODAY + DAY, "file name", now)
    add_note(store, None, "", now)
    with store.write() as session:
        session.add(
            PracticeLogRow(
                exercise_id="softmax",
                attempt_id=passed,
                day=date(2026, 11, 20),
                at=after_midnight,
                rating="good",
                evidence={"active_minutes": 12.5, "reference_seen": False},
            )
        )
        review = ReviewRow(repository=".", base="a", head="b", started_at=now)
        session.add(review)
        session.flush()
        session.add(ReviewCommentRow(review_id=review.id, path="x", line=1, text="why?", created_at=now))
    found = summary(store, now, workspace.settings)
    assert dict(found.heatmap) == {date(2021, 3, 2): 1, date(2026, 11, 20): 1, date(2026, 11, 21): 1, TODAY: 3}
    assert (found.streak, found.longest_streak, found.days) == (3, 3, 4)
    assert found.day_number == 3, "an imported note of 2021 is no day with the tracker"
    assert found.curve == ((date(2026, 11, 20), 1),)
    assert (found.recent_gain, found.previous_gain) == (1, 0)
    assert (found.first_try.successes, found.first_try.trials) == (1, 3)
    assert [(mistake.name, mistake.count) for mistake in found.mistakes] == [("no_tanh", 2)]
    assert [(one.slug, one.first_minutes) for one in found.times] == [("softmax", 12.5)]


def test_another_day_start_is_another_day(store: Store, workspace: Workspace, now: datetime) -> None:
    add_attempt(store, workspace, "softmax", now, "passed")
    midnight = replace(workspace.settings, day_start=datetime(2026, 1, 1, 0, 0, tzinfo=now.tzinfo).time())
    late = now + timedelta(hours=6)  # 02:00 on the 23rd in Seoul
    assert summary(store, late, workspace.settings).day_number == 1
    assert summary(store, late, midnight).day_number == 2
