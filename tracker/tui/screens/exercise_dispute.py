"""Two texts of one solution, side by side: the learner says which one stays in the file."""

from __future__ import annotations

from pathlib import PurePath
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from tracker.textfile import TextFile
from tracker.tui.solution_buffer import Buffer
from tracker.tui.widgets.code_editor import CodeEditor


class DisputeScreen(ModalScreen[bool | None]):
    """Answers True to keep the pane's text, False to take the file's, None to go on typing and decide later."""

    CSS_PATH: ClassVar[list[str | PurePath]] = ["dialog.tcss", "exercise_dispute.tcss"]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012  (Textual declares no ClassVar here)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("k", "answer(True)", "keep mine", id="dispute.mine", tooltip="Write the text of the editor pane."),
        Binding("t", "answer(False)", "take theirs", id="dispute.theirs", tooltip="Take the text of the file."),
        Binding("escape", "dismiss(None)", "later", id="dispute.later", tooltip="Decide nothing now."),
    ]

    def __init__(self, buffer: Buffer, theirs: TextFile, aside: str = "solutions/earlier/") -> None:
        super().__init__()
        self._buffer, self._theirs, self._aside = buffer, theirs, aside

    def compose(self) -> ComposeResult:
        """Both texts, and three buttons."""
        with Vertical(classes="dialog", id="dispute") as dialog:
            dialog.border_title = Content(f"{self._theirs.path.name} was changed by another program")
            with Horizontal(id="both"):
                yield from self._side("Mine: here, not saved", self._buffer.text)
                theirs = "Theirs: on disk" if self._theirs.fingerprint else "Theirs: the file was removed"
                yield from self._side(theirs, self._theirs.text)
            yield Static(Content(f"The other text is kept in {self._aside}."), classes="hint")
            with Horizontal(classes="buttons"):
                yield Button(Content("Later (esc)"), id="later")
                yield Button(Content("Take theirs (t)"), id="theirs")
                yield Button(Content("Keep mine (k)"), id="mine", variant="primary")

    def _side(self, title: str, text: str) -> ComposeResult:
        with Vertical(classes="side") as side:
            side.border_title = Content(title)
            editor = CodeEditor()
            editor.read_only = True
            editor.load_text(text)
            yield editor

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """A button was pressed."""
        self.dismiss({"mine": True, "theirs": False}.get(event.button.id or ""))

    def on_code_editor_asked(self, message: CodeEditor.Asked) -> None:
        """Escape in one of the texts decides nothing either."""
        message.stop()
        if message.what == "leave":
            self.dismiss(None)

    def action_answer(self, answer: bool) -> None:
        """A key was pressed."""
        self.dismiss(answer)
