"""Backups: a copy is sound before it counts, and bringing one back never loses what was there."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from sqlmodel import select

from tracker.errors import TrackerError
from tracker.store import schema
from tracker.store.backup import backup, list_backups, restore
from tracker.store.engine import Store
from tracker.store.tables import TagRow
from tracker.workspace import Workspace


def add(store: Store, name: str) -> None:
    """One more tag."""
    with store.write() as session:
        session.add(TagRow(name=name))


def names(store: Store) -> list[str]:
    """The tags that are there."""
    with store.read() as session:
        return sorted(session.exec(select(TagRow.name)))


def test_a_backup_is_a_sound_copy(store: Store, workspace: Workspace, now: datetime) -> None:
    add(store, "before")
    made = backup(workspace, now)
    assert made == workspace.backups / "tracker-20261122T110000Z.db"
    schema.verify(made)
    assert names(Store(made)) == ["before"]
    assert [found.path for found in list_backups(workspace)] == [made]


def test_two_backups_in_one_second_are_two_files(store: Store, workspace: Workspace, now: datetime) -> None:
    assert backup(workspace, now) != backup(workspace, now)


def test_a_backup_during_a_transaction_holds_what_was_committed(
    store: Store, workspace: Workspace, now: datetime
) -> None:
    add(store, "committed")
    with store.write() as session:
        session.add(TagRow(name="not yet"))
        session.flush()
        made = backup(workspace, now)
    assert names(Store(made)) == ["committed"]


def test_a_backup_goes_where_it_is_told(store: Store, workspace: Workspace, now: datetime, tmp_path: Path) -> None:
    assert backup(workspace, now, tmp_path / "mine.db") == tmp_path / "mine.db"
    assert backup(workspace, now, tmp_path).parent == tmp_path
    assert sorted(path.suffix for path in tmp_path.iterdir() if path.is_file()) == [".db", ".db"]


def test_a_backup_overwrites_nothing(store: Store, workspace: Workspace, now: datetime, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(TrackerError, match="exists already"):
        backup(workspace, now, tmp_path / "thesis.txt")
    assert (tmp_path / "thesis.txt").read_text() == "mine"


def test_there_is_nothing_to_back_up_in_a_new_workspace(workspace: Workspace, now: datetime) -> None:
    with pytest.raises(TrackerError, match="nothing to back up"):
        backup(workspace, now)


def test_a_backup_into_a_folder_that_is_not_there(store: Store, workspace: Workspace, now: datetime) -> None:
    with pytest.raises(TrackerError, match="cannot be opened"):
        backup(workspace, now, workspace.root / "nowhere" / "x.db")


def test_restore_brings_the_copy_back_and_keeps_what_was_there(
    store: Store, workspace: Workspace, now: datetime
) -> None:
    add(store, "before")
    made = backup(workspace, now)
    add(store, "after")
    kept = restore(workspace, made, now)
    assert names(store) == ["before"]
    assert kept is not None
    assert names(Store(kept)) == ["after", "before"]


def test_restore_forgets_the_search_index_of_what_was_there(store: Store, workspace: Workspace, now: datetime) -> None:
    made = backup(workspace, now)
    index = workspace.private / "search.db"
    for name in ("search.db", "search.db-journal"):
        (workspace.private / name).write_bytes(b"of other data")
    restore(workspace, made, now)
    assert not index.exists()
    assert not (workspace.private / "search.db-journal").exists()


def test_restore_into_a_workspace_without_a_database(
    store: Store, workspace: Workspace, now: datetime, tmp_path: Path
) -> None:
    add(store, "before")
    made = backup(workspace, now, tmp_path / "copy.db")
    workspace.database.unlink()
    assert restore(workspace, made, now) is None
    assert names(store) == ["before"]


def test_restore_over_a_damaged_database_keeps_its_bytes(store: Store, workspace: Workspace, now: datetime) -> None:
    add(store, "before")
    made = backup(workspace, now)
    workspace.database.write_bytes(b"rubble" * 1000)
    kept = restore(workspace, made, now)
    assert names(store) == ["before"]
    assert kept is not None
    assert kept.read_bytes() == b"rubble" * 1000


@pytest.mark.parametrize("rubble", [b"", b"not a database at all" * 99])
def test_restore_refuses_what_is_no_backup(store: Store, workspace: Workspace, now: datetime, rubble: bytes) -> None:
    add(store, "mine")
    (workspace.root / "x.db").write_bytes(rubble)
    with pytest.raises(TrackerError):
        restore(workspace, workspace.root / "x.db", now)
    assert names(store) == ["mine"]


def test_restore_refuses_a_damaged_copy(store: Store, workspace: Workspace, now: datetime) -> None:
    add(store, "mine")
    made = backup(workspace, now)
    pages = bytearray(made.read_bytes())
    pages[4096 * 2 : 4096 * 3] = b"\xff" * 4096
    made.write_bytes(pages)
    with pytest.raises(TrackerError, match="damaged"):
        restore(workspace, made, now)
    assert names(store) == ["mine"]


def test_restore_refuses_a_copy_from_a_newer_tracker(store: Store, workspace: Workspace, now: datetime) -> None:
    made = backup(workspace, now)
    with closing(sqlite3.connect(made)) as connection:
        connection.execute("PRAGMA user_version=999")
    with pytest.raises(TrackerError, match="newer tracker"):
        restore(workspace, made, now)
