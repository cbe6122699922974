"""What the journal does outside of its widgets: what is left to do, saving, and two texts of one day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from textual.message import Message

from tracker.errors import TrackerError
from tracker.notes.journal_files import drop_draft, keep_aside, save_entry
from tracker.textfile import TextFile
from tracker.tui.screens.exercise_dispute import DisputeScreen
from tracker.tui.services import Services
from tracker.tui.solution_buffer import Buffer
from tracker.workspace import Workspace

if TYPE_CHECKING:
    from tracker.notes.journal_actions import Unfinished


@dataclass
class UnfinishedFound(Message, bubble=False):
    """It is known what the entry before leaves to do."""

    unfinished: Unfinished


def look_for_unfinished(services: Services, day: date) -> Message:
    """What the entry before `day` leaves to do."""
    # Imported here: sqlmodel costs 0.3 s, and the first frame must not wait for it.
    from tracker.notes.journal_actions import unfinished

    return UnfinishedFound(unfinished(services.store, day))


def save(workspace: Workspace, day: date, path: Path, text: str, expected: str) -> TextFile:
    """Write the entry and forget its draft.

    Raises:
        ChangedOnDiskError: another program wrote it meanwhile.
        TrackerError: it cannot be written, or its draft not be forgotten.
    """
    entry = save_entry(path, text, expected=expected)
    try:
        drop_draft(workspace, day)
    except OSError as error:
        raise TrackerError(f"The draft cannot be dropped: {error.strerror}.", title="Journal") from error
    return entry


def put_aside(workspace: Workspace, day: date, text: str) -> None:
    """Keep the text that lost; an empty one is no loss."""
    if text.strip():
        keep_aside(workspace, day, text)


def dispute(mine: str, theirs: TextFile) -> DisputeScreen:
    """The dialog with both texts."""
    return DisputeScreen(Buffer("journal", mine, theirs), theirs, aside=".tracker/drafts/")
