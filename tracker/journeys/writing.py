"""What Today shows of the learner's notes. Only the notes that are needed are read: there may be thousands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from tracker.journeys.views import LatestReflection, TodayItem
from tracker.notes.queries import list_reflections
from tracker.notes.views import NoteView, ReflectionView, Returned, open_actions
from tracker.store.engine import Store

MOST_ACTIONS = 3
MOST_LATEST = 5


def actions(store: Store, notes: Sequence[NoteView]) -> list[TodayItem]:
    """The next actions that are not done, from the newest note back; what hangs under an action goes with it.

    One that was carried over from an earlier entry stands once.
    """
    by_words: dict[str, TodayItem] = {}
    for item in _actions(store, notes):
        by_words.setdefault(item.title, item)
        if len(by_words) == MOST_ACTIONS:
            break
    return list(by_words.values())


def resurfaced(found: Iterable[Returned]) -> list[TodayItem]:
    """What came back today and waits for an answer."""
    return [
        TodayItem("resurface", one.reflection.text, _when(one.reflection), 0, one.reflection.id)
        for one in found
        if not one.answer
    ]


def latest(store: Store, notes: Sequence[NoteView]) -> tuple[LatestReflection, ...]:
    """The first reflections of the newest notes, in reading order."""
    return tuple(islice(_latest(store, notes), MOST_LATEST))


def _actions(store: Store, notes: Sequence[NoteView]) -> Iterator[TodayItem]:
    for note in notes:
        if note.open_actions:
            for one in open_actions(list_reflections(store, note=note.path)):
                yield TodayItem("action", one.text, _when(one), 0, one.id)


def _latest(store: Store, notes: Sequence[NoteView]) -> Iterator[LatestReflection]:
    for note in notes:
        if note.reflections:
            for one in list_reflections(store, note=note.path):
                heading = one.heading_path[-1] if one.heading_path else note.title
                yield LatestReflection(one.id, one.text, one.kind, one.note, one.line_start, one.date, heading)


def _when(one: ReflectionView) -> str:
    return one.date.isoformat() if one.date else one.note
