"""The editor with a line under it that says which file it is, whether it is saved, and where the cursor stands."""

from __future__ import annotations

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static, TextArea

from tracker.tui.hanging import row
from tracker.tui.solution_buffer import Buffer, typed
from tracker.tui.widgets.code_editor import CodeEditor
from tracker.tui.widgets.panel import empty_words

GAP = "raise NotImplementedError"
"""What a starter has where the learner's code goes."""


class CodePane(Vertical):
    """Shows one buffer, or says how to begin."""

    DEFAULT_CSS = """
    CodePane { height: 1fr; }
    CodePane CodeEditor { height: 1fr; padding: 0; background: $surface; }
    CodePane CodeEditor, CodePane CodeEditor:focus { border: none; }
    CodePane .empty { height: 1fr; padding: 1 2; }
    CodePane .state { height: 1; padding: 0 1; background: $panel; color: $muted; }
    """

    @dataclass
    class Edited(Message):
        """The learner changed the text."""

        buffer: Buffer

    def __init__(self) -> None:
        super().__init__(id="code")
        self._buffer: Buffer | None = None
        self._editor = CodeEditor()
        self._empty = Static(classes="empty", markup=False)
        self._state = Static(classes="state", markup=False)

    def compose(self) -> ComposeResult:
        """Editor, words while there is nothing to edit, state line."""
        yield self._editor
        yield self._empty
        yield self._state

    @property
    def buffer(self) -> Buffer | None:
        """What the pane holds."""
        return self._buffer

    @property
    def is_typing(self) -> bool:
        """Letters go into the text."""
        return self._editor.has_focus and not self._editor.read_only

    def show_buffer(self, buffer: Buffer) -> None:
        """Show a buffer; the cursor stays where it was if it is the same solution."""
        same = self._buffer is not None and self._buffer.slug == buffer.slug
        self._buffer = buffer
        self._swap(editing=True)
        if self._editor.text != buffer.text or not same:
            place = self._editor.cursor_location
            with self.prevent(TextArea.Changed):
                self._editor.load_text(buffer.text)
            if same:
                self._editor.move_cursor(place)
            else:
                self._point_at_gap(buffer.text)
        self._editor.read_only = not buffer.is_faithful
        self._draw_state()

    def _point_at_gap(self, text: str) -> None:
        """Select the first thing that is left to write, so that typing takes its place; else stand at the beginning."""
        row, line = next(((at, line) for at, line in enumerate(text.splitlines()) if GAP in line), (0, ""))
        start = (row, line.index(GAP)) if line else (0, 0)
        self._editor.move_cursor(start, center=True)
        if line:
            self._editor.move_cursor((row, len(line.rstrip())), select=True)

    def show_words(self, sentence: str, key: str = "", effect: str = "") -> None:
        """Say why there is no code yet, and which key begins."""
        self._buffer = None
        self._swap(editing=False)
        self._empty.update(empty_words(sentence, key, effect))
        self._state.update("")

    def write(self) -> None:
        """Put the focus into the text."""
        if self._buffer is not None:
            self._editor.focus()

    def go_to_line(self, line: int) -> None:
        """Put the cursor on a line, counted from 1."""
        self._editor.move_cursor((max(0, line - 1), 0), center=True)

    @property
    def line(self) -> int:
        """The line of the cursor, counted from 1."""
        return self._editor.cursor_location[0] + 1

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Tell what the text is now."""
        event.stop()
        if self._buffer is not None and self._buffer.text != self._editor.text:
            self._buffer = typed(self._buffer, self._editor.text)
            self._draw_state()
            self.post_message(self.Edited(self._buffer))

    def on_text_area_selection_changed(self, event: TextArea.SelectionChanged) -> None:
        """The cursor moved."""
        event.stop()
        self._draw_state()

    def on_resize(self) -> None:
        """Fit the state line."""
        self._draw_state()

    def _swap(self, *, editing: bool) -> None:
        self._editor.display = self._state.display = editing
        self._empty.display = not editing

    def _draw_state(self) -> None:
        if self._buffer is None:
            return
        line, column = self._editor.cursor_location
        name = f"solutions/{self._buffer.base.path.name}"
        left = Content.assemble(name, "  ", state_words(self._buffer))
        width = max(1, self.size.width - 2)
        self._state.update(row(left, f"{line + 1}:{column + 1}", width))


def state_words(buffer: Buffer) -> Content:
    """How the text in the pane stands to the file."""
    if not buffer.is_faithful:
        return Content.styled("read only: unusual line ends, use your own editor", "$text-warning")
    if buffer.theirs is not None:
        return Content.styled("✗ changed on disk: ctrl+s shows both", "$text-error")
    if buffer.is_restored and buffer.is_dirty:
        return Content.styled("● unsaved typing of last time", "$text-warning")
    if buffer.is_dirty:
        return Content.styled("● unsaved", "$text-warning")
    return Content.styled("✓ saved", "$text-success")
