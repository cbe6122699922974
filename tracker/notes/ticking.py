"""Ticking the box of one task in its note, because the learner asked for it."""

from __future__ import annotations

import re
from datetime import datetime

from tracker.changes import Area, Change
from tracker.errors import TrackerError
from tracker.notes.actions import mark_done
from tracker.notes.one_line import rewrite_line, standing
from tracker.notes.sync import sync
from tracker.store.engine import Store
from tracker.workspace import Workspace

_BOX = re.compile(rb"\[[ xX]\]")


def tick_in_note(workspace: Workspace, store: Store, reflection_id: str, now: datetime, *, done: bool = True) -> Change:
    """Write `[x]` (or `[ ]`) into a task's box in its note, on that one line, and mark the task in the store with it.

    Raises:
        TrackerError: there is no such reflection, it has no box, or its note cannot be written as that needs it.
    """
    with store.read() as session:
        where = standing(session, reflection_id)
    if where.checked is None:
        raise TrackerError(
            f"{where.path}, line {where.line_start}: there is no box to tick.",
            hint="Write the line as '- [ ] …' to give it one, or mark it as done without the file.",
            title="Note",
        )
    box = b"[x]" if done else b"[ ]"
    if where.checked != done:
        rewrite_line(
            workspace,
            where,
            where.line_start,
            lambda line: _BOX.sub(box, line, count=1),
            lambda block: block._replace(checked=done),
        )
    words = "Ticked in the note." if done else "The box in the note is empty again."
    change = sync(workspace, store, now).change | mark_done(store, where.id, now, done)
    return Change(change.areas | {Area.NOTES}, words)
