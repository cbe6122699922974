"""The dialog that picks one of many: words narrow the list as they are typed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList

from tracker.tui.widgets.panel import empty_words
from tracker.tui.widgets.rows import Row, RowList

NOTHING = empty_words("Nothing has all of these words.")


class PickScreen(ModalScreen[str | None]):
    """A line to type in and a list; answers with the key of a row, or None.

    Args:
        title: a word or two for the frame.
        rows: what there is; a row is found by the words of its left and right end.
    """

    CSS_PATH: ClassVar[list[str | PurePath] | str | PurePath | None] = ["dialog.tcss", "pick.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "cancel", id="pick.cancel", tooltip="Leave everything as it is."),
        Binding("down", "go(1)", "down", show=False, id="pick.down", tooltip="The next one."),
        Binding("up", "go(-1)", "up", show=False, id="pick.up", tooltip="The one before."),
    ]

    def __init__(self, title: str, rows: Sequence[Row]) -> None:
        super().__init__()
        self._title, self._rows = title, tuple(rows)

    def compose(self) -> ComposeResult:
        """The line and the list."""
        with Vertical(classes="dialog", id="pick") as dialog:
            dialog.border_title = Content(self._title)
            dialog.border_subtitle = Content("↑ ↓ · Enter picks · esc cancels")
            yield Input(placeholder="type to narrow the list", compact=True)
            yield RowList("", name="picks")

    def on_mount(self) -> None:
        """All of them at first."""
        picks = self.query_one("#picks", RowList)
        picks.remove_class("panel")
        picks.can_focus = False
        picks.set_rows(self._rows, NOTHING)

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        words = event.value.casefold().split()
        rows = [row for row in self._rows if all(word in _words(row) for word in words)]
        picks = self.query_one("#picks", RowList)
        picks.set_rows(rows, NOTHING)
        picks.highlighted = 0 if rows else None

    def action_go(self, step: int) -> None:
        """Move in the list while the line keeps the keys."""
        picks = self.query_one("#picks", RowList)
        if step > 0:
            picks.action_cursor_down()
        else:
            picks.action_cursor_up()

    @on(Input.Submitted)
    def _pick(self) -> None:
        if (chosen := self.query_one("#picks", RowList).chosen) is not None:
            self.dismiss(chosen)

    @on(OptionList.OptionSelected)
    def _click(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_id)


def _words(row: Row) -> str:
    return f"{row.left.plain} {row.right.plain}".casefold()
