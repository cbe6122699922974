"""The dialog that says what went wrong and what to do."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from tracker.errors import TrackerError


class ProblemScreen(ModalScreen[None]):
    """One sentence and a hint; any of Enter, Escape or the button closes it."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "close", id="problem.close", tooltip="Back to the room."),
    ]

    def __init__(self, error: TrackerError) -> None:
        super().__init__()
        self._error = error

    def compose(self) -> ComposeResult:
        """The message, the hint, one button."""
        with Vertical(classes="dialog -error") as dialog:
            dialog.border_title = Content(f"✗ {self._error.title or 'This did not work'}")
            yield Static(Content(self._error.message))
            if self._error.hint:
                yield Static(Content(f"→ {self._error.hint}"), classes="hint")
            yield Button("Close", id="close", compact=True)

    def on_button_pressed(self) -> None:
        """The button was pressed."""
        self.dismiss()
