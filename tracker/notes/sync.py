"""Read `notes/`, match what is there with what was known, and write the difference in one transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from tracker.changes import NOTHING, Area, Change
from tracker.notes.dating import days_of
from tracker.notes.identity import reconcile
from tracker.notes.records import earlier_texts, explicit_ids, live_count, live_in, note_states, past
from tracker.notes.reflections import Counts, ReflectionWriter
from tracker.notes.scanning import Progress, Scan, scan
from tracker.notes.views import Problem, SyncReport
from tracker.notes.writing import Reading, update_rows, write_notes
from tracker.store.engine import Store
from tracker.store.tables import NoteRow
from tracker.workspace import Workspace

_FEW = 20
"""Reflections below which anything may vanish without asking."""


def sync(
    workspace: Workspace,
    store: Store,
    now: datetime,
    *,
    accept_vanished: bool = False,
    on_progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> SyncReport:
    """Bring the store up to date with the Markdown files under `notes/`; they are only read.

    A file that cannot be read is named in the report, and what was known of it stays. If a third of all reflections
    is gone at once, nothing is changed: that is a missing mount rather than an edit.

    Args:
        workspace: the learner's folder.
        store: where reflections are kept.
        now: aware, UTC.
        accept_vanished: go on although a third of all reflections has vanished at once.
        on_progress: told (files read, files to read).
        cancelled: asked between files; True stops without changing anything.
    """
    with store.read() as session:
        states = note_states(session)
    found = scan(workspace, states, on_progress, cancelled)
    if found is None:
        with store.read() as session:
            return _report(
                session, Scan(notes=sum(state.present for state in states.values())), Counts(), cancelled=True
            )
    if not (found.changed or found.vanished or found.settled):
        with store.read() as session:
            return _report(session, found, Counts())
    reading = Reading(found.changed, days_of(workspace, found.changed, found.mtimes, states), found.vanished)
    with store.write() as session:
        return _write(session, now, found, reading, accept_vanished=accept_vanished)


def _write(session: Session, now: datetime, found: Scan, reading: Reading, *, accept_vanished: bool) -> SyncReport:
    """Match and write, unless too much has vanished."""
    states = note_states(session)  # again: another process may have synced since
    touched = {states[path].id for path in (*reading.notes, *reading.vanished) if path in states}
    blocks = {path: note.blocks for path, note in reading.notes.items()}
    every_block = [block for note in blocks.values() for block in note]
    known = live_in(session, touched)
    had = earlier_texts(session, (one.text for one in every_block))
    known += past(session, (one.text_hash for one in every_block), (one.explicit_id or "" for one in every_block), had)
    elsewhere = [
        name for name, path, _ in explicit_ids(session) if path not in reading.notes and path not in reading.vanished
    ]
    plan = reconcile(blocks, [one.known(had.get(one.id, frozenset())) for one in known], elsewhere)
    gone, live = len(plan.vanished) - len(plan.merged), live_count(session)
    if not accept_vanished and live >= _FEW and gone * 3 >= live:
        return _report(session, found, Counts(), held_back=gone)
    note_ids = write_notes(session, now, reading, plan, states)
    writer = ReflectionWriter(
        session=session,
        now=now,
        plan=plan,
        blocks={(path, index): block for path, note in blocks.items() for index, block in enumerate(note)},
        note_ids=note_ids,
        stored={one.id: one for one in known},
    )
    counts = writer.write()
    settled = {path: content for path, content in found.settled.items() if content.mtime_ns and path in states}
    update_rows(
        session,
        NoteRow,
        [{"id": states[path].id, "size": one.size, "mtime_ns": one.mtime_ns} for path, one in settled.items()],
    )
    return _report(session, found, counts, has_changed=bool(reading.notes or reading.vanished))


def _report(
    session: Session,
    found: Scan,
    counts: Counts,
    *,
    has_changed: bool = False,
    held_back: int = 0,
    cancelled: bool = False,
) -> SyncReport:
    live = live_count(session)
    problems = (*found.problems, *_repeated_ids(session))
    if held_back:
        message = (
            f"{held_back} of {live} reflections are gone from notes/ at once, so nothing was changed. "
            "If that is right, run 'tracker notes sync --accept-vanished'."
        )
        problems = (Problem("", None, message), *problems)
    return SyncReport(
        notes=found.notes,
        live=live,
        new=counts.new,
        kept=live - counts.new - counts.edited - counts.moved,
        edited=counts.edited,
        moved=counts.moved,
        orphaned=counts.orphaned,
        problems=problems,
        change=Change(frozenset({Area.NOTES}), _sentence(counts)) if has_changed else NOTHING,
        held_back=held_back,
        cancelled=cancelled,
    )


def _sentence(counts: Counts) -> str:
    """What happened, for the learner, such as `3 new, 1 edited reflections.`; empty if only lines shifted."""
    numbers = {name: number for name, number in vars(counts).items() if number and name != "written"}
    parts = ", ".join(f"{number} {name}" for name, number in numbers.items())
    return f"{parts} reflection{'s' * (sum(numbers.values()) > 1)}." if parts else ""


def _repeated_ids(session: Session) -> list[Problem]:
    """A problem for each `^id` that stands more than once, at each place after the first."""
    places: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for name, path, line in explicit_ids(session):
        places[name].append((path, line))
    return [
        Problem(path, line, f"^{name} stands in {first[0]}, line {first[1]}, too; give one of them another name.")
        for name, (first, *others) in places.items()
        for path, line in others
    ]
