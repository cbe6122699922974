"""An earlier attempt: what it was, and the solution as it stood then."""

from __future__ import annotations

from pathlib import PurePath
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen

from tracker.practice.views import AttemptDetail
from tracker.tui.board import Depth, headline
from tracker.tui.exercise_view import board_of
from tracker.tui.widgets.check_list import CheckList
from tracker.tui.widgets.code_editor import CodeEditor


class AttemptScreen(ModalScreen[None]):
    """The code above, the checks below."""

    CSS_PATH: ClassVar[list[str | PurePath]] = ["dialog.tcss", "exercise_attempt.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss", "close", id="attempt.close", tooltip="Back to the exercise."),
    ]

    def __init__(self, detail: AttemptDetail, when: str) -> None:
        super().__init__()
        self._detail, self._when = detail, when
        self._board = board_of(detail)

    def compose(self) -> ComposeResult:
        """Read-only code and the checks as they were."""
        with Vertical(classes="dialog", id="attempt") as dialog:
            dialog.border_title = Content(f"{self._detail.attempt.slug} · {self._when}")
            dialog.border_subtitle = Content(f"{headline(self._board)} · esc closes")
            editor = CodeEditor()
            editor.read_only = True
            editor.load_text(self._detail.solution)
            yield editor
            yield CheckList()

    def on_mount(self) -> None:
        """Everything is shown: it is over."""
        checks = self.query_one(CheckList)
        checks.depth = Depth.DIAGNOSIS
        checks.board = self._board

    def on_code_editor_asked(self, message: CodeEditor.Asked) -> None:
        """Escape in the code closes too."""
        message.stop()
        if message.what == "leave":
            self.dismiss()
