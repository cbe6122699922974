"""The work behind the rooms: threads, the store, grading, watching, and how problems reach the learner."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Event, Lock
from typing import TYPE_CHECKING

from rich.text import Text
from textual import on
from textual.app import App
from textual.message import Message
from textual.message_pump import MessagePump

from tracker.changes import Change
from tracker.clock import system_now
from tracker.errors import TrackerError
from tracker.tui import chores, messages
from tracker.tui.failures import explain
from tracker.tui.saves import GradedFiles, is_bare_starter
from tracker.tui.services import Services, open_services
from tracker.tui.watching import watch
from tracker.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    from tracker.notes.views import Problem

OPENING, READING = "opening your workspace", "reading your notes"
STILL_OPENING = TrackerError("The tracker is still opening.", hint="Try again in a moment.")


class Backstage(App[None]):
    """What `TrackerApp` stands on; it knows no room.

    Args:
        root: the workspace's folder.
        workspace: the same, opened; opened here when it is not given.
        clock: tells the present moment; tests freeze it.
    """

    def __init__(
        self, root: Path, workspace: Workspace | None = None, *, clock: Callable[[], datetime] = system_now
    ) -> None:
        super().__init__()
        self._workspace = workspace or open_workspace(root)
        self._services: Services | None = None
        self._clock = clock
        self._stop = Event()
        self._graded = GradedFiles()
        self._runs: dict[str, int] = {}
        self._reading = Lock()
        self._known_problems: set[Problem] = set()

    @property
    def workspace(self) -> Workspace:
        """The learner's workspace."""
        return self._workspace

    @property
    def services(self) -> Services | None:
        """Store, catalogue and grader; None until they are open."""
        return self._services

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        return self._clock()

    def background(
        self, task: Callable[[], Message | None], *, to: MessagePump, group: str, exclusive: bool = False
    ) -> None:
        """Run `task` in a thread and post what it returns to `to`; an error becomes `ActionFailed`."""
        work = partial(self._work, task, to)
        self.run_worker(work, thread=True, group=f"{group} {id(to)}", exclusive=exclusive, exit_on_error=False)

    def _work(self, task: Callable[[], Message | None], to: MessagePump) -> None:
        try:
            message = task()
        except Exception as problem:  # noqa: BLE001  (the learner gets a sentence, the log gets the traceback)
            self.post_message(messages.ActionFailed(explain(problem, self._workspace.logs)))
        else:
            if message is not None:
                to.post_message(message)

    def perform(self, action: Callable[[Services], Change], *, label: str = "") -> None:
        """Run one feature's verb in a thread; its `Change` reaches the rooms. `label` shows while it runs."""
        if self._services is None:
            self.report(STILL_OPENING)
            return
        self.background(partial(self._perform, action, self._services, label), to=self, group="actions")

    def _perform(self, action: Callable[[Services], Change], services: Services, label: str) -> Message:
        if label:
            self.post_message(messages.WorkProgressed(label))
        try:
            return messages.StoreChanged(action(services))
        finally:
            if label:
                self.post_message(messages.WorkFinished(label))

    def report(self, error: TrackerError, *, modal: bool = False) -> None:
        """Tell the learner what went wrong and what to do, as a toast or as a dialog."""
        if modal:
            # On demand: no dialog is open at the first frame.
            from tracker.tui.screens.problem import ProblemScreen

            self.push_screen(ProblemScreen(error))
        else:
            self.notify(str(error), title=error.title, severity="error", timeout=8, markup=False)

    @on(messages.ActionFailed)
    def _report_failure(self, message: messages.ActionFailed) -> None:
        self.report(message.error, modal=message.modal)

    def grade(self, slug: str, solution: Path | None = None) -> None:
        """Grade a solution, by default the learner's own; ends the run of this exercise that is going on."""
        if self._services is None:
            self.report(STILL_OPENING)
            return
        self._graded.is_news(solution or self._workspace.solutions / f"{slug}.py")
        number = self._runs[slug] = self._runs.get(slug, 0) + 1
        post = partial(self._post_of_run, slug, number)
        task = partial(chores.grade, self._services, slug, solution, self.now(), post)
        self.background(task, to=self, group="grading")

    def grade_if_new(self, slug: str) -> None:
        """Grade the learner's own file, unless the watcher was faster and what it holds is being graded already."""
        if self._graded.is_news(self._workspace.solutions / f"{slug}.py"):
            self.grade(slug)

    def _post_of_run(self, slug: str, number: int, message: Message) -> None:
        """Post what a run tells, unless a newer one of the same exercise has begun."""
        if self._runs[slug] == number:
            self.post_message(message)

    def open_services(self) -> None:
        """Open the store in a thread; `ServicesOpened` follows."""
        self.post_message(messages.WorkProgressed(OPENING))
        self.background(self._opened, to=self, group="opening")

    def _opened(self) -> Message:
        is_new = not self._workspace.database.exists()
        try:
            services = open_services(self._workspace)
            if is_new:  # the first look must not say "no notes yet" of notes that are there
                self._sync(services)
                chores.propose_first_goal(self.now(), services)
            return messages.ServicesOpened(services)
        except TrackerError as error:
            return messages.ActionFailed(error, modal=True)
        finally:
            self.post_message(messages.WorkFinished(OPENING))

    @on(messages.ServicesOpened)
    def _keep_services(self, message: messages.ServicesOpened) -> None:
        self._services = message.services
        self.services_opened()

    def services_opened(self) -> None:
        """For `TrackerApp`: the rooms can be filled."""

    def settle_in(self) -> None:
        """What may wait until the numbers stand on the screen: read the notes, watch for saves, warm the grader."""
        self.read_notes()
        self.perform(partial(chores.propose_first_goal, self.now()))
        self.background(self._watch, to=self, group="watching")
        if self._services is not None:
            self.background(self._services.grader.warm_up, to=self, group="warming")

    def _watch(self) -> None:
        watch(self._workspace, self._stop, self.post_message)

    def read_notes(self) -> None:
        """Bring the store up to date with `notes/`."""
        if self._services is not None:
            self.background(partial(self._sync, self._services), to=self, group="notes")

    def _sync(self, services: Services) -> Message:
        # Imported here: markdown-it and sqlmodel cost 0.4 s, and the first frame must not wait for them.
        from tracker.notes.sync import sync

        def told(done: int, total: int) -> None:
            self.post_message(messages.WorkProgressed(READING, done, total))

        try:
            with self._reading:
                now, stopped = self.now(), self._stop.is_set
                report = sync(services.workspace, services.store, now, on_progress=told, cancelled=stopped)
        finally:
            self.post_message(messages.WorkFinished(READING))
        return messages.NotesRead(report)

    @on(messages.NotesRead)
    def _take_over_notes(self, message: messages.NotesRead) -> None:
        found = set(message.report.problems)
        for problem in sorted(found - self._known_problems, key=lambda one: (one.path, one.line or 0))[:3]:
            self.report(TrackerError(problem.sentence, title="Notes"))
        self._known_problems = found
        if message.report.change:
            self.post_message(messages.StoreChanged(message.report.change))
        else:
            self.notes_unchanged()

    def notes_unchanged(self) -> None:
        """For `House`: the notes were read and nothing was new."""

    @on(messages.FilesSaved)
    def _take_over_saves(self, message: messages.FilesSaved) -> None:
        if message.notes:
            self.read_notes()
        catalogue = self._services.catalogue if self._services else None
        for path in sorted(message.solutions):
            exercise = catalogue.find(path.stem) if catalogue is not None else None
            if exercise is not None and self._graded.is_news(path) and not is_bare_starter(exercise, path):
                self.grade(path.stem)

    def _fatal_error(self) -> None:
        """A fault of ours on the thread that draws: one sentence for the learner, the traceback for the log.

        Textual has no public place for this; `test_faults.py` notices when it moves.
        """
        problem = sys.exc_info()[1]
        if isinstance(problem, Exception) and not self.is_headless:
            self._return_code = 2
            self.panic(Text(f"tracker: {explain(problem, self._workspace.logs)}"))
        else:
            super()._fatal_error()

    def on_unmount(self) -> None:
        """The app is leaving: end the watcher, the grader and the store."""
        self._stop.set()
        if self._services is not None:
            self._services.close()
