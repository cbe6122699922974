"""What a room may ask of the app around it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from textual.message import Message
from textual.message_pump import MessagePump

from tracker.changes import Change
from tracker.errors import TrackerError
from tracker.tui.services import Services
from tracker.workspace import Workspace

if TYPE_CHECKING:
    from tracker.goals.views import GoalDraft, SourceView


class Shell(Protocol):
    """The app as the rooms see it."""

    @property
    def workspace(self) -> Workspace:
        """The learner's workspace."""

    @property
    def services(self) -> Services | None:
        """Store, catalogue and grader; None until they are open."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""

    def background(
        self, task: Callable[[], Message | None], *, to: MessagePump, group: str, exclusive: bool = False
    ) -> None:
        """Run `task` in a thread and post what it returns to `to`; an error becomes `ActionFailed` at the app."""

    def perform(self, action: Callable[[Services], Change], *, label: str = "") -> None:
        """Run one feature's verb in a thread; its `Change` reaches the rooms. `label` shows while it is slow."""

    def report(self, error: TrackerError, *, modal: bool = False) -> None:
        """Tell the learner what went wrong and what to do, as a toast or as a dialog."""

    def grade(self, slug: str, solution: Path | None = None) -> None:
        """Grade a solution, by default the learner's own; ends the run that is going on."""

    def grade_if_new(self, slug: str) -> None:
        """Grade the learner's own file after a save, unless the watcher has seen to it already."""

    def read_notes(self) -> None:
        """Bring the store up to date with `notes/`; its `Change` reaches the rooms."""

    def show_room(self, name: str) -> None:
        """Switch to a room by its name."""

    def open_exercise(self, slug: str) -> None:
        """Switch to the exercises with `slug` open."""

    def open_reflection(self, reflection_id: str) -> None:
        """Switch to the notes with that reflection under the cursor."""

    def open_goal(self, goal_id: str) -> None:
        """Switch to the goals with that goal open."""

    def new_goal(self, draft: GoalDraft, source: SourceView | None = None) -> None:
        """Ask for a new goal, prefilled from `draft`, and create it; `source` is the reflection it comes from."""
