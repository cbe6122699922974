"""The files of the journal: entries that are written whole and never over somebody else's text, and their drafts."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path

from tracker.errors import TrackerError
from tracker.notes.atomic import ChangedMeanwhileError, replace_file
from tracker.workspace import Workspace


@dataclass(frozen=True)
class Entry:
    """An entry as it is on disk; text and fingerprint are empty if there is none yet."""

    path: Path
    text: str = ""
    fingerprint: str = ""


@dataclass(frozen=True)
class Draft:
    """Unsaved text and the fingerprint of the entry that it was typed over."""

    text: str
    fingerprint: str


class EntryChangedError(TrackerError):
    """Another program wrote the entry since it was read; `theirs` is what it holds now."""

    def __init__(self, theirs: Entry) -> None:
        super().__init__(
            f"{theirs.path.name} was changed by another program since it was read here.",
            hint="Nothing was written; choose which text to keep.",
            title="Changed on disk",
            exit_code=1,
        )
        self.theirs = theirs


def read_entry(path: Path) -> Entry:
    """The entry at `path`.

    Raises:
        TrackerError: it cannot be read, or is not UTF-8.
    """
    try:
        data = path.read_bytes()
        return Entry(path, data.decode("utf-8"), hashlib.sha256(data).hexdigest())
    except FileNotFoundError:
        return Entry(path)
    except OSError as error:
        raise TrackerError(f"{path} cannot be read: {error.strerror}.", title="Journal") from error
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        hint = "Open it in your editor and save it as UTF-8."
        raise TrackerError(f"{path.name}, line {line}: this is not UTF-8 text.", hint=hint, title="Journal") from error


def save_entry(path: Path, text: str, *, expected: str) -> Entry:
    """Write the whole entry in one step: after a crash the old file or the new one is there, never a half.

    Args:
        path: the entry; its folder is made if it is missing.
        text: what it shall hold.
        expected: the fingerprint that it had when it was read; empty for one that was not there.

    Raises:
        EntryChangedError: it holds something else by now; nothing was written.
        TrackerError: it cannot be written.
    """
    there = read_entry(path)
    if there.fingerprint != expected and there.text != text:
        raise EntryChangedError(there)
    try:
        replace_file(path, text.encode("utf-8"), expected=there.text.encode("utf-8") if there.fingerprint else None)
    except ChangedMeanwhileError as error:
        raise EntryChangedError(read_entry(path)) from error
    except OSError as error:
        raise TrackerError(f"{path} cannot be written: {error.strerror}.", title="Journal") from error
    return read_entry(path)


def keep_draft(workspace: Workspace, day: date, draft: Draft) -> None:
    """Keep unsaved text of a day, in place of what was kept of it before."""
    content = json.dumps({"base": draft.fingerprint, "text": draft.text}, ensure_ascii=False, indent=1)
    path = _draft_path(workspace, day)
    try:
        before = path.read_bytes() if path.exists() else None
        replace_file(path, content.encode("utf-8", "surrogatepass"), expected=before)
    except (OSError, ChangedMeanwhileError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is being written by another dashboard"
        raise TrackerError(f"The draft {path} cannot be written: {reason}.", title="Journal") from error


def find_draft(workspace: Workspace, day: date) -> Draft | None:
    """The unsaved text of a day; None if there is none that can be read."""
    try:
        content = json.loads(_draft_path(workspace, day).read_bytes())
        return Draft(str(content["text"]), str(content["base"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def drop_draft(workspace: Workspace, day: date) -> None:
    """Forget the draft of a day: its text was saved."""
    _draft_path(workspace, day).unlink(missing_ok=True)


def keep_aside(workspace: Workspace, day: date, text: str) -> Path:
    """Write a text that lost against another one to a free name among the drafts."""
    names = (f"journal-{day.isoformat()}-other{'' if number == 1 else f'-{number}'}.md" for number in count(1))
    path = next(workspace.drafts / name for name in names if not (workspace.drafts / name).exists())
    try:
        replace_file(path, text.encode("utf-8"), expected=None)
    except (OSError, ChangedMeanwhileError) as error:
        raise TrackerError(f"{path} cannot be written.", title="Journal") from error
    return path


def _draft_path(workspace: Workspace, day: date) -> Path:
    return workspace.drafts / f"journal-{day.isoformat()}.json"
