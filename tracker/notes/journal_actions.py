"""What an earlier journal entry still leaves to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.notes.journal import ENTRIES
from tracker.notes.queries import list_notes, list_reflections
from tracker.notes.views import open_actions
from tracker.store.engine import Store


@dataclass(frozen=True)
class Unfinished:
    """The open next actions of one entry, in reading order."""

    day: str
    """As in the file's name; empty if there are none."""
    actions: tuple[str, ...]


def unfinished(store: Store, day: date) -> Unfinished:
    """The open next actions of the latest entry before `day`."""
    before = f"{ENTRIES}{day.isoformat()}.md"
    earlier = [note for note in list_notes(store) if note.path.startswith(ENTRIES) and note.path < before]
    latest = max(earlier, key=lambda note: note.path, default=None)
    if latest is None or not latest.open_actions:
        return Unfinished("", ())
    left = open_actions(list_reflections(store, note=latest.path))
    return Unfinished(latest.path.removeprefix(ENTRIES).removesuffix(".md"), tuple(one.text for one in left))
