"""Saves made by any program: notes are read again, solutions are graded."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event

from tracker.tui.messages import FilesSaved
from tracker.workspace import Workspace

_DEBOUNCE_MS = 200
_STEP_MS = 20


def watch(workspace: Workspace, stop: Event, post: Callable[[FilesSaved], object]) -> None:
    """Post `FilesSaved` for every burst of saves until `stop` is set; blocks."""
    # Imported here: a compiled module of 20 ms that the first frame does not need.
    from watchfiles import watch as changes_below

    roots = [folder for folder in (workspace.notes, workspace.solutions) if folder.is_dir()]
    if not roots:
        return
    polling = workspace.settings.polling
    for burst in changes_below(
        *roots, stop_event=stop, debounce=_DEBOUNCE_MS, step=_STEP_MS, force_polling=polling, rust_timeout=500
    ):
        saved = _sorted_out(workspace, {Path(name) for _, name in burst})
        if saved.notes or saved.solutions:
            post(saved)


def _sorted_out(workspace: Workspace, paths: set[Path]) -> FilesSaved:
    notes = {path for path in paths if path.suffix == ".md" and path.is_relative_to(workspace.notes)}
    solutions = {path for path in paths if path.suffix == ".py" and path.parent == workspace.solutions}
    return FilesSaved(frozenset(notes), frozenset(solutions))
