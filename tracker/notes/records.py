"""Notes and reflections as rows: reading what matching needs, in bulk and without objects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Boolean, ColumnElement, func, literal_column, select
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col

from tracker.notes.blocks import hash_of
from tracker.notes.plan import Known
from tracker.store.tables import NoteRow, ReflectionRow, ReflectionVersionRow

_CHUNK = 500
"""Values in one `IN (…)`: SQLite's limit on parameters was 999 for long."""


@dataclass(frozen=True, slots=True)
class NoteState:
    """A note as of its last good reading."""

    id: str
    path: str
    size: int
    mtime_ns: int
    sha256: str
    present: bool
    day: date | None
    day_source: str
    problems: tuple[tuple[int | None, str], ...]


@dataclass(frozen=True, slots=True)
class Stored:
    """A reflection's row, as far as a sync may change it."""

    id: str
    note_id: str
    note_path: str
    parent_id: str | None
    kind: str
    text: str
    text_hash: str
    heading_path: tuple[str, ...]
    explicit_id: str | None
    next_action: bool
    position: int
    line_start: int
    line_end: int
    state: str
    checked: bool | None
    done_at: datetime | None
    created_at: datetime

    def known(self, earlier: frozenset[str] = frozenset()) -> Known:
        """What matching needs of it; `earlier` are hashes of texts that it had."""
        return Known(
            id=self.id,
            note=self.note_path,
            text=self.text,
            text_hash=self.text_hash,
            heading_path=self.heading_path,
            position=self.position,
            parent=self.parent_id,
            explicit_id=self.explicit_id,
            is_live=self.state == "live",
            earlier=earlier,
        )


def note_states(session: Session) -> dict[str, NoteState]:
    """Every note that was ever read, by path."""
    columns = ("id", "path", "size", "mtime_ns", "sha256", "present", "day", "day_source", "problems")
    rows: Iterable[Sequence[Any]] = session.execute(select(*(getattr(NoteRow, name) for name in columns)))
    states = []
    for row in rows:
        *values, problems = row
        values.append(tuple((line, message) for line, message in problems))
        states.append(NoteState(*values))
    return {state.path: state for state in states}


def live_count(session: Session) -> int:
    """How many reflections stand in notes."""
    return _count(session, col(ReflectionRow.state) == "live")


def live_in(session: Session, note_ids: Iterable[str]) -> list[Stored]:
    """The live reflections of these notes."""
    return _stored(session, col(ReflectionRow.note_id), sorted(note_ids), col(ReflectionRow.state) == "live")


_GONE = literal_column("reflection.state != 'live'", Boolean)  # not a parameter: the partial index must see it


def past(session: Session, hashes: Iterable[str], explicit_ids: Iterable[str], earlier: Iterable[str]) -> list[Stored]:
    """Reflections that are not live but have one of these texts or `^id`s, or are `earlier`, by id.

    The most recently changed come first.
    """
    if _count(session, _GONE) == 0:
        return []
    found = _stored(session, col(ReflectionRow.text_hash), sorted(set(hashes)), _GONE)
    found += _stored(session, col(ReflectionRow.explicit_id), sorted(set(explicit_ids)), _GONE)
    found += _stored(session, col(ReflectionRow.id), sorted(earlier), _GONE)
    return list({one.id: one for one in found}.values())


def earlier_texts(session: Session, texts: Iterable[str]) -> dict[str, frozenset[str]]:
    """Which of these texts reflections had that are not live: id → hashes."""
    version = ReflectionVersionRow
    gone = select(col(ReflectionRow.id)).where(_GONE)  # no join: it would read every version that there is
    wanted = select(col(version.reflection_id), col(version.text)).where(col(version.reflection_id).in_(gone))
    asked = set(texts)
    if len(asked) <= _CHUNK:
        wanted = wanted.where(col(version.text).in_(sorted(asked)))
    found: dict[str, set[str]] = defaultdict(set)
    for reflection_id, text in session.execute(wanted):
        if text in asked:
            found[reflection_id].add(hash_of(text))
    return {reflection_id: frozenset(hashes) for reflection_id, hashes in found.items()}


def explicit_ids(session: Session) -> list[tuple[str, str, int]]:
    """Every live `^id` as (id, path of the note, line), in reading order."""
    wanted = (
        select(col(ReflectionRow.explicit_id), col(NoteRow.path), col(ReflectionRow.line_end))
        .join(NoteRow, col(NoteRow.id) == col(ReflectionRow.note_id))
        .where(col(ReflectionRow.explicit_id).is_not(None), col(ReflectionRow.state) == "live")
        .order_by(col(NoteRow.path), col(ReflectionRow.position))
    )
    return [(name or "", path, line) for name, path, line in session.execute(wanted)]


def _count(session: Session, condition: ColumnElement[bool]) -> int:
    count: int = session.execute(select(func.count()).select_from(ReflectionRow).where(condition)).scalar_one()
    return count


def next_revision(session: Session) -> int:
    """The number for what this transaction changes."""
    return (session.execute(select(func.max(col(ReflectionRow.revision)))).scalar() or 0) + 1


_COLUMNS: tuple[Any, ...] = (
    ReflectionRow.id,
    ReflectionRow.note_id,
    NoteRow.path,
    *(
        getattr(ReflectionRow, name)
        for name in (
            "parent_id", "kind", "text", "text_hash", "heading_path", "explicit_id", "next_action", "position",
            "line_start", "line_end", "state", "checked", "done_at", "created_at",
        )
    ),
)  # fmt: skip


def _stored(
    session: Session, column: Mapped[Any], values: Sequence[str], condition: ColumnElement[bool]
) -> list[Stored]:
    """Rows whose `column` has one of the values, the most recently changed first."""
    found: list[Stored] = []
    for start in range(0, len(values), _CHUNK):
        wanted = (
            select(*_COLUMNS)
            .join(NoteRow, col(NoteRow.id) == col(ReflectionRow.note_id))
            .where(column.in_(values[start : start + _CHUNK]), condition)
            .order_by(col(ReflectionRow.changed_at).desc(), col(ReflectionRow.position))
        )
        rows: Iterable[Sequence[Any]] = session.execute(wanted)
        for row in rows:
            fields: list[Any] = list(row)
            fields[7] = tuple(fields[7])
            found.append(Stored(*fields))
    return found
