"""One exercise: its metadata, and the texts of its folder, read when they are asked for."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tracker.errors import TrackerError

FENCE = re.compile(r"\s*(```|~~~)")
HINT_HEADING = re.compile(r"##\s+(.*)")
BARE_HEADING = re.compile(r"(hint\s*)?\d*\.?", re.IGNORECASE)


@dataclass(frozen=True)
class Exercise:
    """One thing to implement, as its `exercise.toml` describes it."""

    id: str
    """A UUID that never changes, so that the slug may."""
    slug: str
    """The name of the folder, and of the learner's file in `solutions/`."""
    title: str
    track: int
    track_title: str
    folder: Path
    prerequisites: tuple[str, ...] = ()
    minutes: int = 20
    time_limit: float = 10.0
    """Wall-clock seconds for one grade, import included."""
    entry_points: tuple[str, ...] = ()
    """Signatures, such as `softmax(x, dim=-1)`."""
    papers: tuple[str, ...] = ()
    """arXiv ids, or short names."""
    banned: tuple[str, ...] = ()
    """Full dotted names that a solution must not call."""
    parameters: Mapping[str, str] = field(default_factory=dict)
    """Canonical parameter name → shape in words."""
    few_mistakes: str = ""
    """Why the subject has fewer than six typical mistakes; empty when it has them."""

    def statement(self) -> str:
        """The statement, Markdown."""
        return self._text("README.md")

    def hints(self) -> tuple[str, ...]:
        """The hints from a nudge to almost the code, Markdown."""
        return split_hints(self._text("hints.md"))

    def starter(self) -> str:
        """The file that a learner begins with."""
        return self._text("starter.py")

    def reference(self) -> str:
        """The clearest version; ask `practice.reference` first whether it may be read."""
        return self._text("reference.py")

    def _text(self, name: str) -> str:
        path = self.folder / name
        try:
            return path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise TrackerError(f"{path} cannot be read: {error}.") from error


def split_hints(text: str) -> tuple[str, ...]:
    """The hints of a `hints.md`: every level-2 heading outside a code fence begins one.

    A heading that only counts (`## Hint 2`, `## 2`) is left out of the hint; any other is its first line, in bold.
    What stands before the first heading is a remark to authors and is no hint.
    """
    hints: list[list[str]] = []
    fenced = False
    for line in text.splitlines():
        fenced ^= bool(FENCE.match(line))
        heading = None if fenced else HINT_HEADING.fullmatch(line.rstrip())
        if heading:
            title = heading.group(1).strip()
            hints.append([] if BARE_HEADING.fullmatch(title) else [f"**{title}**", ""])
        elif hints:
            hints[-1].append(line)
    return tuple("\n".join(lines).strip() for lines in hints)


KINDS: dict[str, tuple[type, ...]] = {
    "id": (str,),
    "title": (str,),
    "track": (int,),
    "track_title": (str,),
    "prerequisites": (list,),
    "minutes": (int,),
    "time_limit": (int, float),
    "entry_points": (list,),
    "papers": (list,),
    "banned": (list,),
    "parameters": (dict,),
    "few_mistakes": (str,),
}
REQUIRED = ("id", "title", "track", "track_title", "minutes", "entry_points")


def read_exercise(path: Path) -> Exercise:
    """The exercise whose `exercise.toml` is at `path`.

    Raises:
        TrackerError: naming the file and the key, when it cannot be read, lacks a key, or a value has the wrong type.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise TrackerError(f"{path} cannot be read: {error}.") from error
    for key, value in table.items():
        _check(path, key, value)
    if missing := [key for key in REQUIRED if key not in table]:
        raise TrackerError(f"{path} lacks {', '.join(missing)}.")
    values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}
    return Exercise(slug=path.parent.name, folder=path.parent, **values)


def _check(path: Path, key: str, value: Any) -> None:
    if key not in KINDS:
        raise TrackerError(f"{path}: there is no key {key!r}.", hint=f"Known keys: {', '.join(KINDS)}.")
    if not isinstance(value, KINDS[key]) or isinstance(value, bool):
        raise TrackerError(f"{path}: {key} must be {_kind_in_words(KINDS[key])}, not {value!r}.")
    items = value if isinstance(value, list) else list(value.values()) if isinstance(value, dict) else []
    if not all(isinstance(item, str) for item in items):
        raise TrackerError(f"{path}: every entry of {key} must be text.")


def _kind_in_words(kinds: tuple[type, ...]) -> str:
    words = {str: "text", int: "a whole number", float: "a number", list: "a list of texts", dict: "a table of texts"}
    return words[kinds[-1]]
