"""The learner's file of one exercise: read as it is, written whole, and never over somebody else's change."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from tracker.errors import TrackerError

LARGEST = 1024**2
"""Bytes; a larger file is no solution, and no editor pane should load it."""


@dataclass(frozen=True)
class SolutionFile:
    """A file's text and the fingerprint of the bytes it was read from."""

    path: Path
    text: str
    """With the line endings that it has on disk."""
    fingerprint: str


class ChangedOnDiskError(TrackerError):
    """Another program wrote the file since it was read; `theirs` is what it holds now."""

    def __init__(self, theirs: SolutionFile) -> None:
        super().__init__(
            f"{theirs.path.name} was changed by another program since it was read here.",
            hint="Nothing was written; choose which text to keep.",
            title="Changed on disk",
            exit_code=1,
        )
        self.theirs = theirs


def read_solution(path: Path) -> SolutionFile:
    """The file's text.

    Raises:
        TrackerError: it cannot be read, is larger than `LARGEST`, or is not UTF-8.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise TrackerError(f"{path.name} is larger than a solution can be (1 MB).", title="Solution")
        data = path.read_bytes()
    except OSError as error:
        raise TrackerError(f"{path} cannot be read: {error.strerror}.", title="Solution") from error
    try:
        return SolutionFile(path, data.decode("utf-8"), fingerprint(data))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        hint = "Open it in your editor and save it as UTF-8."
        raise TrackerError(f"{path.name}, line {line}: this is not UTF-8 text.", hint=hint, title="Solution") from error


def save_solution(path: Path, text: str, *, expected: str) -> SolutionFile:
    """Write the whole text in one step: after a crash the old file or the new one is there, never a half.

    Args:
        path: the learner's file; made if it is missing.
        text: what it shall hold.
        expected: the fingerprint that the file had when it was read; empty for a file that is not there yet.

    Raises:
        ChangedOnDiskError: the file holds something else by now; nothing was written.
        TrackerError: the file cannot be written.
    """
    target = path.resolve()  # a symbolic link stays one
    if target.exists():
        there = read_solution(target)
        if there.fingerprint != expected and there.text != text:
            raise ChangedOnDiskError(there)
    data = text.encode("utf-8")
    try:
        _replace(target, data)
    except OSError as error:
        hint = "Your text is still in the editor pane."
        raise TrackerError(f"{path} cannot be written: {error.strerror}.", hint=hint, title="Solution") from error
    return SolutionFile(path, text, fingerprint(data))


def fingerprint(data: bytes) -> str:
    """What tells two versions of a file apart."""
    return hashlib.sha256(data).hexdigest()


def _replace(target: Path, data: bytes) -> None:
    """Write beside the target and rename over it, keeping its mode."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".tmp", dir=target.parent)
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        beside.chmod(target.stat().st_mode & 0o7777 if target.exists() else 0o644)
        beside.replace(target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def keep_aside(path: Path, text: str) -> Path:
    """Write a text that lost against another one to a free name in `earlier/`, beside the learner's files."""
    folder = path.resolve().parent / "earlier"
    names = (f"{path.stem}-other{'' if number == 1 else f'-{number}'}.py" for number in count(1))
    try:
        folder.mkdir(exist_ok=True)
        place = next(folder / name for name in names if not (folder / name).exists())
        _replace(place, text.encode("utf-8"))
    except OSError as error:
        raise TrackerError(f"{folder} cannot be written: {error.strerror}.", title="Solution") from error
    return place
