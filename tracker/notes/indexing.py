"""Bringing the search index up to date with the store."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from tracker.errors import TrackerError
from tracker.notes.filters import Filters
from tracker.notes.records import live_count
from tracker.notes.search_index import Document, SearchIndex
from tracker.store.engine import Store
from tracker.store.tables import NoteRow, ReflectionRow, ReflectionTagRow, ReflectionVersionRow, TagRow
from tracker.workspace import Workspace

_Note: Any = NoteRow  # SQLModel types an attribute of the class as a value of a row; a select means the column
_Reflection: Any = ReflectionRow


def refreshed(workspace: Workspace, store: Store, on_progress: Callable[[int, int], None] | None = None) -> SearchIndex:
    """The index, holding every live reflection as it is now; made anew if it is missing, damaged or of other data.

    Args:
        workspace: the learner's folder.
        store: where the reflections are.
        on_progress: told (reflections taken in, reflections to take in).

    Raises:
        TrackerError: the index cannot be written.
    """
    index = SearchIndex(workspace.search_index)
    with store.read() as session:
        for attempt in (1, 2):
            try:
                if _is_refreshed(session, index, on_progress):
                    return index
                index.clear()  # it holds what the store does not: another database was put in place
            except sqlite3.DatabaseError as error:
                if attempt == 2 or "locked" in str(error):
                    raise TrackerError(f"The search index cannot be used: {error}.", title="Search") from error
                index.clear()
    raise TrackerError("The search index does not fit the database.", title="Search")


def candidates(
    workspace: Workspace,
    store: Store,
    terms: Sequence[str],
    filters: Filters,
    note_ids: Sequence[str] | None,
    ids: Sequence[str] | None = None,
) -> list[tuple[str, str]]:
    """(id, folded text) of the newest reflections that match, as `SearchIndex.candidates` has it."""
    try:
        return refreshed(workspace, store).candidates(terms, filters, note_ids, ids)
    except sqlite3.DatabaseError:  # damaged where a look at its progress did not see it
        SearchIndex(workspace.search_index).clear()
        return refreshed(workspace, store).candidates(terms, filters, note_ids, ids)


def _is_refreshed(session: Session, index: SearchIndex, on_progress: Callable[[int, int], None] | None) -> bool:
    """Take in what is newer than the index; False if the index then still holds something else than the store."""
    newest: int = session.execute(select(func.max(_Reflection.revision))).scalar() or 0
    reached = index.revision()
    if newest == reached:
        return True
    if newest < reached:
        return False
    rows = _changed(session, reached)
    tags, thoughts = _tags(session), _thoughts(session)
    documents = [
        Document(
            row.id,
            "\n".join((row.text, *thoughts[row.id])),
            row.kind,
            row.note_id,
            tuple(tags[row.id]),
            tuple(row.heading_path),
        )
        for row in rows
        if row.state == "live"
    ]
    index.update(newest, documents, [row.id for row in rows if row.state != "live"], on_progress)
    return index.count() == live_count(session)


def _changed(session: Session, reached: int) -> list[Any]:
    """Reflections that changed since a revision, by their note's day, so that the newest get the highest numbers."""
    return list(
        session.execute(
            select(
                _Reflection.id, _Reflection.text, _Reflection.kind, _Reflection.note_id, _Reflection.heading_path,
                _Reflection.state,
            )
            .join(_Note, _Note.id == _Reflection.note_id)
            .where(_Reflection.revision > reached)
            .order_by(_Note.day, _Note.path, _Reflection.position.desc())
        )
    )  # fmt: skip


def _thoughts(session: Session) -> dict[str, list[str]]:
    """What the learner wrote when a reflection came back: it must be found, too, although it stands in no note."""
    found: dict[str, list[str]] = defaultdict(list)
    columns = col(ReflectionVersionRow.reflection_id), col(ReflectionVersionRow.remark)
    for id_, remark in session.execute(select(*columns).where(columns[1] != "")):
        found[id_].append(remark)
    return found


def _tags(session: Session) -> dict[str, list[str]]:
    """The names of each reflection's tags."""
    linked = col(TagRow.id) == col(ReflectionTagRow.tag_id)
    found: dict[str, list[str]] = defaultdict(list)
    for id_, name in session.execute(
        select(col(ReflectionTagRow.reflection_id), col(TagRow.name)).join(TagRow, linked)
    ):
        found[id_].append(name)
    return found
