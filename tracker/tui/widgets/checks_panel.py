"""The checks with a headline, and beside them the picture of the error."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content

from tracker.grader.report import CheckResult
from tracker.tui.board import Board, Depth, Phase, headline
from tracker.tui.widgets.check_list import CheckList, invitation
from tracker.tui.widgets.error_map import ErrorMap
from tracker.tui.widgets.loss_plot import LossPlot


class ChecksPanel(Vertical):
    """Stands under the code; under the other parts once there was a run."""

    def __init__(self) -> None:
        super().__init__(id="checks", classes="panel")
        self._list = CheckList()
        self._map = ErrorMap()
        self._plot = LossPlot()
        self._tab = "statement"

    def compose(self) -> ComposeResult:
        """List, picture and loss, side by side."""
        with Horizontal(id="checks-row"):
            yield self._list
            yield self._map
            yield self._plot

    def show(self, board: Board, depth: Depth, hint_words: str) -> None:
        """Show the checks as they are now."""
        self._list.depth = depth
        self._list.board = board
        verdict = board.report.verdict if board.report is not None else ""
        self.border_title = Content(f"Checks · {headline(board)}")
        self.border_subtitle = Content(" · ".join(words for words in (invitation(board, depth), hint_words) if words))
        self._plot.training = board.training
        self.set_class(board.phase is Phase.IDLE, "-idle")
        self.set_class(board.busy, "-busy")
        self.set_class(board.training.is_curve, "-training")
        self.set_class(verdict == "passed", "-passed")
        self.set_class(bool(verdict) and verdict != "passed", "-failed")
        self.show_for(self._tab)
        self.show_picture()

    def show_for(self, tab: str) -> None:
        """Another part of the exercise is seen."""
        self._tab = tab
        seen = tab == "code" or (tab == "statement" and self._list.board.phase is not Phase.IDLE)
        self.set_class(not seen, "-unseen")
        self.set_class(tab == "statement", "-aside")

    def show_picture(self) -> None:
        """The picture of the check under the cursor, unless the learner wants to see names only."""
        check = self.pictured_check() if self._list.depth >= Depth.DIFFERENCE else None
        self._map.matrix = check.matrix if check is not None else None
        self.set_class(check is not None, "-pictured")

    def pictured_check(self) -> CheckResult | None:
        """The failed check under the cursor if it has a picture, else the first one that has."""
        return self._list.pictured_check()

    def enter(self) -> None:
        """Put the focus on the checks."""
        self._list.focus()
