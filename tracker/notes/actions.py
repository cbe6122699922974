"""What a learner does to a reflection; each is one transaction and returns what changed.

Each takes an id or a unique beginning of one, and raises a TrackerError if there is no such reflection.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from tracker.changes import NOTHING, Area, Change
from tracker.notes.blocks import normalised
from tracker.notes.journal import ENTRIES
from tracker.notes.queries import full_id
from tracker.notes.records import next_revision
from tracker.notes.states import in_state
from tracker.store.engine import Store
from tracker.store.tables import NoteRow, ReflectionRow, ReflectionTagRow, TagRow

_NOTES = frozenset({Area.NOTES})


def mark_done(store: Store, reflection_id: str, now: datetime, done: bool = True) -> Change:
    """Mark an action as done, or as open again; the note itself is not touched.

    With an action of a journal entry those of earlier entries that read the same are done: it was carried over.
    """
    with store.write() as session:
        row = _row(session, reflection_id)
        if (row.done_at is not None) == done:
            return NOTHING
        rows = [row, *_carried_from(session, row)] if done else [row]
        for one in rows:
            one.done_at = now if done else None
            one.revision = next_revision(session)
    return Change(_NOTES, "Done." if done else "Open again.")


def _carried_from(session: Session, row: ReflectionRow) -> Sequence[ReflectionRow]:
    """The open actions of earlier journal entries with the same text."""
    path = session.exec(select(NoteRow.path).where(NoteRow.id == row.note_id)).one()
    if not path.startswith(ENTRIES):
        return ()
    same = select(ReflectionRow).join(NoteRow, col(NoteRow.id) == ReflectionRow.note_id)
    same = same.where(col(NoteRow.path).startswith(ENTRIES), col(NoteRow.path) < path)
    same = same.where(ReflectionRow.text_hash == row.text_hash, ReflectionRow.state == "live", in_state("open"))
    return session.exec(same).all()


def pin(store: Store, reflection_id: str, now: datetime, pinned: bool = True) -> Change:
    """Pin a reflection to the top of lists, or unpin it."""
    with store.write() as session:
        row = _row(session, reflection_id)
        if row.pinned == pinned:
            return NOTHING
        row.pinned = pinned
    return Change(_NOTES, "Pinned." if pinned else "Unpinned.")


def set_tags(store: Store, reflection_id: str, tags: Iterable[str], now: datetime) -> Change:
    """Give a reflection exactly these tags; commas part them, a leading `#` is dropped, spaces inside become `-`.

    Tags that differ only in case are one; the spelling that was first stays.
    """
    wanted: dict[str, str] = {}
    for name in filter(None, map(_tag_name, ",".join(tags).split(","))):
        wanted.setdefault(name.casefold(), name)
    with store.write() as session:
        row = _row(session, reflection_id)
        rows = {tag.name.casefold(): tag for tag in session.exec(select(TagRow))}
        new = [rows.setdefault(key, TagRow(name=name)) for key, name in wanted.items() if key not in rows]
        links = session.exec(select(ReflectionTagRow).where(ReflectionTagRow.reflection_id == row.id)).all()
        target = {rows[key].id for key in wanted}
        if {link.tag_id for link in links} == target:
            return NOTHING
        session.add_all(new)
        session.flush()
        for link in links:
            if link.tag_id not in target:
                session.delete(link)
        kept = {link.tag_id for link in links}
        session.add_all(ReflectionTagRow(reflection_id=row.id, tag_id=tag_id) for tag_id in sorted(target - kept))
        row.revision = next_revision(session)
    return Change(_NOTES, f"Tagged {' '.join('#' + name for name in wanted.values())}." if wanted else "No tags.")


def set_stuck(store: Store, reflection_id: str, exercise_id: str | None, now: datetime) -> Change:
    """Link a reflection to the exercise that the learner was stuck at, by its id; None takes the link away."""
    with store.write() as session:
        row = _row(session, reflection_id)
        if row.stuck_exercise == exercise_id:
            return NOTHING
        row.stuck_exercise = exercise_id
        row.revision = next_revision(session)
    sentence = "Linked to the exercise." if exercise_id else "No longer linked to an exercise."
    return Change(_NOTES | {Area.EXERCISES}, sentence)


def _row(session: Session, reflection_id: str) -> ReflectionRow:
    return session.exec(select(ReflectionRow).where(ReflectionRow.id == full_id(session, reflection_id))).one()


def _tag_name(text: str) -> str:
    return normalised(text.strip().lstrip("#")).replace(" ", "-")
