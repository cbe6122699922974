"""Each changed note's date: what it tells itself, else git, else its file's time; and which of these it was."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cached_property

from tracker.notes.dates import DateSource
from tracker.notes.reading import ReadNote
from tracker.notes.records import NoteState
from tracker.workspace import Workspace


def days_of(
    workspace: Workspace, notes: Mapping[str, ReadNote], mtimes: Mapping[str, int], states: Mapping[str, NoteState]
) -> dict[str, tuple[date, str]]:
    """The date of each of `notes` and its source, by path.

    Args:
        workspace: the learner's folder and clock.
        notes: the notes that changed.
        mtimes: when their files were last written, nanoseconds since 1970.
        states: what is known of notes.
    """
    dating = _Dating(workspace)
    return {path: dating.day(note, mtimes.get(path, 0), states.get(path)) for path, note in notes.items()}


class _Dating:
    """Asks git at most once, and only if it must."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    @cached_property
    def _commits(self) -> dict[str, datetime]:
        from tracker.notes.gitdate import first_commits  # reads the whole history: only where nothing surer is there

        return first_commits(self._workspace.notes)

    def day(self, note: ReadNote, mtime_ns: int, state: NoteState | None) -> tuple[date, str]:
        """The date of a note. One that git or the file told stays what it was: a first commit, a first writing."""
        if note.written is not None:
            return note.written
        if state is not None and state.day is not None and state.day_source == DateSource.GIT:
            return state.day, DateSource.GIT
        committed = self._commits.get(note.path)
        if committed is not None:
            return self._workspace.day(committed), DateSource.GIT
        written = self._workspace.day(datetime.fromtimestamp(mtime_ns / 1e9, UTC))
        earlier = state.day if state is not None and state.day_source == DateSource.FILE_TIME else None
        return min(written, earlier or written), DateSource.FILE_TIME
