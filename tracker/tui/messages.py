"""What has happened, as messages between workers, app and rooms. Nobody changes one after it was posted.

Without `__eq__` and `__repr__` each class is made in half the time, and the first frame waits for all of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.message import Message

from tracker.changes import Change
from tracker.errors import TrackerError

if TYPE_CHECKING:
    from tracker.grader.report import CheckResult
    from tracker.journeys.views import GradeOutcome
    from tracker.notes.views import SyncReport
    from tracker.tui.services import Services


@dataclass(eq=False, repr=False)
class RoomChosen(Message):
    """The learner pointed at a room's name."""

    name: str


@dataclass(eq=False, repr=False)
class ServicesOpened(Message):
    """The store and what stands beside it are open."""

    services: Services


@dataclass(eq=False, repr=False)
class StoreChanged(Message):
    """A transaction was committed."""

    change: Change


@dataclass(eq=False, repr=False)
class SnapshotLoaded(Message, bubble=False):
    """A room's snapshot has been read; `number` tells whether it is still the one that was asked for last."""

    snapshot: Any
    number: int


@dataclass(eq=False, repr=False)
class ActionFailed(Message):
    """Something that the learner asked for could not be done; `modal` where nothing goes on without it."""

    error: TrackerError
    modal: bool = False


@dataclass(eq=False, repr=False)
class DayCounted(Message):
    """The learner's day and streak are known; `text` stands in the bar, `short` where the bar is narrow."""

    text: str
    short: str


@dataclass(eq=False, repr=False)
class WorkProgressed(Message):
    """A longer piece of work went on; `total` is 0 while it is unknown."""

    label: str
    done: int = 0
    total: int = 0


@dataclass(eq=False, repr=False)
class WorkFinished(Message):
    """A longer piece of work is over."""

    label: str


@dataclass(eq=False, repr=False)
class FilesSaved(Message):
    """Files under `notes/` or `solutions/` were written by some program."""

    notes: frozenset[Path] = field(default_factory=frozenset)
    solutions: frozenset[Path] = field(default_factory=frozenset)


@dataclass(eq=False, repr=False)
class NotesRead(Message):
    """The store is up to date with `notes/`."""

    report: SyncReport


@dataclass(eq=False, repr=False)
class RoomShown(Message):
    """A room has painted its first snapshot; `name` is the room's."""

    name: str


@dataclass(eq=False, repr=False)
class ExerciseChosen(Message, bubble=False):
    """The learner asked for an exercise somewhere else; the room `exercises` opens it."""

    slug: str


@dataclass(eq=False, repr=False)
class ReflectionChosen(Message, bubble=False):
    """The learner asked for a reflection somewhere else; the room `notes` puts the cursor on it."""

    reflection_id: str


@dataclass(eq=False, repr=False)
class NoteChosen(Message, bubble=False):
    """The learner asked for a note somewhere else; the room `notes` opens it. `path` is relative to `notes/`."""

    path: str


@dataclass(eq=False, repr=False)
class GoalChosen(Message, bubble=False):
    """The learner asked for a goal somewhere else; the room `goals` opens it."""

    goal_id: str


@dataclass(eq=False, repr=False)
class GradingMessage(Message, bubble=False):
    """Something about a run of the exercise `slug`; the app passes it on to the room `exercises`."""

    slug: str


@dataclass(eq=False, repr=False)
class GradingStarted(GradingMessage, bubble=False):
    """A run began; an earlier run of this exercise is over."""


@dataclass(eq=False, repr=False)
class WarmingStarted(GradingMessage, bubble=False):
    """The grader is importing torch first; a few seconds."""


@dataclass(eq=False, repr=False)
class GraderRestarted(GradingMessage, bubble=False):
    """The grader's process was lost in the middle of the run; another one takes it up from the start."""

    sentence: str


@dataclass(eq=False, repr=False)
class ChecksCollected(GradingMessage, bubble=False):
    """The checks of the running exercise are known; none has a result yet."""

    checks: tuple[CheckResult, ...]


@dataclass(eq=False, repr=False)
class CheckFinished(GradingMessage, bubble=False):
    """One check of the running exercise has its result."""

    index: int
    result: CheckResult


@dataclass(eq=False, repr=False)
class SolutionPrinted(GradingMessage, bubble=False):
    """The running solution printed something, such as its loss."""

    text: str


@dataclass(eq=False, repr=False)
class GradingFinished(GradingMessage, bubble=False):
    """A run is over and recorded."""

    outcome: GradeOutcome


@dataclass(eq=False, repr=False)
class GradingFailed(GradingMessage, bubble=False):
    """A run could not be done at all."""

    error: TrackerError
