"""What the notes room has done in a worker thread; each answer is a fact."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from textual.message import Message

from tracker.notes.views import VersionView
from tracker.tui.messages import WorkFinished, WorkProgressed
from tracker.tui.notes_view import OpenNote, find_note_of, read_note, read_versions
from tracker.tui.services import Services


@dataclass
class NoteRead(Message, bubble=False):
    """Another note was read."""

    opened: OpenNote


@dataclass
class NoteFound(Message, bubble=False):
    """The note of a reflection is known."""

    path: str
    reflection_id: str


@dataclass
class VersionsRead(Message, bubble=False):
    """The earlier texts of a reflection are known."""

    reflection_id: str
    versions: tuple[VersionView, ...]


@dataclass
class NotesNarrowed(Message, bubble=False):
    """The learner's filter is understood."""

    query: str


def narrow(services: Services, query: str, now: datetime) -> Message:
    """Understand a filter before the room wears it.

    Raises:
        TrackerError: a filter has a value that is none.
    """
    # Imported here: sqlmodel costs 0.3 s, and the first frame must not wait for it.
    from tracker.notes.filtering import understood

    return NotesNarrowed(query.strip() if understood(services.workspace, query, now) else "")


def open_note(services: Services, path: str, post: Callable[[Message], object]) -> Message | None:
    """Read a note; None when it is gone. `post` hears that it goes on, for a note of 100,000 lines takes a while."""
    # Imported here: sqlmodel costs 0.3 s, and the first frame must not wait for it.
    from tracker.notes.queries import find_note

    label = f"reading {path}"
    post(WorkProgressed(label))
    try:
        note = find_note(services.store, path)
        return NoteRead(read_note(services, note)) if note is not None else None
    finally:
        post(WorkFinished(label))


def find(services: Services, reflection_id: str) -> Message:
    """In which note a reflection stands."""
    return NoteFound(find_note_of(services, reflection_id), reflection_id)


def versions(services: Services, reflection_id: str) -> Message:
    """The texts that a reflection had."""
    return VersionsRead(reflection_id, read_versions(services, reflection_id))
