"""Writing a learner's file whole or not at all; only for what the learner asked to be written."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

NEW_FILE_MODE = 0o644


class ChangedMeanwhileError(Exception):
    """Another program wrote the file since it was read; it has not been touched."""


def replace_file(path: Path, content: bytes, *, expected: bytes | None) -> None:
    """Put `content` in place of what is at `path`: after a crash the old bytes are there or the new ones.

    A symbolic link stays one, and the file's mode is kept.

    Args:
        path: the file; its folder is made if it is missing.
        content: all of its bytes.
        expected: what must be there now; None for a file that must not be there yet.

    Raises:
        ChangedMeanwhileError: something else is there.
        OSError: it cannot be written.
    """
    target = path.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".tmp", dir=target.parent)
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        beside.chmod(target.stat().st_mode & 0o7777 if target.exists() else NEW_FILE_MODE)
        if _bytes_at(target) != expected:
            raise ChangedMeanwhileError(path)
        beside.replace(target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    _flush_folder(target.parent)


def _bytes_at(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def _flush_folder(folder: Path) -> None:
    """Make the new name outlive a power cut, where the system can."""
    if hasattr(os, "O_DIRECTORY"):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
