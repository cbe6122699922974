"""The learner's file of one exercise: read as it is, written whole, and never over somebody else's change."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from tracker.errors import TrackerError
from tracker.textfile import TextFile, read_text, save_aside, save_text

LARGEST = 1024**2
"""Bytes; a larger file is no solution, and no editor pane should load it."""
TITLE = "Solution"


def read_solution(path: Path) -> TextFile:
    """The file's text.

    Raises:
        TrackerError: it cannot be read, is larger than `LARGEST`, or is not UTF-8.
    """
    _refuse_large(path)
    return read_text(path, title=TITLE)


def save_solution(path: Path, text: str, *, expected: str) -> TextFile:
    """Write the whole text in one step, as `save_text` does; a file that was taken away meanwhile is written again."""
    _refuse_large(path)
    known = expected if path.exists() else ""
    return save_text(path, text, expected=known, title=TITLE, hint="Your text is still in the editor pane.")


def keep_aside(path: Path, text: str) -> Path:
    """Write a text that lost against another one to a free name in `earlier/`, beside the learner's files."""
    return save_aside(path.resolve().parent / "earlier", path.stem, ".py", text, title=TITLE)


def _refuse_large(path: Path) -> None:
    with suppress(OSError):  # reading it says the same, in a sentence
        if path.stat().st_size > LARGEST:
            raise TrackerError(f"{path.name} is larger than a solution can be (1 MB).", title=TITLE)
