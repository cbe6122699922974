"""What this feature hands out: frozen facts about notes and reflections. Rows of the store stay inside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tracker.changes import Change


@dataclass(frozen=True)
class ReflectionView:
    """A reflection as it stands in its note."""

    id: str
    note: str
    """Path of the note relative to `notes/`, with `/`."""
    heading_path: tuple[str, ...]
    """Headings from the outermost in; a lead is the last element for the items below it."""
    parent: str | None
    """Id of the item or lead that this one hangs under."""
    kind: str
    """`statement`, `question`, `task`, `quote` or `lead`."""
    next_action: bool
    text: str
    line_start: int
    """First line in the note, counted from 1."""
    line_end: int
    """Last line in the note, included."""
    date: date | None
    """The day of its note."""
    state: str
    """`live`, `orphaned` (its text has vanished) or `merged`."""
    tags: tuple[str, ...] = ()
    pinned: bool = False
    done_at: datetime | None = None
    stuck_exercise: str | None = None
    """Id of the exercise that the learner was stuck at when they wrote it, or None."""

    @property
    def is_action(self) -> bool:
        """Something to do, done or not."""
        return self.next_action or self.kind == "task"


@dataclass(frozen=True)
class NoteView:
    """A note and how much is in it."""

    id: str
    path: str
    """Relative to `notes/`, with `/`."""
    title: str
    date: date | None
    date_source: str
    """Where the date comes from: `front matter`, `file name`, `heading`, `git`, `file time`, or empty."""
    reflections: int
    open_actions: int
    """Next actions and tasks that are not done."""


@dataclass(frozen=True)
class VersionView:
    """A text that a reflection had or has."""

    text: str
    heading_path: tuple[str, ...]
    note: str
    cause: str
    """`new`, `edited`, `moved`, or what the learner said when it came back: one of `resurfacing.ANSWERS`."""
    at: datetime
    remark: str = ""
    """The new thought of a learner who changed their mind."""


def open_actions(reflections: Sequence[ReflectionView]) -> Iterator[ReflectionView]:
    """What these, the reflections of a note, leave to do; what hangs under an action goes with it."""
    asked = {one.id for one in reflections if one.is_action}
    return (one for one in reflections if one.id in asked and one.parent not in asked and one.done_at is None)


@dataclass(frozen=True)
class Returned:
    """A reflection that came back today, and what the learner said to it; empty as long as it waits."""

    reflection: ReflectionView
    answer: str


@dataclass(frozen=True)
class DoubtView:
    """Is this new reflection the same as that vanished one? For the learner to say."""

    id: str
    reflection: ReflectionView
    vanished: ReflectionView
    score: float
    """How alike they are, 0 to 1."""


@dataclass(frozen=True)
class Problem:
    """A note that could not be read as it stands, or a thing in it that needs the learner's eye."""

    path: str
    """Empty where the whole of `notes/` is meant."""
    line: int | None
    message: str
    """Names the note itself where there is no line."""

    @property
    def sentence(self) -> str:
        """The message with its place, once."""
        return self.message if self.line is None else f"{self.path}, line {self.line}: {self.message}"


@dataclass(frozen=True)
class SyncReport:
    """What one reading of `notes/` found and changed."""

    notes: int
    live: int
    new: int
    kept: int
    edited: int
    moved: int
    orphaned: int
    problems: tuple[Problem, ...]
    change: Change
    held_back: int = 0
    """Reflections that vanished at once, so many that nothing was changed; 0 if all went through."""
    cancelled: bool = False
    """Stopped before anything was changed."""
