"""Doubts about identity: is this new reflection the one that vanished? Asked once, answered by the learner."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, select

from tracker.changes import NOTHING, Area, Change
from tracker.notes.records import next_revision
from tracker.notes.versions import keep_first_version, version_now
from tracker.store.engine import Store
from tracker.store.tables import ReflectionDoubtRow, ReflectionRow

_PLACE = ("note_id", "parent_id", "kind", "text", "text_hash", "heading_path", "explicit_id", "next_action", "checked",
          "position", "line_start", "line_end")  # fmt: skip
"""What a reflection has from where it stands."""


def settle_doubt(store: Store, doubt_id: str, now: datetime, *, same: bool) -> Change:
    """Say whether a new reflection is the vanished one that it may be.

    If it is, the older one is live again where the new one stands, with its goals and tags; the new one is merged
    into it.
    """
    with store.write() as session:
        doubt = session.get(ReflectionDoubtRow, doubt_id)
        if doubt is None or doubt.settled_at is not None:
            return NOTHING
        doubt.settled_at = now
        if same:
            new, old = (
                session.get_one(ReflectionRow, doubt.reflection_id),
                session.get_one(ReflectionRow, doubt.vanished_id),
            )
            if new.state != "live" or old.state == "live":
                return NOTHING
            _take_over(session, old, new, now)
    return Change(frozenset({Area.NOTES}), "One reflection again." if same else "Two reflections.")


def _take_over(session: Session, old: ReflectionRow, new: ReflectionRow, now: datetime) -> None:
    """The older reflection stands where the new one stands, with its text; the new one is merged into it."""
    revision = next_revision(session)
    keep_first_version(session, old)
    for name in _PLACE:
        setattr(old, name, getattr(new, name))
    old.state, old.merged_into, old.changed_at, old.revision = "live", None, now, revision
    old.done_at = old.done_at or new.done_at
    new.state, new.merged_into, new.changed_at, new.revision = "merged", old.id, now, revision
    session.add(version_now(session, old, "edited", now))
    for child in session.exec(select(ReflectionRow).where(ReflectionRow.parent_id == new.id)):
        child.parent_id = old.id
