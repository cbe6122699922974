"""The rooms behind their doors: how they are opened, how one leads to another, and who hears of a change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual import on

from tracker.clock import system_now
from tracker.errors import TrackerError
from tracker.tui import messages
from tracker.tui.backstage import Backstage
from tracker.tui.doors import DOORS
from tracker.tui.screens.base import Room
from tracker.workspace import Workspace

if TYPE_CHECKING:
    from tracker.goals.views import GoalDraft, SourceView
    from tracker.notes.search import Hit


class House(Backstage):
    """What `TrackerApp` stands on: it keeps the rooms that were opened."""

    def __init__(
        self, root: Path, workspace: Workspace | None = None, *, clock: Callable[[], datetime] = system_now
    ) -> None:
        super().__init__(root, workspace, clock=clock)
        self._rooms: dict[str, Room[Any]] = {}
        self._journal_room: str | None = None  # where today's entry is open
        for name in DOORS:
            self.add_mode(name, partial(self._open_door, name))

    def _open_door(self, name: str) -> Room[Any]:
        room = self._rooms[name] = DOORS[name]()
        return room

    def services_opened(self) -> None:
        """The store is open: fill the room that is seen."""
        for room in self._rooms.values():
            room.reload()

    def notes_unchanged(self) -> None:
        """Reading them may have written all the same: the time at which a file was looked at."""
        for room in self._rooms.values():
            room.keep_memory()

    @on(messages.StoreChanged)
    def _tell_rooms(self, message: messages.StoreChanged) -> None:
        for room in self._rooms.values():
            room.note_change(message.change)

    @on(messages.GradingMessage)
    def _pass_on(self, message: messages.GradingMessage) -> None:
        if (room := self._rooms.get("exercises")) is not None:
            room.post_message(message)

    def show_room(self, name: str) -> None:
        """Switch to a room by its name."""
        self.switch_mode(name)

    @on(messages.RoomChosen)
    def _enter(self, message: messages.RoomChosen) -> None:
        self.show_room(message.name)

    def open_exercise(self, slug: str) -> None:
        """Switch to the exercises with `slug` open."""
        self.show_room("exercises")
        self._rooms["exercises"].post_message(messages.ExerciseChosen(slug))

    def open_reflection(self, reflection_id: str) -> None:
        """Switch to the notes with that reflection under the cursor."""
        self.show_room("notes")
        self._rooms["notes"].post_message(messages.ReflectionChosen(reflection_id))

    def open_note(self, path: str) -> None:
        """Switch to the notes with that note open."""
        self.show_room("notes")
        self._rooms["notes"].post_message(messages.NoteChosen(path))

    def open_goal(self, goal_id: str) -> None:
        """Switch to the goals with that goal open."""
        self.show_room("goals")
        self._rooms["goals"].post_message(messages.GoalChosen(goal_id))

    def new_goal(self, draft: GoalDraft, source: SourceView | None = None) -> None:
        """Ask the learner for a new goal, prefilled from `draft`, and create it."""
        # On demand: no form is open at the first frame.
        from tracker.tui.goal_work import FilledForm, creation
        from tracker.tui.screens.goal_form import GoalForm

        def make(form: FilledForm | None) -> None:
            if form is not None:
                self.perform(creation(form, draft, source, self.now()))

        self.push_screen(GoalForm(draft, source), make)

    def open_journal(self) -> None:
        """Open today's entry, or go back to it where it is open in another room."""
        # On demand: nobody writes before the first frame.
        from tracker.tui.screens.journal import JournalScreen

        if self._journal_room is not None:
            self.show_room(self._journal_room)
            return

        def closed(_: None) -> None:
            self._journal_room = None

        try:
            self.push_screen(JournalScreen(self), closed)
        except TrackerError as error:
            self.report(error)
        else:
            self._journal_room = self.current_mode

    def go_to(self, hit: Hit | None) -> None:
        """Open what a search found."""
        if hit is None:
            return
        if hit.kind == "exercise":
            self.open_exercise(hit.id)
        elif hit.kind == "goal":
            self.open_goal(hit.id)
        elif hit.kind == "reflection":
            self.open_reflection(hit.id)
        elif hit.kind == "note":
            self.open_note(hit.path)
