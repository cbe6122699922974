"""The picture of a failed comparison in full: what came out, what was expected, and the difference."""

from __future__ import annotations

from pathlib import PurePath
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import ItemGrid, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tracker.grader.report import CheckResult
from tracker.tui.widgets.error_map import picture

LEGEND = "░▒▓█ above zero · ⠂⠢⠶⣿ below zero · N not a number"


class PictureScreen(ModalScreen[None]):
    """Three tables on one scale; they stand side by side where they fit."""

    CSS_PATH: ClassVar[list[str | PurePath]] = ["dialog.tcss", "exercise_picture.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,m,enter,q,f10", "dismiss", "close", id="picture.close", tooltip="Back to the code."),
    ]

    def __init__(self, check: CheckResult) -> None:
        super().__init__()
        self._check = check

    def compose(self) -> ComposeResult:
        """The sentence of the check, the tables, the message."""
        matrix = self._check.matrix
        assert matrix is not None
        width = self.app.size.width - 12
        cells = max(len(row) for row in matrix.expected) + len(str(len(matrix.expected))) + 1
        room = width // 3 if cells * 3 <= width else width
        columns = max(cells, min(room, cells * 2), len(f"got − expected {matrix.title}"), 24)
        with Vertical(classes="dialog", id="picture") as dialog:
            dialog.border_title = Content(self._check.label.replace("`", ""))
            dialog.border_subtitle = Content("esc closes")
            with VerticalScroll():
                with ItemGrid(min_column_width=min(columns, width), stretch_height=False):
                    for table in ("difference", "got", "expected"):
                        yield Static(picture(matrix, table, room), markup=False)
                yield Static(Content(self._check.message), classes="hint")
                yield Static(Content(LEGEND), classes="hint")
