"""What a sync looks at before it writes: which notes changed, which are gone, and what could not be read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tracker.notes.files import Content, FoundFile, Listing, Trouble, UnreadableError, find_notes, read
from tracker.notes.reading import RULES, ReadNote, fingerprint, read_note
from tracker.notes.records import NoteState
from tracker.notes.views import Problem
from tracker.workspace import Workspace

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Scan:
    """One look at `notes/`."""

    notes: int
    """Notes that are there, read now or earlier."""
    changed: Mapping[str, ReadNote] = field(default_factory=dict)
    """Notes to write, by path."""
    settled: Mapping[str, Content] = field(default_factory=dict)
    """Notes whose bytes are the same but whose size and time were not known to be."""
    mtimes: Mapping[str, int] = field(default_factory=dict)
    """When each file was last written, nanoseconds since 1970."""
    vanished: frozenset[str] = frozenset()
    """Paths of notes that are gone."""
    problems: tuple[Problem, ...] = ()


def scan(
    workspace: Workspace,
    states: Mapping[str, NoteState],
    on_progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Scan | None:
    """Look at every note and read those that changed; None if cancelled."""
    listing = find_notes(workspace.notes)
    problems = [Problem(trouble.path, None, _sentence(trouble.path, trouble.reason)) for trouble in listing.troubles]
    changed: dict[str, ReadNote] = {}
    settled: dict[str, Content] = {}
    waiting = [file for file in listing.files if not _is_known(file, states.get(file.path))]
    for number, file in enumerate(waiting):
        if cancelled and cancelled():
            return None
        if on_progress:
            on_progress(number, len(waiting))
        state = states.get(file.path)
        try:
            content = read(file)
            if state and state.present and state.sha256 == fingerprint(content):
                settled[file.path] = content
            else:
                changed[file.path] = read_note(file.path, content)
        except UnreadableError as error:
            problems.append(Problem(file.path, None, _sentence(file.path, str(error))))
    if on_progress and waiting:
        on_progress(len(waiting), len(waiting))
    problems += _remembered(listing, states, changed)
    problems += [problem for note in changed.values() for problem in note.problems]
    return Scan(
        changed=changed,
        settled=settled,
        mtimes={file.path: file.mtime_ns for file in listing.files},
        vanished=_vanished(listing, states),
        problems=tuple(sorted(problems, key=lambda problem: (problem.path, problem.line or 0))),
        notes=len(listing.files),
    )


def _is_known(file: FoundFile, state: NoteState | None) -> bool:
    """Whether size and time say that the file is as it was when it was read last, by the same rules."""
    return (
        state is not None
        and state.present
        and (file.size, file.mtime_ns) == (state.size, state.mtime_ns)
        and state.sha256.startswith(f"{RULES}:")
    )


def _remembered(listing: Listing, states: Mapping[str, NoteState], changed: Mapping[str, ReadNote]) -> list[Problem]:
    """What was wrong in notes that have not changed since."""
    return [
        Problem(file.path, line, message)
        for file in listing.files
        if file.path in states and file.path not in changed
        for line, message in states[file.path].problems
    ]


def _vanished(listing: Listing, states: Mapping[str, NoteState]) -> frozenset[str]:
    """Notes that were there and are not, except those that something unreadable may hide."""
    there = {file.path for file in listing.files}
    hiding = [trouble for trouble in listing.troubles if trouble.hides]
    return frozenset(
        path
        for path, state in states.items()
        if state.present and path not in there and not any(_hides(trouble, path) for trouble in hiding)
    )


def _hides(trouble: Trouble, path: str) -> bool:
    return not trouble.path or path == trouble.path or path.startswith(f"{trouble.path}/")


def _sentence(path: str, reason: str) -> str:
    return f"{path or 'notes/'} is not read: {reason}."
