"""Old reflections that come back: drawn once a day, shown until they are answered, each answer kept as a version."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from tracker.changes import NOTHING, Area, Change
from tracker.errors import TrackerError
from tracker.notes.blocks import normalised
from tracker.notes.queries import full_id, views_of
from tracker.notes.records import next_revision
from tracker.notes.resurfacing import ANSWERS, Answer, Memory, drawn, half_life_after
from tracker.notes.versions import keep_first_version, version_now
from tracker.notes.views import Returned
from tracker.store.engine import Store
from tracker.store.tables import NoteRow, ReflectionRow, ReflectionVersionRow
from tracker.workspace import Workspace

SHORTEST = 12
"""Characters; a shorter reflection says too little to come back on its own."""
KINDS = ("statement", "question", "quote")
_NOTES = frozenset({Area.NOTES})
_Note: Any = NoteRow  # SQLModel types an attribute of the class as a value of a row; a select means the column
_Reflection: Any = ReflectionRow
_Version: Any = ReflectionVersionRow


def draw(workspace: Workspace, store: Store, now: datetime) -> Change:
    """Bring back the reflections of this learning day, once; later calls on the same day change nothing."""
    most, day = workspace.settings.resurface_per_day, workspace.day(now)
    with store.read() as session:
        if not most or _ids_of(session, workspace, day, now):
            return NOTHING
        found = drawn(_memories(session, workspace, day), day, most)
    if not found:
        return NOTHING
    with store.write() as session:
        if _ids_of(session, workspace, day, now):
            return NOTHING  # another tracker was faster
        for row in session.execute(select(ReflectionRow).where(_Reflection.id.in_(found))).scalars():
            row.resurfaced_at = now
    return Change(_NOTES)


def returned(workspace: Workspace, store: Store, now: datetime) -> tuple[Returned, ...]:
    """What came back on this learning day, in an order that stays all day, with the learner's answers."""
    day = workspace.day(now)
    with store.read() as session:
        ids = _ids_of(session, workspace, day, now)
        views = {view.id: view for view in views_of(session, ids) if view.state == "live"}
        answers = _answers(session, views)
    order = drawn((Memory(id_, date.min, 1) for id_ in views), day, len(views))
    return tuple(Returned(views[id_], answers.get(id_, "")) for id_ in order)


def answer(
    workspace: Workspace, store: Store, reflection_id: str, said: Answer, now: datetime, *, thought: str = ""
) -> Change:
    """Keep what the learner says to a reflection that came back; the note is not touched.

    Args:
        workspace: whose settings tell the usual half-life.
        store: where the answer is kept.
        reflection_id: an id, or the unique beginning of one.
        said: "still true" lets it rest twice as long, "changed my mind" the usual time, "done" for ever.
        now: aware, UTC.
        thought: what the learner thinks now, for `Answer.CHANGED`; one line.

    Raises:
        TrackerError: there is no such reflection, or the new thought is missing.
    """
    words = normalised(thought)
    if said is Answer.CHANGED and not words:
        raise TrackerError("A changed mind has a new thought.", hint="Write it in a line.", title="Resurface")
    with store.write() as session:
        row = session.get_one(ReflectionRow, full_id(session, reflection_id))
        keep_first_version(session, row)
        session.add(version_now(session, row, str(said), now, words))
        row.half_life_days = half_life_after(said, row.half_life_days, workspace.settings.resurface_half_life)
        row.revision = next_revision(session)
        if said is Answer.DONE and row.done_at is None:
            row.done_at = now
    return Change(_NOTES, _SENTENCES[said])


_SENTENCES = {
    Answer.STILL_TRUE: "Still true: it rests twice as long now.",
    Answer.CHANGED: "Your new thought is kept beside the old one.",
    Answer.DONE: "Done: it does not come back.",
}


def _ids_of(session: Session, workspace: Workspace, day: date, now: datetime) -> list[str]:
    """What came back on a learning day around `now`."""
    column = _Reflection.resurfaced_at
    rows = session.execute(select(_Reflection.id, column).where(column.is_not(None), column > now - timedelta(days=2)))
    return [id_ for id_, at in rows if workspace.day(at) == day]


def _memories(session: Session, workspace: Workspace, day: date) -> Iterable[Memory]:
    """Everything that says enough to come back and is not done with."""
    rows = session.execute(
        select(_Reflection.id, _Note.day, _Reflection.half_life_days, _Reflection.resurfaced_at)
        .join(_Note, _Note.id == _Reflection.note_id)
        .where(
            _Reflection.state == "live",
            _Reflection.kind.in_(KINDS),
            ~_Reflection.next_action,
            _Reflection.done_at.is_(None),
            func.length(_Reflection.text) >= SHORTEST,
            _Note.day < day,
        )
    )
    usual = float(workspace.settings.resurface_half_life)
    for id_, written, half_life, at in rows:
        yield Memory(id_, max(written, workspace.day(at)) if at else written, half_life or usual)


def _answers(session: Session, ids: Iterable[str]) -> dict[str, str]:
    """What was said since these came back."""
    rows = session.execute(
        select(_Version.reflection_id, _Version.cause)
        .join(_Reflection, _Reflection.id == _Version.reflection_id)
        .where(
            _Version.reflection_id.in_(list(ids)),
            _Version.cause.in_(ANSWERS),
            _Version.at >= col(_Reflection.resurfaced_at),
        )
        .order_by(_Version.at)
    )
    found: dict[str, str] = dict(tuple(row) for row in rows)
    return found
