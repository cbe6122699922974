"""Writing one `^id` at the end of one reflection in its note, because the learner asked for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from tracker.changes import Change
from tracker.notes.one_line import rewrite_line, standing
from tracker.notes.sync import sync
from tracker.store.engine import Store
from tracker.store.tables import ReflectionRow
from tracker.workspace import Workspace

_SHORTEST_NAME = 6


@dataclass(frozen=True)
class Anchored:
    """The name that now stands in the note, and what that changed."""

    name: str
    change: Change


def anchor(workspace: Workspace, store: Store, reflection_id: str, now: datetime) -> Anchored:
    """Write ` ^name` at the end of a reflection's last line, so that it is followed whatever else changes.

    The note is read again first, and nothing but that line is different afterwards. A reflection that has a name
    already keeps it.

    Raises:
        TrackerError: there is no such reflection, it is not live, or its note cannot be written as that needs it.
    """
    with store.read() as session:
        where = standing(session, reflection_id)
        name = where.explicit_id or _free_name(session, where.id)
    if where.explicit_id:
        return Anchored(where.explicit_id, Change(frozenset()))
    rewrite_line(
        workspace,
        where,
        where.line_end,
        lambda line: line.rstrip() + f" ^{name}".encode(),
        lambda block: block._replace(explicit_id=name),
    )
    return Anchored(name, sync(workspace, store, now).change)


def _free_name(session: Session, id_: str) -> str:
    """The shortest beginning of the reflection's id, from six characters on, that no other one is called."""
    column = col(ReflectionRow.explicit_id)
    taken = set(session.exec(select(column).where(column.is_not(None))))
    digits = id_.replace("-", "")
    return next(digits[:length] for length in range(_SHORTEST_NAME, 33) if digits[:length] not in taken)
