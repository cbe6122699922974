"""What Today shows of the learner's notes. Only the notes that are needed are read: there may be thousands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from hashlib import sha256
from itertools import islice

from tracker.journeys.views import LatestReflection, TodayItem
from tracker.notes.queries import list_reflections
from tracker.notes.views import NoteView, ReflectionView
from tracker.store.engine import Store

MOST_ACTIONS = 3
MOST_LATEST = 5
SHORTEST = 12
"""Characters; a shorter reflection says too little to come back on its own."""


def actions(store: Store, notes: Sequence[NoteView]) -> list[TodayItem]:
    """The next actions that are not done, from the newest note back; what hangs under an action goes with it."""
    return list(islice(_actions(store, notes), MOST_ACTIONS))


def resurfaced(store: Store, notes: Sequence[NoteView], day: date) -> list[TodayItem]:
    """One reflection of an earlier day; the same all day long, however many notes are added meanwhile."""
    earlier = [note for note in notes if note.reflections and note.date is not None and note.date < day]
    for note in sorted(earlier, key=lambda note: _lot(day, note.id)):
        candidates = [one for one in list_reflections(store, note=note.path) if _is_worth_it(one)]
        if candidates:
            chosen = min(candidates, key=lambda one: _lot(day, one.id))
            return [TodayItem("resurface", chosen.text, _when(chosen, note), 0, chosen.id)]
    return []


def latest(store: Store, notes: Sequence[NoteView]) -> tuple[LatestReflection, ...]:
    """The first reflections of the newest notes, in reading order."""
    return tuple(islice(_latest(store, notes), MOST_LATEST))


def _actions(store: Store, notes: Sequence[NoteView]) -> Iterator[TodayItem]:
    for note in notes:
        if not note.open_actions:
            continue
        reflections = list_reflections(store, note=note.path)
        asked = {one.id for one in reflections if one.next_action or one.kind == "task"}
        for one in reflections:
            if one.id in asked and one.parent not in asked and one.done_at is None:
                yield TodayItem("action", one.text, _when(one, note), 0, one.id)


def _latest(store: Store, notes: Sequence[NoteView]) -> Iterator[LatestReflection]:
    for note in notes:
        if note.reflections:
            for one in list_reflections(store, note=note.path):
                heading = one.heading_path[-1] if one.heading_path else note.title
                yield LatestReflection(one.id, one.text, one.kind, one.note, one.line_start, one.date, heading)


def _is_worth_it(one: ReflectionView) -> bool:
    return one.kind in ("statement", "question", "quote") and not one.next_action and len(one.text) >= SHORTEST


def _when(one: ReflectionView, note: NoteView) -> str:
    return one.date.isoformat() if one.date else note.path


def _lot(day: date, identity: str) -> str:
    """A lot that is drawn anew every day and is the same within it."""
    return sha256(f"{day}{identity}".encode()).hexdigest()
