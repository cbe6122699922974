"""The answers to the work at an exercise: grades as they come, pictures, hints, the reference, earlier attempts."""

from __future__ import annotations

from datetime import date, datetime

from textual import on
from textual.timer import Timer
from textual.widgets import OptionList

from tracker.tui import exercise_work as work
from tracker.tui import messages
from tracker.tui.board import Board, Phase, headline
from tracker.tui.exercise_view import OpenExercise
from tracker.tui.screens.exercise_desk import ExerciseDesk
from tracker.tui.widgets.attempt_list import AttemptList
from tracker.tui.widgets.checks_panel import ChecksPanel
from tracker.tui.widgets.code_pane import CodePane
from tracker.tui.widgets.hint_panel import HintPanel
from tracker.tui.widgets.reference_pane import ReferenceDoor

PAUSE_SECONDS = 0.7
"""After so long without a key, what is typed is graded."""
LONGEST_LIVE = 30.0
"""Seconds of a time limit up to which that is done: an exercise that trains a model is graded when it is saved."""
TICK_SECONDS = 1.0
"""How often a run that takes its time says how long it has taken."""


class ExerciseAnswers(ExerciseDesk):
    """What comes back to the learner; `ExercisesScreen` lays it out."""

    _pause: Timer | None = None
    _ticking: Timer | None = None

    def __init__(self) -> None:
        super().__init__()
        self._running_since: dict[str, datetime] = {}

    # ── grading ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def grade(self) -> None:
        """Grade what is on disk."""
        shown = self.opened
        if shown is None:
            return
        if shown.is_new:
            self.notify("There is nothing to grade yet. Enter begins.", severity="warning")
            return
        self.shell.grade(shown.exercise.slug)

    def show_board(self, board: Board) -> None:
        """Show checks, if they are those of the open exercise; remember them in any case."""
        self.boards[board.slug] = board
        if self.opened is not None and board.slug == self.opened.exercise.slug:
            self.query_one(ChecksPanel).show(board, self.depth, self._hint_words(self.opened, board))
            self.refresh_bindings()

    @on(CodePane.Edited)
    def _wait_for_pause(self) -> None:
        shown, buffer = self.opened, self.pane.buffer
        if shown and buffer and shown.exercise.slug == buffer.slug and not buffer.is_dirty:
            self._show_what_is_saved(shown)
        if not self.shell.workspace.settings.live_grading or (shown and shown.exercise.time_limit > LONGEST_LIVE):
            return
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE_SECONDS, self._grade_typing)

    def _grade_typing(self) -> None:
        """The learner paused: grade what is typed, unless a run that counts is under way."""
        buffer, shown = self.pane.buffer, self.opened
        if buffer is None or shown is None or shown.exercise.slug != buffer.slug or not buffer.is_dirty:
            return
        if self.board_for(buffer.slug).busy:
            self._wait_for_pause()
            return
        report = self.board_for(buffer.slug).report
        seed = report.seed if report is not None else None  # so that what changes in the answer is the learner's doing
        self.do(lambda services: work.grade_typing(services, shown.exercise, buffer.text, seed), group="live")

    def _show_what_is_saved(self, shown: OpenExercise) -> None:
        """The text is that of the file again: so are the checks."""
        if self.board_for(shown.exercise.slug).live:
            self.show_board(shown.board)

    @on(work.TypingGraded)
    def _typing_graded(self, message: work.TypingGraded) -> None:
        buffer, board = self.pane.buffer, self.board_for(message.slug)
        is_current = buffer is not None and buffer.slug == message.slug and buffer.text == message.text
        if is_current and buffer is not None and buffer.is_dirty and not board.busy:
            remark = "This would pass: ctrl+s saves it." if message.report.passed else ""
            self.show_board(board.begun(live=True).ended(message.report, remark))

    def _hint_words(self, shown: OpenExercise, board: Board) -> str:
        if board.is_won:
            return "n (ctrl+n) next exercise"
        return f"h (F7) hint, {len(shown.hints)} of {shown.hints_total} taken" if shown.hints_total else ""

    # ── help ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def action_hint(self) -> None:
        """Open the hints at the last one that was taken; from there on, and at first, take the next."""
        if self.opened is None:
            return
        taken, exercise = self.opened.hints, self.opened.exercise
        if taken and not self.query_one(HintPanel).is_open:
            self._show_hint(work.HintTaken(exercise.slug, taken[-1]))
        else:
            self.do(lambda services: work.take_hint(services, exercise, self.shell.now()))

    @on(work.HintTaken)
    def _show_hint(self, message: work.HintTaken) -> None:
        if self.opened is not None and message.slug == self.opened.exercise.slug:
            self.add_class("-hinted")
            self.query_one(HintPanel).show_hint(message.hint)
            self.reload()

    def close_hint(self) -> None:
        """Hide the hint."""
        self.remove_class("-hinted")
        self.query_one(HintPanel).close()

    # ── what the grader tells ───────────────────────────────────────────────────────────────────────────────────────

    def board_for(self, slug: str) -> Board:
        """The checks of an exercise as far as they are known."""
        return self.boards.get(slug, Board(slug))

    @on(messages.GradingStarted)
    def _grading_started(self, message: messages.GradingStarted) -> None:
        services = self.shell.services
        exercise = services.catalogue.find(message.slug) if services is not None else None
        self.show_board(self.board_for(message.slug).begun(limit=exercise.time_limit if exercise else 0.0))
        if message.slug == self.slug:
            self.look_at_disk()

    @on(messages.WarmingStarted)
    def _grader_warming(self, message: messages.WarmingStarted) -> None:
        self.show_board(self.board_for(message.slug).warming())

    @on(messages.GraderRestarted)
    def _grader_restarted(self, message: messages.GraderRestarted) -> None:
        self.notify(message.sentence, title="Grader", severity="warning", markup=False)
        self.show_board(self.board_for(message.slug).warming())

    @on(messages.ChecksCollected)
    def _checks_collected(self, message: messages.ChecksCollected) -> None:
        self.show_board(self.board_for(message.slug).collected(message.checks))
        self._running_since[message.slug] = self.shell.now()
        if self._ticking is None:
            self._ticking = self.set_interval(TICK_SECONDS, self._tick)

    def _tick(self) -> None:
        """A run that takes its time says how much of it is gone."""
        running = [board for board in self.boards.values() if board.phase is Phase.RUNNING]
        for board in running:
            self.show_board(board.waited((self.shell.now() - self._running_since[board.slug]).total_seconds()))
        if not running and self._ticking is not None:
            self._ticking.stop()
            self._ticking = None

    @on(messages.SolutionPrinted)
    def _solution_printed(self, message: messages.SolutionPrinted) -> None:
        self.show_board(self.board_for(message.slug).printed(message.text))

    @on(messages.CheckFinished)
    def _check_finished(self, message: messages.CheckFinished) -> None:
        self.show_board(self.board_for(message.slug).result(message.index, message.result))

    @on(messages.GradingFinished)
    def _grading_finished(self, message: messages.GradingFinished) -> None:
        outcome = message.outcome
        remark = ""
        if outcome.report.passed:
            remark = well_done(outcome.due)
        self.show_board(self.board_for(message.slug).ended(outcome.report, remark))
        if message.slug != self.slug:
            self.notify(headline(self.boards[message.slug]), title=message.slug, markup=False)

    @on(messages.GradingFailed)
    def _grading_failed(self, message: messages.GradingFailed) -> None:
        self.show_board(self.board_for(message.slug).interrupted())
        self.shell.report(message.error)

    @on(OptionList.OptionHighlighted, "#checks CheckList")
    def _point_at_check(self) -> None:
        self.query_one(ChecksPanel).show_picture()

    def action_depth(self) -> None:
        """Show more of what went wrong; from the most back to the names."""
        board = self.board_for(self.slug or "")
        if len(board.depths) == 1:
            self.notify("There is nothing more to see.", markup=False)
        self.depth = board.depth_after(self.depth)
        self.show_board(board)

    def action_picture(self) -> None:
        """Show the picture in full; asking for it is asking for the difference."""
        # On demand: no dialog is open at the first frame.
        from tracker.tui.screens.exercise_picture import PictureScreen

        check = self.query_one(ChecksPanel).pictured_check()
        if check is None:
            self.notify("There is no picture: no failed comparison has one.", severity="warning")
        else:
            self.app.push_screen(PictureScreen(check))

    @on(ReferenceDoor.Knocked)
    def _knock(self) -> None:
        if self.opened is not None:
            exercise = self.opened.exercise
            self.do(lambda services: work.open_reference(services, exercise, self.shell.now()))

    @on(work.ReferenceOpened)
    def _show_reference(self) -> None:
        self.reload()

    @on(AttemptList.Chosen)
    def _choose_attempt(self, message: AttemptList.Chosen) -> None:
        self.do(lambda services: work.find(services, message.attempt_id))

    @on(work.AttemptFound)
    def _show_attempt(self, message: work.AttemptFound) -> None:
        # On demand: no dialog is open at the first frame.
        from tracker.tui.screens.exercise_attempt import AttemptScreen

        at = message.detail.attempt.at.astimezone(self.shell.workspace.settings.zone)
        self.app.push_screen(AttemptScreen(message.detail, f"{at.day} {at:%b %H:%M}"))

    def action_stuck(self) -> None:
        """Go to what the learner wrote when they were stuck here."""
        if self.opened is not None and self.opened.stuck:
            self.shell.open_reflection(self.opened.stuck[0].id)


def well_done(due: date | None) -> str:
    """What follows from a pass."""
    return "Well done." if due is None else f"Well done. It comes back for practice on {due:%a} {due.day} {due:%b}."
