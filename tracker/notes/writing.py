"""The rows that a plan comes to, written in the transaction that is passed in."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, update
from sqlmodel import Session, SQLModel

from tracker.notes.plan import Plan
from tracker.notes.reading import ReadNote
from tracker.notes.records import NoteState
from tracker.store.tables import NoteRow, new_id

Values = dict[str, Any]


@dataclass(frozen=True)
class Reading:
    """What a scan found out, before anything is written."""

    notes: Mapping[str, ReadNote]
    """The notes that changed, by path."""
    days: Mapping[str, tuple[date, str]]
    """Each one's date and where it comes from."""
    vanished: frozenset[str]
    """Paths of notes that are gone."""


def write_notes(
    session: Session, now: datetime, reading: Reading, plan: Plan, states: Mapping[str, NoteState]
) -> dict[str, str]:
    """Write the notes' rows; give back the id of each note that was read, by path.

    A renamed note keeps its row, unless its new path has one from earlier.
    """
    renames = {
        path: before
        for path, before in plan.renames.items()
        if path not in states and before in reading.vanished and before in states
    }
    note_ids: dict[str, str] = {}
    added: list[Values] = []
    changed: list[Values] = []
    for path, note in reading.notes.items():
        state = states.get(renames.get(path, path))
        note_ids[path] = state.id if state else new_id()
        (changed if state else added).append(_note_values(note_ids[path], note, reading.days[path], now))
    gone = reading.vanished - set(renames.values())
    update_rows(session, NoteRow, [{"id": states[path].id, "present": False} for path in sorted(gone)])
    update_rows(session, NoteRow, changed)
    insert_rows(session, NoteRow, added)
    return note_ids


def _note_values(note_id: str, note: ReadNote, day: tuple[date, str], now: datetime) -> Values:
    return {
        "id": note_id,
        "path": note.path,
        "title": note.title,
        "day": day[0],
        "day_source": day[1],
        "size": note.size,
        "mtime_ns": note.mtime_ns,
        "sha256": note.fingerprint,
        "present": True,
        "synced_at": now,
        "problems": tuple((problem.line, problem.message) for problem in note.problems),
    }


def fresh_ids(count: int) -> list[str]:
    """As many fresh UUIDs as text; asking the system for randomness once, not 100,000 times."""
    noise = os.urandom(16 * count)
    return [str(UUID(bytes=noise[start : start + 16], version=4)) for start in range(0, len(noise), 16)]


def insert_rows(session: Session, table: type[SQLModel], rows: Sequence[Values]) -> None:
    """Insert many rows at once; all have the same columns.

    Sent to the driver as tuples: a first sync writes 100,000 rows, and SQLAlchemy's own way takes three times as long.
    """
    if not rows:
        return
    connection, columns, names = session.connection(), _columns(table), list(rows[0])
    statement = f"INSERT INTO {columns.id.table.name} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
    turned = []
    for name in names:
        values = [row[name] for row in rows]
        turn = columns[name].type.dialect_impl(connection.dialect).bind_processor(connection.dialect)
        # Equal values are turned once: most rows share their moments and headings.
        turned.append(values if turn is None else list(map(lru_cache(maxsize=512)(turn), values)))
    connection.exec_driver_sql(statement, list(zip(*turned, strict=True)))


def update_rows(session: Session, table: type[SQLModel], rows: Iterable[Values]) -> None:
    """Update many rows by `id`; rows with the same columns go together."""
    by_columns: dict[tuple[str, ...], list[Values]] = {}
    for row in rows:
        names = tuple(name for name in row if name != "id")
        by_columns.setdefault(names, []).append({f"new_{name}": value for name, value in row.items()})
    columns = _columns(table)
    for names, values in by_columns.items():
        statement = update(columns.id.table).where(columns.id == bindparam("new_id"))
        statement = statement.values({name: bindparam(f"new_{name}") for name in names})
        session.connection().execute(statement, values)


def _columns(table: type[SQLModel]) -> Any:
    return SQLModel.metadata.tables[str(table.__tablename__)].c
