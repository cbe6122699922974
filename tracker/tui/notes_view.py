"""What the notes room shows, as frozen snapshots, and how they are read."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from tracker.errors import TrackerError
from tracker.notes.views import DoubtView, NoteView, ReflectionView, VersionView
from tracker.tui.drawing import Drawn
from tracker.tui.services import Services

if TYPE_CHECKING:
    from tracker.notes.filtering import Filtered


@dataclass(frozen=True)
class GoalOfReflection:
    """A goal that was made from a reflection."""

    id: str
    title: str
    state: str


@dataclass(frozen=True)
class OpenNote:
    """A note as it stands on disk, and the reflections in it.

    Attributes:
        reflections: index of a block → the reflection that it is.
        goals: id of a reflection → the goals that were made from it.
        orphans: reflections whose text has vanished from this note.
        problem: why the file can't be shown; None if it can.
    """

    note: NoteView
    blocks: tuple[Drawn, ...] = ()
    reflections: Mapping[int, ReflectionView] = field(default_factory=dict)
    goals: Mapping[str, tuple[GoalOfReflection, ...]] = field(default_factory=dict)
    orphans: tuple[ReflectionView, ...] = ()
    problem: TrackerError | None = None

    def block_of(self, reflection_id: str) -> int | None:
        """Where a reflection stands."""
        return next((block for block, found in self.reflections.items() if found.id == reflection_id), None)


@dataclass(frozen=True)
class NotesView:
    """The notes that the filter leaves, and the one that is open.

    Attributes:
        filtered: what the filter leaves; None without one.
        doubts: the reflections that may be old ones in new words.
    """

    notes: tuple[NoteView, ...]
    opened: OpenNote | None
    filtered: Filtered | None = None
    doubts: tuple[DoubtView, ...] = ()
    gone: str = ""
    """The note that was open and is there no more."""


@dataclass(frozen=True)
class Reader:
    """Where the learner is.

    Attributes:
        path: the note that is open.
        reflection: the reflection under the cursor, which may have moved to another note.
        query: what is filtered.
    """

    path: str | None = None
    reflection: str | None = None
    query: str = ""


def read_notes(services: Services, reader: Reader, now: datetime) -> NotesView:
    """Read the list of notes that the filter leaves and one of them, by default the newest; blocks.

    A note that was renamed is followed; of one that is gone, the view tells.
    """
    # Imported here: sqlmodel costs 0.3 s, and the first frame must not wait for it.
    from tracker.notes.filtering import filtered
    from tracker.notes.queries import list_doubts, list_notes

    notes = tuple(list_notes(services.store))
    path, query = reader.path, reader.query
    if path is not None and not any(note.path == path for note in notes):
        path = _followed(services, reader)
    gone = reader.path if reader.path is not None and path is None else ""
    kept = filtered(services.workspace, services.store, query, now) if query else None
    if kept is not None:
        notes = tuple(note for note in notes if note.path in kept.notes)
    note = next((note for note in notes if note.path == path), notes[0] if notes else None)
    opened = read_note(services, note) if note is not None else None
    doubts = tuple(list_doubts(services.store))
    return NotesView(notes, opened, kept, doubts, gone)


def _followed(services: Services, reader: Reader) -> str | None:
    """Where the reflection stands now that its note is no longer there; None if it stands nowhere."""
    # Imported here: sqlmodel costs 0.3 s, and the first frame must not wait for it.
    from tracker.notes.queries import find_reflection

    if reader.reflection is None:
        return None
    found = find_reflection(services.store, reader.reflection)
    return found.note if found.state == "live" else None


def read_note(services: Services, note: NoteView) -> OpenNote:
    """Read one note from disk and what the store knows of it; blocks."""
    # Imported here: sqlmodel and markdown-it cost 0.4 s, and the first frame must not wait for them.
    from tracker.goals.queries import list_goals
    from tracker.notes.decoding import NotTextError, decode
    from tracker.notes.queries import list_reflections
    from tracker.tui.drawing import draw

    known = list_reflections(services.store, note=note.path, everything=True)
    try:
        source = decode((services.workspace.notes / note.path).read_bytes()).text
    except (OSError, NotTextError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        return OpenNote(note, problem=TrackerError(f"notes/{note.path} cannot be read: {reason}."))
    blocks = draw(source)
    goals: dict[str, tuple[GoalOfReflection, ...]] = {}
    for goal in list_goals(services.store, everything=True):
        if goal.source is not None:
            found = GoalOfReflection(goal.id, goal.title, goal.state)
            goals[goal.source.reflection] = (*goals.get(goal.source.reflection, ()), found)
    live = [reflection for reflection in known if reflection.state == "live"]
    orphans = tuple(reflection for reflection in known if reflection.state == "orphaned")
    return OpenNote(note, blocks, placed(blocks, live), goals, orphans)


def placed(blocks: Sequence[Drawn], reflections: Sequence[ReflectionView]) -> dict[int, ReflectionView]:
    """Which block each reflection is: the one whose lines hold the reflection's first line; each block at most once."""
    starts = [block.line_start for block in blocks]
    found: dict[int, ReflectionView] = {}
    for reflection in reflections:
        at = bisect_right(starts, reflection.line_start) - 1
        if at >= 0 and reflection.line_start <= blocks[at].line_end and at not in found:
            found[at] = reflection
    return found


def find_note_of(services: Services, reflection_id: str) -> str:
    """The path of the note that a reflection stands in.

    Raises:
        TrackerError: there is no such reflection.
    """
    # Imported here: sqlmodel costs 0.3 s, and the first frame must not wait for it.
    from tracker.notes.queries import find_reflection

    return find_reflection(services.store, reflection_id).note


def read_versions(services: Services, reflection_id: str) -> tuple[VersionView, ...]:
    """The texts that a reflection had, the earliest first."""
    # Imported here: sqlmodel costs 0.3 s, and the first frame must not wait for it.
    from tracker.notes.queries import list_versions

    return tuple(list_versions(services.store, reflection_id))
