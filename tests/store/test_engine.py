"""The store: one transaction at a time, all or nothing, on a file that is set up as documented."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError
from sqlmodel import select

from tracker.errors import TrackerError
from tracker.store import schema
from tracker.store.engine import Store, open_file, open_store
from tracker.store.schema import APPLICATION_ID, SCHEMA_VERSION
from tracker.store.tables import GoalRow, MilestoneRow, NoteRow
from tracker.workspace import Workspace


def note(path: str, now: datetime) -> NoteRow:
    """A row like any."""
    return NoteRow(path=path, synced_at=now)


def paths(store: Store) -> list[str]:
    """Which notes the database holds."""
    with store.read() as session:
        return list(session.exec(select(NoteRow.path).order_by(NoteRow.path)))


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("application_id", APPLICATION_ID),
        ("user_version", SCHEMA_VERSION),
        ("journal_mode", "delete"),
        ("synchronous", 2),  # FULL
        ("foreign_keys", 1),
        ("busy_timeout", 5000),
    ],
)
def test_the_database_is_set_up_as_documented(store: Store, pragma: str, value: object) -> None:
    with store.read() as session:
        assert session.connection().execute(text(f"PRAGMA {pragma}")).scalar_one() == value


def test_what_is_written_is_there_for_the_next_opening(store: Store, workspace: Workspace, now: datetime) -> None:
    with store.write() as session:
        session.add(note("a.md", now))
    again = open_store(workspace)
    assert paths(again) == ["a.md"]
    again.close()


def test_an_error_keeps_nothing_of_its_transaction(store: Store, now: datetime) -> None:
    with pytest.raises(RuntimeError, match="midway"), store.write() as session:  # noqa: PT012
        session.add(note("a.md", now))
        session.flush()
        raise RuntimeError("midway")
    assert paths(store) == []


def test_a_read_keeps_nothing(store: Store, now: datetime) -> None:
    with store.read() as session:
        session.add(note("a.md", now))
        session.flush()
    assert paths(store) == []


def test_a_foreign_key_must_have_its_row(store: Store) -> None:
    with pytest.raises(IntegrityError), store.write() as session:
        session.add(MilestoneRow(goal_id="nobody", title="x"))


def test_a_state_that_is_none_is_refused(store: Store, now: datetime) -> None:
    with pytest.raises(IntegrityError), store.write() as session:
        session.add(GoalRow(category="paper", title="x", state="perhaps", created_at=now))


def test_a_moment_comes_back_as_utc(store: Store) -> None:
    seoul = datetime(2026, 11, 22, 20, 0, 0, 123456, tzinfo=timezone(timedelta(hours=9)))
    with store.write() as session:
        session.add(note("a.md", seoul))
    with store.read() as session:
        found = session.exec(select(NoteRow)).one().synced_at
    assert (found, found.tzinfo) == (seoul, UTC)


def test_a_moment_without_a_zone_is_a_bug(store: Store) -> None:
    with pytest.raises(StatementError, match="needs a time zone"), store.write() as session:
        session.add(note("a.md", datetime(2026, 11, 22)))  # noqa: DTZ001


def test_writers_take_turns_from_the_first_line_on(store: Store, now: datetime) -> None:
    """Each thread reads a number and writes the next one; a lost update would leave less than the sum."""
    with store.write() as session:
        session.add(GoalRow(id="goal", category="x", title="x", position=0, created_at=now))

    def count_up() -> None:
        for _ in range(10):
            with store.write() as session:
                goal = session.get_one(GoalRow, "goal")
                goal.position += 1

    threads = [threading.Thread(target=count_up) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.read() as session:
        assert session.get_one(GoalRow, "goal").position == 40


def test_a_reader_is_not_held_up_by_a_writer(store: Store, now: datetime) -> None:
    with store.write() as session:
        session.add(note("a.md", now))
        session.flush()
        assert paths(store) == []
    assert paths(store) == ["a.md"]


def test_a_lock_that_stays_is_one_sentence(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.store.engine.BUSY_SECONDS", 0.0)
    monkeypatch.setattr("tracker.store.engine._PRAGMAS", ())
    with closing(sqlite3.connect(store.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(TrackerError, match="in use by another program"), store.write():
            pass


def test_a_wrong_statement_stays_a_bug(store: Store) -> None:
    with pytest.raises(OperationalError, match="no such table"), store.read() as session:
        session.connection().execute(text("SELECT * FROM nowhere"))


def test_a_database_that_was_replaced_is_noticed(store: Store) -> None:
    with closing(sqlite3.connect(store.path)) as other:
        other.execute(f"PRAGMA user_version={SCHEMA_VERSION + 1}")
    with pytest.raises(TrackerError, match="was replaced meanwhile"), store.read() as session:
        session.exec(select(NoteRow)).all()


def test_a_database_that_vanished_is_not_made_anew_by_a_read(store: Store) -> None:
    store.path.unlink()
    with pytest.raises(TrackerError, match="cannot be opened"), store.read() as session:
        session.exec(select(NoteRow)).all()
    assert not store.path.exists()


def test_a_path_with_every_awkward_character(tmp_path: Path, now: datetime) -> None:
    folder = tmp_path / "my notes #1 100% 한글?"
    folder.mkdir()
    store = open_file(folder / "tracker.db")
    with store.write() as session:
        session.add(note("a.md", now))
    assert paths(store) == ["a.md"]
    store.close()
    schema.verify(folder / "tracker.db")
