"""What hangs on a reflection goes on with the one that it was merged into."""

from __future__ import annotations

from collections.abc import Mapping

from sqlmodel import Session, col, select

from tracker.store.tables import ReflectionRow, ReflectionTagRow


def hand_over(session: Session, merged: Mapping[str, str]) -> None:
    """Give the tags, the pin and the link to an exercise to the survivor as well; the merged one keeps its own.

    Args:
        session: of `Store.write()`.
        merged: id of a reflection that was merged → id of the one that its text went into.
    """
    session.flush()
    ids = {*merged, *merged.values()}
    links = session.exec(select(ReflectionTagRow).where(col(ReflectionTagRow.reflection_id).in_(ids))).all()
    tags = {(link.reflection_id, link.tag_id) for link in links}
    wanted = {(merged[one], tag) for one, tag in tags if one in merged} - tags
    session.add_all(ReflectionTagRow(reflection_id=one, tag_id=tag) for one, tag in sorted(wanted))
    rows = {row.id: row for row in session.exec(select(ReflectionRow).where(col(ReflectionRow.id).in_(ids)))}
    for part, whole in merged.items():
        rows[whole].pinned = rows[whole].pinned or rows[part].pinned
        rows[whole].stuck_exercise = rows[whole].stuck_exercise or rows[part].stuck_exercise
