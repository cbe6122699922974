"""Putting a starter into the learner's `solutions/`."""

from __future__ import annotations

from datetime import datetime
from itertools import count
from pathlib import Path

from tracker.errors import TrackerError
from tracker.practice.exercise import Exercise
from tracker.practice.jobs import solution_path
from tracker.practice.state import begin_round, is_cold, note_activity, state_of
from tracker.store.engine import Store
from tracker.workspace import Workspace

EARLIER = "earlier"
"""The folder in `solutions/` for files that were set aside."""


def start(workspace: Workspace, store: Store, exercise: Exercise, now: datetime, *, blank: bool = False) -> Path:
    """Make the learner's file from the starter, unless there is one, and return its path.

    Args:
        workspace: where `solutions/` is.
        store: remembers that the exercise was started.
        exercise: what to start.
        now: the present moment.
        blank: begin a practice round: a solution that has passed is set aside in `solutions/earlier/`, never lost, and
            the starter takes its place. A round that is under way goes on.

    Raises:
        TrackerError: when a file cannot be written.
    """
    path = solution_path(workspace, exercise)
    with store.write() as session:
        row = state_of(session, exercise)
        under_way = row.started_at is not None and is_cold(session, row)
        if blank and not under_way:
            _set_aside(path, exercise, f"{workspace.day(now):%Y-%m-%d}")
        is_new = _write_starter(path, exercise)
        if row.started_at is None or (blank and not under_way) or (is_new and not under_way):
            begin_round(row, now)
        else:
            note_activity(row, now)
    return path


def _write_starter(path: Path, exercise: Exercise) -> bool:
    """True when the starter was written, False when there is a file, which stays as it is."""
    if path.exists():
        return False
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(exercise.starter())
    except OSError as error:
        raise TrackerError(f"{path} cannot be written: {error.strerror}.") from error
    return True


def _set_aside(path: Path, exercise: Exercise, day: str) -> None:
    """Move the learner's file to a free name, unless it is missing or still the bare starter."""
    try:
        if not path.exists() or path.read_bytes() == exercise.starter().encode():
            return
        folder = path.parent / EARLIER
        folder.mkdir(exist_ok=True)
        names = (f"{path.stem}-{day}{'' if number == 1 else f'-{number}'}.py" for number in count(1))
        path.rename(next(folder / name for name in names if not (folder / name).exists()))
    except OSError as error:
        raise TrackerError(f"{path} cannot be set aside: {error.strerror}.") from error
