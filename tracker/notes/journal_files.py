"""The files of the journal: entries that are written whole and never over somebody else's text, and their drafts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tracker.atomic import ChangedMeanwhileError, replace_file
from tracker.errors import TrackerError
from tracker.notes.journal import template
from tracker.textfile import TextFile, read_text, save_aside, save_text
from tracker.workspace import Workspace

TITLE = "Journal"


@dataclass(frozen=True)
class Draft:
    """Unsaved text and the fingerprint of the entry that it was typed over."""

    text: str
    fingerprint: str


def read_entry(path: Path) -> TextFile:
    """The entry at `path`, empty if there is none yet; a TrackerError says why it cannot be read."""
    return read_text(path, title=TITLE, may_be_missing=True)


def beginning(workspace: Workspace, day: date, entry: TextFile, environ: Mapping[str, str]) -> str:
    """What writing begins with: the entry as it was saved, or the template where there is none yet."""
    return entry.text if entry.fingerprint else template(workspace, day, environ)


def save_entry(path: Path, text: str, *, expected: str) -> TextFile:
    """Write the whole entry in one step, as `save_text` does."""
    return save_text(path, text, expected=expected, title=TITLE)


def keep_draft(workspace: Workspace, day: date, draft: Draft) -> None:
    """Keep unsaved text of a day, in place of what was kept of it before."""
    content = json.dumps({"base": draft.fingerprint, "text": draft.text}, ensure_ascii=False, indent=1)
    path = _draft_path(workspace, day)
    try:
        before = path.read_bytes() if path.exists() else None
        replace_file(path, content.encode("utf-8", "surrogatepass"), expected=before)
    except (OSError, ChangedMeanwhileError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is being written by another dashboard"
        raise TrackerError(f"The draft {path} cannot be written: {reason}.", title=TITLE) from error


def find_draft(workspace: Workspace, day: date) -> Draft | None:
    """The unsaved text of a day; None if there is none.

    Raises:
        TrackerError: it cannot be read. A damaged one has been put aside by then, so that the next try begins without.
    """
    path = _draft_path(workspace, day)
    try:
        data = path.read_bytes()
        content = json.loads(data)
        return Draft(str(content["text"]), str(content["base"]))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise TrackerError(f"The draft {path} cannot be read: {error.strerror}.", title=TITLE) from error
    except (ValueError, KeyError, TypeError) as error:
        place = keep_aside(workspace, day, data.decode("utf-8", "replace"))
        path.unlink(missing_ok=True)
        hint = f"What is left of it lies in {place} now; try again to begin without it."
        raise TrackerError(f"The draft of {day} is damaged.", hint=hint, title=TITLE) from error


def drop_draft(workspace: Workspace, day: date) -> None:
    """Forget the draft of a day: its text was saved."""
    _draft_path(workspace, day).unlink(missing_ok=True)


def keep_aside(workspace: Workspace, day: date, text: str) -> Path:
    """Write a text that lost against another one to a free name among the drafts."""
    return save_aside(workspace.drafts, f"journal-{day.isoformat()}", ".md", text, title=TITLE)


def _draft_path(workspace: Workspace, day: date) -> Path:
    return workspace.drafts / f"journal-{day.isoformat()}.json"
