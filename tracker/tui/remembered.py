"""Today as it was shown last, kept beside the database.

When nothing was written since, its numbers stand on the screen right after the first frame, half a second before the
database is open. A change, a new day or a new version of the program makes it void.
"""

from __future__ import annotations

import json
import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

from tracker import __version__
from tracker.workspace import Workspace

if TYPE_CHECKING:
    from tracker.journeys.views import TodayView

NAME = "today.json"
Fingerprint = list[str | int]


def fingerprint(workspace: Workspace, now: datetime) -> Fingerprint:
    """What the view depends on: the database as it is, the learning day, the program."""
    try:
        database = workspace.database.stat()
    except OSError:
        return []
    return [__version__, workspace.day(now).isoformat(), database.st_size, database.st_mtime_ns]


def remember(workspace: Workspace, view: TodayView, made_of: Fingerprint) -> None:
    """Keep the view; `made_of` is the fingerprint from before it was read."""
    from tracker.tui.plain_data import to_plain

    path = _path(workspace)
    written = path.with_name(f"{NAME}.{os.getpid()}")
    try:
        written.write_text(json.dumps([made_of, to_plain(view)]), encoding="utf-8")
        written.replace(path)
    except OSError:
        written.unlink(missing_ok=True)  # a full or read-only disk: the next start is slower, nothing is lost


def recall(workspace: Workspace, now: datetime) -> TodayView | None:
    """The view, if it still holds; a few milliseconds."""
    try:
        made_of, data = json.loads(_path(workspace).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not made_of or made_of != fingerprint(workspace, now):
        return None
    from tracker.journeys.views import TodayView
    from tracker.tui.plain_data import from_plain

    try:
        return cast(TodayView, from_plain(TodayView, data))
    except (ValueError, TypeError, LookupError):
        return None  # written by another build of the same version


def _path(workspace: Workspace) -> Path:
    return workspace.private / NAME
