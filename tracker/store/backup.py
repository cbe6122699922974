"""Copies of the database, and putting one back. Standard library only, so that it works when nothing else does."""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tracker.store.lock import exclusive
from tracker.store.migrate import upgrade
from tracker.store.replace import draft_beside, free_name, put_in_place, remove_database, writers_held_off
from tracker.store.schema import SCHEMA_VERSION, DatabaseError, copy, schema_version, verify
from tracker.workspace import Workspace


@dataclass(frozen=True)
class Backup:
    """A copy of the database: where it is, its size in bytes, and when it was made."""

    path: Path
    size: int
    made_at: datetime


def list_backups(workspace: Workspace) -> list[Backup]:
    """The copies in the workspace's backup folder, newest first."""
    found = []
    for path in workspace.backups.glob("*.db"):
        status = path.stat()
        found.append(Backup(path, status.st_size, datetime.fromtimestamp(status.st_mtime, UTC)))
    return sorted(found, key=lambda backup: (backup.made_at, backup.path), reverse=True)


def backup(workspace: Workspace, now: datetime, target: Path | None = None) -> Path:
    """Copy the database, verified, to `target` (a new file, or a folder), by default into the workspace's backups.

    Raises:
        DatabaseError: there is no database yet, it is damaged, or `target` exists.
    """
    if schema_version(workspace.database) is None:
        raise DatabaseError("There is nothing to back up yet.", hint="The database is made on the first start.")
    if target is None or target.is_dir():
        target = free_name(target or workspace.backups, f"tracker-{_stamp(now)}")
    if target.exists():
        raise DatabaseError(f"{target} exists already.", hint="Name a new file; a backup never overwrites one.")
    with draft_beside(target) as draft:
        copy(workspace.database, draft)
        draft.replace(target)
    return target


def restore(workspace: Workspace, source: Path, now: datetime) -> Path | None:
    """Put the copy `source` in the database's place; what was there is kept.

    Returns:
        Where the replaced database is kept, or None if there was none.

    Raises:
        DatabaseError: `source` is no tracker's database, damaged, or newer than this program; nothing has changed.
    """
    version = schema_version(source)
    if version is None:
        raise DatabaseError(f"{source} holds no database.", hint="'tracker restore' lists the backups.")
    path = workspace.database
    with exclusive(path), draft_beside(path) as draft, ExitStack() as held:
        copy(source, draft)
        if version < SCHEMA_VERSION:
            upgrade(draft)
            verify(draft)
        kept = _keep(workspace, now, held) if path.exists() else None
        put_in_place(draft, path, aside=kept or free_name(workspace.backups, "leftover"))
        remove_database(workspace.search_index)  # it was made from what is no longer there
    return kept


def _keep(workspace: Workspace, now: datetime, held: ExitStack) -> Path:
    """Keep the present database, as a verified copy if it is sound, byte by byte if it is not."""
    path = workspace.database
    kept = free_name(workspace.backups, f"replaced-{_stamp(now)}")
    try:
        held.enter_context(writers_held_off(path))
        copy(path, kept)
    except DatabaseError:
        held.close()
        shutil.copy2(path, kept)
    return kept


def _stamp(now: datetime) -> str:
    return f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
