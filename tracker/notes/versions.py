"""Keeping a version of one reflection: the text it has, what made it so, and what the learner said."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, select

from tracker.store.tables import NoteRow, ReflectionRow, ReflectionVersionRow


def keep_first_version(session: Session, row: ReflectionRow) -> None:
    """Keep the text that a reflection began with, unless versions are there already."""
    if not session.exec(select(ReflectionVersionRow).where(ReflectionVersionRow.reflection_id == row.id)).first():
        session.add(version_now(session, row, "new", row.created_at))


def version_now(
    session: Session, row: ReflectionRow, cause: str, at: datetime, remark: str = ""
) -> ReflectionVersionRow:
    """The reflection as it is now, as a version to be kept."""
    return ReflectionVersionRow(
        reflection_id=row.id,
        text=row.text,
        heading_path=row.heading_path,
        note_path=session.get_one(NoteRow, row.note_id).path,
        cause=cause,
        at=at,
        remark=remark,
    )
