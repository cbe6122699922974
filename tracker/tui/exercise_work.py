"""What the exercise room has done in a worker thread, each as one function that returns the fact as a message."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from textual.message import Message

from tracker.grader.protocol import Superseded
from tracker.grader.report import Report
from tracker.practice.exercise import Exercise
from tracker.practice.jobs import job_for
from tracker.practice.solution_file import keep_aside, read_solution, save_solution
from tracker.practice.views import AttemptDetail, Hint
from tracker.textfile import ChangedOnDiskError, TextFile
from tracker.tui.services import Services
from tracker.tui.solution_buffer import Buffer


@dataclass
class ExerciseBegun(Message, bubble=False):
    """The learner's file is there."""

    slug: str


@dataclass
class SolutionWritten(Message, bubble=False):
    """The pane's text is on disk; or, where the learner preferred it, the other program's text is in the pane now."""

    slug: str
    file: TextFile
    is_theirs: bool = False


@dataclass
class SolutionDisputed(Message, bubble=False):
    """The pane's text could not be written, because another program wrote the file meanwhile."""

    buffer: Buffer


@dataclass
class SolutionSeen(Message, bubble=False):
    """The file was read again."""

    slug: str
    file: TextFile


@dataclass
class HintTaken(Message, bubble=False):
    """The next hint was revealed."""

    slug: str
    hint: Hint


@dataclass
class ReferenceOpened(Message, bubble=False):
    """The learner has read the reference."""

    slug: str


@dataclass
class AttemptFound(Message, bubble=False):
    """An earlier attempt with its solution."""

    detail: AttemptDetail


@dataclass
class TypingGraded(Message, bubble=False):
    """Unsaved text was graded; it is no attempt."""

    slug: str
    text: str
    report: Report


def begin(services: Services, exercise: Exercise, now: datetime, *, blank: bool) -> Message:
    """Put the starter into `solutions/`, or go on with what is there."""
    # Imported here: sqlmodel costs 0.3 s, and the first frame must not wait for it.
    from tracker.practice.start import start

    start(services.workspace, services.store, exercise, now, blank=blank)
    return ExerciseBegun(exercise.slug)


def write(services: Services, buffer: Buffer, path: Path) -> Message:
    """Save the buffer, and forget its draft."""
    # Imported here: sqlmodel costs 0.3 s, and the first frame must not wait for it.
    from tracker.practice.drafts import drop_draft

    try:
        file = save_solution(path, buffer.text, expected=buffer.base.fingerprint)
    except ChangedOnDiskError as dispute:
        return SolutionDisputed(Buffer(buffer.slug, buffer.text, buffer.base, theirs=dispute.theirs))
    drop_draft(services.store, buffer.slug)
    return SolutionWritten(buffer.slug, file)


def settle(services: Services, buffer: Buffer, theirs: TextFile, *, keep_mine: bool) -> Message:
    """End a dispute; the text that loses is kept in `solutions/earlier/`."""
    # Imported here: sqlmodel costs 0.3 s, and the first frame must not wait for it.
    from tracker.practice.drafts import drop_draft

    path = services.workspace.solutions / f"{buffer.slug}.py"
    keep_aside(path, theirs.text if keep_mine else buffer.text)
    file = save_solution(path, buffer.text, expected=theirs.fingerprint) if keep_mine else theirs
    drop_draft(services.store, buffer.slug)
    return SolutionWritten(buffer.slug, file, is_theirs=not keep_mine)


def look(path: Path, slug: str) -> Message | None:
    """Read the file again; None when it is gone."""
    return SolutionSeen(slug, read_solution(path)) if path.exists() else None


def keep_typing(services: Services, buffer: Buffer, now: datetime) -> None:
    """Keep unsaved text as a draft."""
    # Imported here: sqlmodel costs 0.3 s, and the first frame must not wait for it.
    from tracker.practice.drafts import drop_draft, keep_draft

    if buffer.is_dirty:
        keep_draft(services.store, buffer.slug, buffer.text, buffer.base.fingerprint, now)
    else:
        drop_draft(services.store, buffer.slug)


def note_work(services: Services, exercise: Exercise, now: datetime) -> None:
    """The learner is at it."""
    # Imported here: sqlmodel costs 0.3 s, and the first frame must not wait for it.
    from tracker.practice.activity import worked

    worked(services.store, exercise, now)


def take_hint(services: Services, exercise: Exercise, now: datetime) -> Message:
    """Reveal the next hint."""
    # Imported here: sqlmodel costs 0.3 s, and the first frame must not wait for it.
    from tracker.practice.hints import reveal

    return HintTaken(exercise.slug, reveal(services.store, exercise, now))


def open_reference(services: Services, exercise: Exercise, now: datetime) -> Message:
    """Read the reference, if it has been earned."""
    # Imported here: sqlmodel costs 0.3 s, and the first frame must not wait for it.
    from tracker.practice import reference

    reference.open_reference(services.store, exercise, services.workspace.settings.thinking_minutes, now)
    return ReferenceOpened(exercise.slug)


def find(services: Services, attempt_id: str) -> Message:
    """Fetch an earlier attempt."""
    # Imported here: sqlmodel costs 0.3 s, and the first frame must not wait for it.
    from tracker.practice.attempts import find_attempt

    return AttemptFound(find_attempt(services.store, attempt_id))


def grade_typing(services: Services, exercise: Exercise, text: str, seed: int | None) -> Message | None:
    """Grade unsaved text and record nothing; None while it is not yet Python, and beside a run that counts."""
    try:
        ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    folder = services.workspace.solutions
    job = job_for(exercise, folder / f"{exercise.slug}.py", source=text, seed=seed, libraries=(folder,))
    try:
        return TypingGraded(exercise.slug, text, services.grader.grade(job, gives_way=True))
    except Superseded:
        return None
