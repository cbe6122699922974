"""Which saves of a solution are worth a run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.practice.exercise import Exercise


class GradedFiles:
    """Remembers what was graded last, so that a save which the dashboard made itself is not graded twice."""

    def __init__(self) -> None:
        self._texts: dict[Path, bytes] = {}

    def is_news(self, path: Path) -> bool:
        """True when the file holds something else than at the last call; False when it can't be read."""
        try:
            text = path.read_bytes()
        except OSError:
            return False
        if self._texts.get(path) == text:
            return False
        self._texts[path] = text
        return True


def is_bare_starter(exercise: Exercise, path: Path) -> bool:
    """Nothing was written yet: a file that holds the starter is no attempt."""
    try:
        return path.read_text(encoding="utf-8") == exercise.starter()
    except (OSError, UnicodeDecodeError):
        return False
