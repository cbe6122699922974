"""Questions about notes and reflections; each opens the store, reads, and returns frozen views."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Select, and_, case, func, literal_column, select
from sqlmodel import Session, col

from tracker.errors import TrackerError
from tracker.notes.states import in_state
from tracker.notes.views import DoubtView, NoteView, ReflectionView, VersionView
from tracker.store.engine import Store
from tracker.store.tables import (
    NoteRow,
    ReflectionDoubtRow,
    ReflectionRow,
    ReflectionTagRow,
    ReflectionVersionRow,
    TagRow,
)

_SHORTEST_PREFIX = 4
_MOST_DOUBTS = 200
_FEW = 400
"""Reflections whose tags are asked for by id; of more, all tags are read."""
_Note: Any = NoteRow  # SQLModel types an attribute of the class as a value of a row; a select means the column
_Reflection: Any = ReflectionRow


def list_notes(store: Store) -> list[NoteView]:
    """Every note that is present, newest day first."""
    with store.read() as session:
        rows: Iterable[Sequence[Any]] = session.execute(_COUNTED.order_by(_Note.day.desc(), _Note.path))
        return [NoteView(*row) for row in rows]


def find_note(store: Store, path: str) -> NoteView | None:
    """The note at exactly this path, if it is present; quick however many there are."""
    with store.read() as session:
        row: Sequence[Any] | None = session.execute(_COUNTED.where(_Note.path == path)).first()
        return NoteView(*row) if row is not None else None


def list_reflections(store: Store, *, note: str | None = None, everything: bool = False) -> list[ReflectionView]:
    """Reflections in reading order: live ones, or with `everything` the orphaned and merged too.

    Args:
        store: where they are.
        note: path of one note relative to `notes/`; None for all.
        everything: also those whose text has vanished from the notes.

    Raises:
        TrackerError: there is no such note.
    """
    wanted = _VIEWED.order_by(_Note.path, _Reflection.position, _Reflection.created_at)
    if not everything:
        wanted = wanted.where(_Reflection.state == "live")
    with store.read() as session:
        if note is not None:
            wanted = wanted.where(_Note.path == _path(session, note))
        return _views(session, wanted)


def find_reflection(store: Store, reflection_id: str) -> ReflectionView:
    """The reflection with this id, or with this unique beginning of an id (at least four characters).

    Raises:
        TrackerError: when there is none, or more than one.
    """
    with store.read() as session:
        return views_of(session, [full_id(session, reflection_id)])[0]


def views_of(session: Session, ids: Iterable[str]) -> list[ReflectionView]:
    """The reflections with these ids, in no order."""
    return _views(session, _VIEWED.where(_Reflection.id.in_(list(ids))))


def list_stuck(store: Store, exercise_id: str) -> list[ReflectionView]:
    """What the learner wrote when they were stuck at an exercise, the newest note first."""
    wanted = _VIEWED.where(_Reflection.stuck_exercise == exercise_id, _Reflection.state == "live")
    with store.read() as session:
        return _views(session, wanted.order_by(_Note.day.desc(), _Note.path, _Reflection.position))


def list_versions(store: Store, reflection_id: str) -> list[VersionView]:
    """The texts that a reflection had, the earliest first; only the present one if it was never changed."""
    with store.read() as session:
        full = full_id(session, reflection_id)
        rows = session.execute(
            select(ReflectionVersionRow)
            .where(col(ReflectionVersionRow.reflection_id) == full)
            .order_by(col(ReflectionVersionRow.at), literal_column("reflection_version.rowid"))
        ).scalars()
        versions = [
            VersionView(row.text, tuple(row.heading_path), row.note_path, row.cause, row.at, row.remark) for row in rows
        ]
        if versions:
            return versions
        created_at = session.execute(select(_Reflection.created_at).where(_Reflection.id == full)).scalar_one()
        view = views_of(session, [full])[0]
    return [VersionView(view.text, view.heading_path, view.note, "new", created_at)]


def list_doubts(store: Store) -> list[DoubtView]:
    """What the learner may still say: new reflections beside the vanished ones that they may be, likeliest first."""
    with store.read() as session:
        rows = session.execute(
            select(ReflectionDoubtRow)
            .where(col(ReflectionDoubtRow.settled_at).is_(None))
            .order_by(col(ReflectionDoubtRow.score).desc(), col(ReflectionDoubtRow.id))
            .limit(_MOST_DOUBTS)
        ).scalars().all()  # fmt: skip
        ids = {row.reflection_id for row in rows} | {row.vanished_id for row in rows}
        views = {view.id: view for view in views_of(session, ids)}
    pairs = ((row, views[row.reflection_id], views[row.vanished_id]) for row in rows)
    return [DoubtView(row.id, new, old, row.score) for row, new, old in pairs if new.state == "live" != old.state]


def full_id(session: Session, reflection_id: str) -> str:
    """The id that `reflection_id` is or begins, as `find_reflection` has it."""
    wanted = reflection_id.strip().lower()
    column = _Reflection.id
    if len(wanted) < _SHORTEST_PREFIX:
        raise TrackerError(
            f"'{reflection_id}' is too short for an id of a reflection.",
            hint=f"Give at least {_SHORTEST_PREFIX} characters of it; 'tracker notes list' shows them.",
        )
    matching = select(column).where(column.startswith(wanted, autoescape=True)).limit(2)
    found: list[str] = list(session.execute(matching).scalars())
    if len(found) == 1:
        return found[0]
    if found:
        raise TrackerError(f"More than one reflection's id begins with '{reflection_id}'.", hint="Give more of it.")
    raise TrackerError(
        f"There is no reflection with the id '{reflection_id}'.", hint="'tracker notes list' shows them."
    )


def _path(session: Session, note: str) -> str:
    """The stored path of a note that may be spelled with other composition of letters or with `notes/` before it."""
    if session.execute(select(_Note.id).where(_Note.path == note)).first():
        return note
    wanted = unicodedata.normalize("NFC", note.replace("\\", "/").removeprefix("./").removeprefix("notes/"))
    paths: Iterable[str] = session.execute(select(_Note.path)).scalars()
    for path in paths:
        if unicodedata.normalize("NFC", path) == wanted:
            return path
    raise TrackerError(f"There is no note '{note}'.", hint="Sync first, or look at 'tracker notes list'.")


_IS_LIVE = _Reflection.state == "live"
_IS_OPEN = and_(_IS_LIVE, in_state("open"))
_COUNTED: Select[Any] = (
    select(
        _Note.id, _Note.path, _Note.title, _Note.day, _Note.day_source,
        func.count(case((_IS_LIVE, 1))), func.count(case((_IS_OPEN, 1))),
    )
    .join(ReflectionRow, _Reflection.note_id == _Note.id, isouter=True)
    .where(_Note.present)
    .group_by(_Note.id)
)  # fmt: skip
"""The columns of a `NoteView`, in its order."""

_VIEWED: Select[Any] = select(
    _Reflection.id, _Note.path.label("note"), _Reflection.heading_path, _Reflection.parent_id.label("parent"),
    _Reflection.kind, _Reflection.next_action, _Reflection.text, _Reflection.line_start, _Reflection.line_end,
    _Note.day.label("date"), _Reflection.state, _Reflection.pinned, _Reflection.done_at,
    _Reflection.stuck_exercise,
).join(_Note, _Note.id == _Reflection.note_id)  # fmt: skip
"""The columns of a `ReflectionView`, by its names."""


def _views(session: Session, wanted: Select[Any]) -> list[ReflectionView]:
    rows = session.execute(wanted).mappings().all()
    tags = _tags(session, None if len(rows) > _FEW else [row["id"] for row in rows])
    return [
        ReflectionView(**{**row, "heading_path": tuple(row["heading_path"]), "tags": tags[row["id"]]}) for row in rows
    ]


def _tags(session: Session, ids: list[str] | None) -> dict[str, tuple[str, ...]]:
    """The names of the tags of these reflections (None: of all), in alphabetical order."""
    linked = col(TagRow.id) == col(ReflectionTagRow.tag_id)
    wanted = select(col(ReflectionTagRow.reflection_id), col(TagRow.name)).join(TagRow, linked)
    if ids is not None:
        wanted = wanted.where(col(ReflectionTagRow.reflection_id).in_(ids))
    found: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for reflection_id, name in session.execute(wanted.order_by(col(TagRow.name))):
        found[reflection_id] = (*found[reflection_id], name)
    return found
