"""The work at one exercise: begin, write, save, grade, hint; the room around it is in `exercises`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from textual import on
from textual.message import Message

from tracker.changes import Area, Change
from tracker.practice.views import ExerciseStatus
from tracker.tui import exercise_work as work
from tracker.tui.board import Board, Depth
from tracker.tui.editing import edit_outside
from tracker.tui.exercise_view import ExercisesView, OpenExercise, round_is_under_way
from tracker.tui.messages import StoreChanged
from tracker.tui.screens.base import Room
from tracker.tui.services import Services
from tracker.tui.solution_buffer import Buffer, found_on_disk, opened, saved
from tracker.tui.widgets.code_pane import CodePane

DRAFT_SECONDS = 1.5
"""At most this much typing is lost in a crash."""
SIGN_OF_WORK = timedelta(seconds=30)
TO_BEGIN = ("You have not begun this exercise.", "Enter", "puts the starter into solutions/ and opens it here.")
PRACTISE = (
    "It is time to write this one again from memory. Your file moves to solutions/earlier/, and the page is empty."
)


class ExerciseDesk(Room[ExercisesView]):
    """State and work of the exercise room; `ExercisesScreen` lays it out."""

    slug: str | None = None
    """The exercise that is open, or is being read."""
    opened: OpenExercise | None = None
    """The exercise that is shown."""
    statuses: tuple[ExerciseStatus, ...] = ()
    depth: Depth = Depth.NAMES
    """How much of an error the learner wants to see."""

    def __init__(self) -> None:
        super().__init__()
        self.boards: dict[str, Board] = {}
        self._unsaved: dict[str, Buffer] = {}
        self._begin_at = ""
        self._edit_after_save = False
        self._draft_is_due = False
        self._last_typed: Buffer | None = None
        self._last_sign: datetime | None = None

    # ── which exercise ──────────────────────────────────────────────────────────────────────────────────────────────

    def go_to(self, slug: str) -> None:
        """Open another exercise; unsaved typing stays and is found again on return."""
        self.keep_typing()
        buffer = self.pane.buffer
        if buffer is not None:
            self._unsaved[buffer.slug] = buffer
        self._begin_at = ""
        self.slug = slug
        self.reload()

    def begin_when_shown(self, slug: str) -> None:
        """Open the code of an exercise, now or as soon as it is shown; an exercise that is new gets its starter."""
        self._begin_at = slug
        if self.opened is not None and self.opened.exercise.slug == slug:
            self.after_show(self.opened)

    def after_show(self, opened: OpenExercise) -> None:
        """An exercise is shown: begin it if that was asked for."""
        if self._begin_at != opened.exercise.slug:
            return
        self._begin_at = ""
        if opened.is_new:
            self._begin(blank=False)
        elif opened.status.status == "due" and not round_is_under_way(opened):
            self._offer_practice()
        else:
            self.show_code_pane()

    def _offer_practice(self) -> None:
        # On demand: no dialog is open at the first frame.
        from tracker.tui.screens.confirm import ConfirmScreen

        def begin(agreed: bool | None) -> None:
            if agreed:
                self._begin(blank=True)
            else:
                self.show_code_pane()

        self.app.push_screen(ConfirmScreen("Practise", PRACTISE, "Begin"), begin)

    def _begin(self, *, blank: bool) -> None:
        if self.opened is not None:
            exercise = self.opened.exercise
            self.do(lambda services: work.begin(services, exercise, self.shell.now(), blank=blank))

    @on(work.ExerciseBegun)
    def _open_begun(self, message: work.ExerciseBegun) -> None:
        self._begin_at = message.slug
        self.boards.pop(message.slug, None)
        self.app.post_message(StoreChanged(Change(frozenset({Area.EXERCISES}))))

    def show_code_pane(self) -> None:
        """Put the learner into the code; the layout says how."""
        raise NotImplementedError

    def grade(self) -> None:
        """Grade what is on disk; the answers come from `ExerciseAnswers`."""
        raise NotImplementedError

    # ── the text ────────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def pane(self) -> CodePane:
        """The editor with its state line."""
        return self.query_one(CodePane)

    def show_code(self, shown: OpenExercise) -> None:
        """Show the learner's file, or what is unsaved of it, or how to begin."""
        slug, held = shown.exercise.slug, self.pane.buffer
        if shown.solution is None:
            if held is not None and held.slug == slug and held.is_dirty:
                return  # the file was removed under the learner's hands: what is typed can still be saved
            words = (shown.problem.message, "e", "opens your own editor.") if shown.problem else TO_BEGIN
            self.pane.show_words(*words)
            return
        known = held if held is not None and held.slug == slug else self._unsaved.pop(slug, None)
        buffer = found_on_disk(known, shown.solution) if known else opened(slug, shown.solution, shown.draft)
        self.pane.show_buffer(buffer)

    @on(CodePane.Edited)
    def _note_typing(self, message: CodePane.Edited) -> None:
        self._last_typed = message.buffer
        if not self._draft_is_due:
            self._draft_is_due = True
            self.set_timer(DRAFT_SECONDS, self.keep_typing)
        now = self.shell.now()
        if self._last_sign is None or now - self._last_sign >= SIGN_OF_WORK:
            self._last_sign = now
            self._sign_of_work(now)

    def _sign_of_work(self, now: datetime) -> None:
        if self.opened is not None:
            exercise = self.opened.exercise
            self.do(lambda services: work.note_work(services, exercise, now), group="signs")

    def keep_typing(self) -> None:
        """Keep what is not saved as a draft."""
        buffer = self.pane.buffer
        if self._draft_is_due and buffer is not None:
            self._draft_is_due = False
            self.do(lambda services: work.keep_typing(services, buffer, self.shell.now()), group="drafts")

    def on_unmount(self) -> None:
        """The dashboard is left: keep the last keystrokes now, for no thread would come to it."""
        buffer, services = self._last_typed, self.shell.services  # the pane is gone by now
        if self._draft_is_due and buffer is not None and services is not None:
            self._draft_is_due = False
            work.keep_typing(services, buffer, self.shell.now())

    def save(self) -> None:
        """Write the text if there is anything to write; the grade follows."""
        buffer = self.pane.buffer
        if buffer is None or not (buffer.is_dirty or buffer.theirs):
            self.grade()
            return
        path = self.shell.workspace.solutions / f"{buffer.slug}.py"
        self._draft_is_due = False
        self.do(lambda services: work.write(services, buffer, path), group="saving")

    @on(work.SolutionWritten)
    def _take_saved(self, message: work.SolutionWritten) -> None:
        held = self.pane.buffer
        if held is not None and held.slug == message.slug:
            fresh = Buffer(message.slug, message.file.text, message.file)
            self.pane.show_buffer(fresh if message.is_theirs else saved(held, message.file))
        if self._edit_after_save:
            self._edit_outside()
        else:
            self.shell.grade_if_new(message.slug)

    @on(work.SolutionSeen)
    def _take_seen(self, message: work.SolutionSeen) -> None:
        held = self.pane.buffer
        if held is not None and held.slug == message.slug:
            self.pane.show_buffer(found_on_disk(held, message.file))

    @on(work.SolutionDisputed)
    def _ask_whose(self, message: work.SolutionDisputed) -> None:
        # On demand: no dialog is open at the first frame.
        from tracker.tui.screens.exercise_dispute import DisputeScreen

        buffer, theirs = message.buffer, message.buffer.theirs
        self._edit_after_save = False
        if theirs is None:
            return

        def settle(keep_mine: bool | None) -> None:
            if keep_mine is not None:
                self.do(lambda services: work.settle(services, buffer, theirs, keep_mine=keep_mine), group="saving")

        self.app.push_screen(DisputeScreen(buffer, theirs), settle)

    def look_at_disk(self) -> None:
        """Take over what another program wrote."""
        if self.slug is not None:
            slug = self.slug
            self.do(lambda services: work.look(services.workspace.solutions / f"{slug}.py", slug), group="looking")

    def action_editor(self) -> None:
        """Save, then hand the terminal to the learner's own editor."""
        if self.opened is None or self.opened.is_new:
            self.notify("There is no file yet. Enter begins.", severity="warning")
        elif self.pane.buffer is not None and self.pane.buffer.is_dirty:
            self._edit_after_save = True
            self.save()
        else:
            self._edit_outside()

    def _edit_outside(self) -> None:
        self._edit_after_save = False
        path = self.shell.workspace.solutions / f"{self.slug}.py"
        edit_outside(self.shell, path, self.pane.line if self.pane.buffer else None)
        self.look_at_disk()

    def do(self, task: Callable[[Services], Message | None], *, group: str = "desk") -> None:
        """Run a piece of work in a thread; its message comes back here."""
        services = self.shell.services
        if services is not None:
            self.shell.background(partial(task, services), to=self, group=group)
