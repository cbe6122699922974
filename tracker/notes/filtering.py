"""Which reflections of which notes a filter leaves, all of them; in the words of the search."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, String, literal_column, select, type_coerce
from sqlmodel import Session, col

from tracker.errors import TrackerError
from tracker.notes.filters import REFLECTION_KINDS, Filters, filters_of
from tracker.notes.states import in_state
from tracker.notes.terms import Query, fold, folded, parse
from tracker.store.engine import Store
from tracker.store.tables import NoteRow, ReflectionRow, ReflectionTagRow, TagRow
from tracker.workspace import Workspace

_Note: Any = NoteRow  # SQLModel types an attribute of the class as a value of a row; a select means the column
_Reflection: Any = ReflectionRow


@dataclass(frozen=True)
class Filtered:
    """What a filter leaves: for each note, by its path, the ids of its reflections that match."""

    query: str
    notes: Mapping[str, frozenset[str]]

    @property
    def total(self) -> int:
        """Reflections that match."""
        return sum(map(len, self.notes.values()))


def understood(workspace: Workspace, query: str, now: datetime) -> tuple[Query, Filters] | None:
    """What a query asks of reflections; None where it says nothing.

    Raises:
        TrackerError: a filter has a value that is none, or asks for something else than reflections.
    """
    asked = parse(query)
    filters = filters_of(asked, workspace.day(now))
    if not asked.terms and not asked.filters:
        return None
    if not filters.reflections:
        kinds = ", ".join(sorted(REFLECTION_KINDS))
        raise TrackerError("Only reflections are filtered here.", hint=f"Their kinds are {kinds}.", title="Filter")
    return asked, filters


def filtered(workspace: Workspace, store: Store, query: str, now: datetime) -> Filtered | None:
    """What a filter leaves of the live reflections; None where the query says nothing.

    Args:
        workspace: the learner's folder.
        store: where reflections are.
        query: filters and words as `tracker.notes.search.search` understands them, such as `state:open since:2w`.
        now: aware, UTC.

    Raises:
        TrackerError: as `understood` does.
    """
    known = understood(workspace, query, now)
    if known is None:
        return None
    asked, filters = known
    found: dict[str, set[str]] = defaultdict(set)
    with store.read() as session:
        paths = _paths(session, filters)
        rows = session.connection().execute(_wanted(session, filters, with_text=bool(asked.terms))).all()
        under = _standing_under(filters.headings, {row[3] for row in rows})
        for id_, note_id, text, headings in rows:
            if note_id in paths and headings in under and _holds(fold(text), asked.terms):
                found[paths[note_id]].add(id_)
    return Filtered(query.strip(), {path: frozenset(ids) for path, ids in found.items()})


def _wanted(session: Session, filters: Filters, *, with_text: bool) -> Select[Any]:
    """Everything but headings and words, as a question to the store; 100,000 rows bring only what is looked at."""
    text = _Reflection.text if with_text else literal_column("''")
    # As it is kept: a heading path is understood once, not for each reflection below it.
    headings = type_coerce(_Reflection.heading_path, String) if filters.headings else literal_column("''")
    wanted = select(_Reflection.id, _Reflection.note_id, text, headings).where(_Reflection.state == "live")
    if filters.reflections != REFLECTION_KINDS:
        wanted = wanted.where(_Reflection.kind.in_(sorted(filters.reflections)))
    for state in filters.states:
        wanted = wanted.where(in_state(state))
    for tag in filters.tags:
        wanted = wanted.where(_Reflection.id.in_(_tagged(session, tag)))
    return wanted


def _paths(session: Session, filters: Filters) -> dict[str, str]:
    """The notes that the filters leave: id → path."""
    rows = session.execute(select(_Note.id, _Note.path, _Note.title, _Note.day).where(_Note.present))
    return {id_: path for id_, path, title, day in rows if filters.keep_note(path, title, day)}


def _tagged(session: Session, tag: str) -> Select[Any]:
    """The reflections with a tag; SQLite knows upper and lower case in ASCII only, so the names are compared here."""
    tags = [id_ for id_, name in session.execute(select(col(TagRow.id), col(TagRow.name))) if folded(name) == tag]
    return select(col(ReflectionTagRow.reflection_id)).where(col(ReflectionTagRow.tag_id).in_(tags))


def _standing_under(words: Sequence[str], kept: set[str]) -> set[str]:
    """Which of these heading paths, as they are kept, hold all words; every one if there are no words."""
    if not words:
        return kept
    order = list(kept)
    paths = json.loads(f"[{','.join(order)}]")  # at once: there may be 30,000
    return {one for one, path in zip(order, paths, strict=True) if _holds(fold("\n".join(path)), words)}


def _holds(text: str, words: Sequence[str]) -> bool:
    return all(word in text for word in words)
