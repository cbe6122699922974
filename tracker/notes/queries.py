"""Questions about notes and reflections; each opens the store, reads, and returns frozen views."""

from __future__ import annotations

from tracker.errors import TrackerError
from tracker.notes.views import NoteView, ReflectionView
from tracker.store.engine import Store


def list_notes(store: Store) -> list[NoteView]:
    """Every note that is present, newest day first."""
    raise TrackerError("Notes cannot be listed yet.")


def list_reflections(store: Store, *, note: str | None = None, everything: bool = False) -> list[ReflectionView]:
    """Reflections in reading order: live ones, or with `everything` the orphaned and merged too.

    Args:
        note: path of one note relative to `notes/`; None for all.
        everything: also those whose text has vanished from the notes.
    """
    raise TrackerError("Reflections cannot be listed yet.")


def find_reflection(store: Store, id: str) -> ReflectionView:
    """The reflection with this id, or with this unique beginning of an id (at least four characters).

    Raises:
        TrackerError: when there is none, or more than one.
    """
    raise TrackerError("Reflections cannot be found yet.")
