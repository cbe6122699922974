"""A text file of the learner's: read as it is, written whole, and never over somebody else's change."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from tracker.atomic import ChangedMeanwhileError, replace_file
from tracker.errors import TrackerError


@dataclass(frozen=True)
class TextFile:
    """A file's text and the fingerprint of the bytes it was read from; both are empty for a file that is not there."""

    path: Path
    text: str = ""
    """With the line endings that it has on disk."""
    fingerprint: str = ""


class ChangedOnDiskError(TrackerError):
    """Another program wrote the file since it was read; `theirs` is what it holds now."""

    def __init__(self, theirs: TextFile) -> None:
        super().__init__(
            f"{theirs.path.name} was changed by another program since it was read here.",
            hint="Nothing was written; choose which text to keep.",
            title="Changed on disk",
            exit_code=1,
        )
        self.theirs = theirs


def read_text(path: Path, *, title: str, may_be_missing: bool = False) -> TextFile:
    """The file's text.

    Args:
        path: the file.
        title: what errors are about, such as "Journal".
        may_be_missing: when True, a file that is not there is empty.

    Raises:
        TrackerError: it cannot be read, or is not UTF-8.
    """
    try:
        data = path.read_bytes()
        return TextFile(path, data.decode("utf-8"), fingerprint(data))
    except OSError as error:
        if may_be_missing and isinstance(error, FileNotFoundError):
            return TextFile(path)
        raise TrackerError(f"{path} cannot be read: {error.strerror}.", title=title) from error
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        hint = "Open it in your editor and save it as UTF-8."
        raise TrackerError(f"{path.name}, line {line}: this is not UTF-8 text.", hint=hint, title=title) from error


def save_text(path: Path, text: str, *, expected: str, title: str, hint: str = "") -> TextFile:
    """Write the whole text in one step: after a crash the old file or the new one is there, never a half.

    Args:
        path: the file; it and its folder are made if they are missing.
        text: what it shall hold.
        expected: the fingerprint that it had when it was read; empty for a file that was not there.
        title: what errors are about.
        hint: what to do when it cannot be written.

    Raises:
        ChangedOnDiskError: the file holds something else by now; nothing was written.
        TrackerError: it cannot be written.
    """
    there = read_text(path, title=title, may_be_missing=True)
    if there.fingerprint != expected and there.text != text:
        raise ChangedOnDiskError(there)
    data = text.encode("utf-8")
    try:
        replace_file(path, data, expected=there.text.encode("utf-8") if there.fingerprint else None)
    except ChangedMeanwhileError as error:
        raise ChangedOnDiskError(read_text(path, title=title, may_be_missing=True)) from error
    except OSError as error:
        raise TrackerError(f"{path} cannot be written: {error.strerror}.", hint=hint, title=title) from error
    return TextFile(path, text, fingerprint(data))


def save_aside(folder: Path, stem: str, suffix: str, text: str, *, title: str) -> Path:
    """Write a text that lost against another one to a free name in `folder`, such as `softmax-other-2.py`."""
    names = (f"{stem}-other{'' if number == 1 else f'-{number}'}{suffix}" for number in count(1))
    try:
        place = next(folder / name for name in names if not (folder / name).exists())
        replace_file(place, text.encode("utf-8"), expected=None)
    except (OSError, ChangedMeanwhileError) as error:
        reason = error.strerror if isinstance(error, OSError) else "another dashboard writes there"
        raise TrackerError(f"{folder} cannot be written: {reason}.", title=title) from error
    return place


def fingerprint(data: bytes) -> str:
    """What tells two versions of a file apart."""
    return hashlib.sha256(data).hexdigest()
