"""Saves made by any program: notes are read again, solutions are graded."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Event

from tracker.saves import bursts, wait_until_whole
from tracker.tui.messages import FilesSaved
from tracker.workspace import Workspace

BACKUPS = (".swp", ".tmp", "~")


def watch(workspace: Workspace, stop: Event, post: Callable[[FilesSaved], object]) -> None:
    """Post `FilesSaved` for every burst of saves until `stop` is set; blocks."""
    for burst in bursts((workspace.notes, workspace.solutions), stop, polling=workspace.settings.polling):
        saved = sorted_out(workspace, burst)
        for path in saved.solutions:
            wait_until_whole(path, stop)
        if saved.notes or saved.solutions:
            post(saved)


def sorted_out(workspace: Workspace, paths: Iterable[Path]) -> FilesSaved:
    """Which of these are notes (anything under `notes/`, folders too, that is not hidden) and which are solutions."""
    seen = [path for path in paths if not path.name.startswith((".", "#")) and not path.name.endswith(BACKUPS)]
    notes = {path for path in seen if path.is_relative_to(workspace.notes)}
    solutions = {path for path in seen if path.suffix == ".py" and path.parent == workspace.solutions}
    return FilesSaved(frozenset(notes), frozenset(solutions))
