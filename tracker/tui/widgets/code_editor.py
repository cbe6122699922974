"""The pane that a solution is written in. Letters type; what it does besides has a ctrl-key or an F-key."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.theme import Theme
from textual.widgets import TextArea

from tracker.tui.code_theme import code_theme

INDENT = 4


def asking(key: str, what: str, description: str, tooltip: str, *, show: bool = False) -> Binding:
    """A key that asks the screen for something while the learner types."""
    return Binding(key, f"ask('{what}')", description, show=show, id=f"editor.{what}", tooltip=tooltip)


class CodeEditor(TextArea):
    """Python with highlighting, automatic indentation and line numbers."""

    KEYS_TITLE = "While you type"
    BINDINGS: ClassVar[list[BindingType]] = [
        asking("ctrl+s", "save", "save & grade", "Save the file and grade it.", show=True),
        asking("ctrl+r", "run", "run", "Grade what is in the file."),
        asking("f7", "hint", "hint", "Show the next hint.", show=True),
        asking("f9", "diagnosis", "more", "Show more of what went wrong, or less.", show=True),
        asking("f10", "picture", "picture", "Show the picture of the difference."),
        asking("ctrl+o", "editor", "$EDITOR", "Open the file in your own editor."),
        asking("ctrl+n", "next", "next", "Go to the next exercise."),
        asking(
            "escape", "leave", "leave", "Leave the text: letters are keys again, the arrows read the checks.", show=True
        ),
        Binding("shift+tab", "dedent", "Dedent", show=False),
        Binding("ctrl+home", "edge(False, False)", "To the first line", show=False),
        Binding("ctrl+end", "edge(True, False)", "To the last line", show=False),
        Binding("ctrl+shift+home", "edge(False, True)", "Select to the first line", show=False),
        Binding("ctrl+shift+end", "edge(True, True)", "Select to the last line", show=False),
        # TextArea would select the line with this one; in this program it is a room.
        Binding("f6", "app.show_room('progress')", "Progress", show=False),
    ]

    @dataclass
    class Asked(Message):
        """The learner pressed a key that the screen answers, such as `save` or `hint`."""

        what: str

    def __init__(self) -> None:
        super().__init__(language="python", tab_behavior="indent", show_line_numbers=True, soft_wrap=False)
        self.indent_width = INDENT

    def on_mount(self) -> None:
        """Take the app's colours, now and whenever its theme changes."""
        self._follow_theme(self.app.current_theme)
        self.app.theme_changed_signal.subscribe(self, self._follow_theme)

    def on_resize(self) -> None:
        """The cursor's line stays in sight when the checks or a hint need room."""
        self.call_after_refresh(self.scroll_cursor_visible)

    def _follow_theme(self, theme: Theme) -> None:
        self.register_theme(code_theme(f"tracker:{theme.name}", self.app.theme_variables))
        self.theme = f"tracker:{theme.name}"

    def action_ask(self, what: str) -> None:
        """Pass the wish on."""
        self.post_message(self.Asked(what))

    async def on_key(self, event: events.Key) -> None:
        """Enter keeps the indentation; keys that are bound here act at once.

        Left to itself such a key rises through every parent before it acts, and on a busy machine the letter that was
        typed after it overtakes it.
        """
        if event.key == "enter" and not self.read_only:
            self._insert("\n" + next_indent(self._before_cursor()))
        elif event.is_printable or not await self._act(event.key):
            return
        event.stop()
        event.prevent_default()

    async def _act(self, key: str) -> bool:
        active = self.screen.active_bindings.get(key)
        if active is None or active.node is not self or not active.enabled:
            return False
        await self.run_action(active.binding.action)
        return True

    def action_delete_left(self) -> None:
        """In front of a line backspace takes a whole level of indentation away."""
        before = self._before_cursor()
        if self.read_only or not self.selection.is_empty or not before or before.strip(" "):
            super().action_delete_left()
            return
        row, column = self.cursor_location
        self.delete((row, (column - 1) // INDENT * INDENT), (row, column), maintain_selection_offset=False)

    def action_dedent(self) -> None:
        """Take one level of indentation from the line of the cursor."""
        row, _ = self.cursor_location
        line = self.document.get_line(row)
        spare = len(line) - len(line.lstrip(" "))
        if spare:
            self.delete((row, 0), (row, min(INDENT, spare)))

    def action_edge(self, at_end: bool, select: bool) -> None:
        """Go to the end of the text, or to its beginning."""
        self.move_cursor(self.document.end if at_end else (0, 0), select=select)

    def _insert(self, text: str) -> None:
        start, end = self.selection
        self.replace(text, start, end, maintain_selection_offset=False)

    def _before_cursor(self) -> str:
        row, column = min(self.selection.start, self.selection.end)
        return self.document.get_line(row)[:column]


def next_indent(line: str) -> str:
    """The indentation of the line that follows `line`: one level deeper after a colon or an opening bracket."""
    spaces = line[: len(line) - len(line.lstrip())]
    code = line.rstrip() if "'" in line or '"' in line else line.partition("#")[0].rstrip()
    if code.endswith((":", "(", "[", "{")):
        return spaces + " " * INDENT
    if re.match(r"\s*(return|pass|break|continue|raise)\b", code):
        return spaces[: max(0, len(spaces) - INDENT)]
    return spaces
