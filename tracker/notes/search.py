"""Search over everything that is written: reflections, notes, goals, review comments, and what the caller adds."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select
from sqlmodel import Session

from tracker.notes.filters import Filters, filters_of
from tracker.notes.indexing import candidates
from tracker.notes.states import in_state
from tracker.notes.terms import folded, parse
from tracker.store.engine import Store
from tracker.store.practice_tables import ReviewCommentRow
from tracker.store.tables import GoalRow, NoteRow, ReflectionRow
from tracker.workspace import Workspace

_MOST_NOTES = 200
_Note: Any = NoteRow  # SQLModel types an attribute of the class as a value of a row; a select means the column
_Reflection: Any = ReflectionRow


@dataclass(frozen=True)
class Hit:
    """Something that was found."""

    kind: str
    """`reflection`, `note`, `goal`, `comment` or `exercise`."""
    id: str
    """The id of a reflection, note, goal or comment; an exercise's slug."""
    title: str
    text: str
    path: str = ""
    """Of a reflection or a note relative to `notes/`, of a comment in its repository."""
    line: int | None = None


def search(
    workspace: Workspace, store: Store, query: str, now: datetime, *, more: Iterable[Hit] = (), limit: int = 50
) -> list[Hit]:
    """What matches a query, best first; brings the index up to date before it looks.

    Args:
        workspace: the learner's folder.
        store: where everything is.
        query: words that must all be in the text, found inside longer words too; "quoted words" as they stand; and
            filters: `kind:task`, `tag:attention`, `note:day26`, `heading:next`, `state:open`, `since:2w`,
            `until:2026-11-22`.
        now: aware, UTC.
        more: further things to look through, such as the curriculum.
        limit: how many at most.

    Raises:
        TrackerError: a filter has a value that is none.
    """
    asked = parse(query)
    filters = filters_of(asked, workspace.day(now))
    if not asked.terms and not asked.filters:
        return []
    with store.read() as session:
        note_ids = _note_ids(session, filters) if filters.by_note else None
        ids = _in_states(session, filters.states) if filters.states else None
        found = candidates(workspace, store, asked.terms, filters, note_ids, ids) if filters.reflections else []
        ranked: list[tuple[float, str | Hit]] = [
            (_score(text, "", asked.terms) + 0.5 * (1 - place / len(found)), id_)  # half a point for being new
            for place, (id_, text) in enumerate(found)
        ]
        ranked += _matching(_others(session, note_ids, more, filters, asked.terms), asked.terms)
        ranked.sort(key=lambda pair: -pair[0])
        best = [subject for _, subject in ranked[:limit]]
        reflections = _reflections(session, [subject for subject in best if isinstance(subject, str)])
    hits = (reflections.get(subject) if isinstance(subject, str) else subject for subject in best)
    return [hit for hit in hits if hit is not None]


def _matching(others: Iterable[Hit], terms: Sequence[str]) -> Iterator[tuple[float, Hit]]:
    """Those that hold all terms, with their score."""
    for hit in others:
        if _holds(terms, hit.title, hit.text):
            yield _score(folded(hit.text), folded(hit.title), terms), hit


def _holds(terms: Sequence[str], *texts: str) -> bool:
    whole = "\n".join(map(folded, texts))
    return all(term in whole for term in terms)


def _score(text: str, title: str, terms: Sequence[str]) -> float:
    """How well a text fits: whole words before beginnings of words before other places, titles first, short first."""
    if not terms:
        return 0  # only filters: the newest first
    score = 1 / (1 + len(text) / 100)
    for term in terms:
        score += max(_fit(term, text), _fit(term, title) * 1.5 + (term == title))
    return score


def _fit(term: str, text: str) -> float:
    at = text.find(term)
    best = 0.0
    while at >= 0 and best < 3:
        starts = at == 0 or not text[at - 1].isalnum()
        end = at + len(term)
        ends = end == len(text) or not text[end].isalnum()
        best = max(best, 1 + starts + (starts and ends))
        at = text.find(term, at + 1)
    return best


def _note_ids(session: Session, filters: Filters) -> list[str]:
    """The notes that the filters leave."""
    rows = session.connection().exec_driver_sql("SELECT id, path, title, day FROM note WHERE present")
    return [
        id_
        for id_, path, title, day in rows
        if filters.keep_note(path, title, date.fromisoformat(day) if day else None)
    ]


def _in_states(session: Session, states: Sequence[str]) -> list[str]:
    """The reflections that are in all of these states; the index does not know them, for they change with a key."""
    wanted = select(_Reflection.id).where(_Reflection.state == "live", *map(in_state, states))
    return list(session.execute(wanted).scalars())


def _others(
    session: Session, note_ids: Sequence[str] | None, more: Iterable[Hit], filters: Filters, terms: Sequence[str]
) -> Iterator[Hit]:
    """Everything that is not a reflection: there is little enough of it to look through."""
    if filters.wants("note"):
        yield from _notes(session, note_ids, terms)
    if filters.wants("goal"):
        for goal in session.execute(select(GoalRow)).scalars():
            yield Hit("goal", goal.id, goal.title, " ".join(filter(None, (goal.why, goal.paper, goal.category))))
    if filters.wants("comment"):
        for comment in session.execute(select(ReviewCommentRow)).scalars():
            yield Hit("comment", comment.id, comment.line_text.strip(), comment.text, comment.path, comment.line)
    yield from (hit for hit in more if filters.wants(hit.kind))


def _notes(session: Session, note_ids: Sequence[str] | None, terms: Sequence[str]) -> Iterator[Hit]:
    """The newest notes whose title or path may hold the terms; SQLite looks first, for there may be thousands."""
    wanted = select(_Note.id, _Note.title, _Note.path).where(_Note.present).order_by(_Note.day.desc())
    for term in terms:
        if term.isascii() or term.upper() == term.lower():  # SQLite knows upper and lower case in ASCII only
            spellings = dict.fromkeys((term, unicodedata.normalize("NFD", term)))
            columns = (_Note.title, _Note.path)
            places = [column.contains(text, autoescape=True) for column in columns for text in spellings]
            wanted = wanted.where(or_(*places))
    if note_ids is not None:
        wanted = wanted.where(_Note.id.in_(note_ids))
    for id_, title, path in session.execute(wanted.limit(_MOST_NOTES)):
        yield Hit("note", id_, title, path, path, 1)


def _reflections(session: Session, ids: Sequence[str]) -> dict[str, Hit]:
    """Reflections as hits, by id."""
    rows = session.execute(
        select(
            _Reflection.id, _Reflection.heading_path, _Note.title, _Reflection.text, _Note.path, _Reflection.line_start
        )
        .join(_Note, _Note.id == _Reflection.note_id)
        .where(_Reflection.id.in_(ids))
    )  # fmt: skip
    return {
        id_: Hit("reflection", id_, headings[-1] if headings else title, text, path, line)
        for id_, headings, title, text, path, line in rows
    }
