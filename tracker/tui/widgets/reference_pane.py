"""The reference: shut until it was earned, and then never opened by accident."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static, TextArea

from tracker.practice.views import ReferenceGate
from tracker.tui.widgets.code_editor import CodeEditor

BAR_CELLS = 24


class ReferenceDoor(Static, can_focus=True):
    """What stands here while the reference is shut, or open but not read yet."""

    KEYS_TITLE = "Reference"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "open", id="reference.open", tooltip="Read the reference, if it has been earned."),
    ]

    @dataclass
    class Knocked(Message):
        """The learner wants to read the reference."""

    def action_open(self) -> None:
        """Ask for it."""
        self.post_message(self.Knocked())

    def on_click(self) -> None:
        """Ask for it."""
        self.post_message(self.Knocked())


class ReferencePane(Vertical):
    """The door, or the text behind it."""

    DEFAULT_CSS = """
    ReferencePane { height: 1fr; }
    ReferencePane ReferenceDoor { height: 1fr; padding: 1 2; }
    ReferencePane CodeEditor { height: 1fr; padding: 0; background: $surface; }
    ReferencePane CodeEditor, ReferencePane CodeEditor:focus { border: none; }
    """

    def __init__(self) -> None:
        super().__init__(id="reference")
        self._door = ReferenceDoor(markup=False)
        self._text = CodeEditor()
        self._text.read_only = self._text.soft_wrap = True

    def compose(self) -> ComposeResult:
        """Both; one of them is seen."""
        yield self._door
        yield self._text

    def show(self, gate: ReferenceGate, text: str) -> None:
        """Show the text where it may be read, else how long it stays shut."""
        self._text.display, self._door.display = bool(text), not text
        if text and self._text.text != text:
            with self.prevent(TextArea.Changed):
                self._text.load_text(text)
        self._door.update(door_words(gate))

    def enter(self) -> None:
        """Put the focus on what is seen."""
        (self._text if self._text.display else self._door).focus()


def door_words(gate: ReferenceGate) -> Content:
    """Why the reference is shut and for how long; or what it costs to read it now."""
    if gate.is_open:
        return Content.assemble(
            ("The reference is open: you have thought about it for long enough.\n\n", ""),
            ("Reading it before you pass brings this exercise back sooner.\n\n", "$muted"),
            ("Enter", "bold $accent"),
            (" shows it.", "$muted"),
        )
    part = min(1.0, gate.minutes_worked / gate.minutes_needed) if gate.minutes_needed else 1.0
    full = round(part * BAR_CELLS)
    return Content.assemble(
        ("The reference is still shut.\n\n", ""),
        ("━" * full, "$accent"),
        ("─" * (BAR_CELLS - full), "$faint"),
        (f"  {gate.minutes_worked:.0f} of {gate.minutes_needed:g} minutes\n\n", "$muted"),
        ("It opens when you pass, or after that much of your own work on the code.", "$muted"),
    )


def tab_suffix(gate: ReferenceGate) -> str:
    """What stands behind the tab's title."""
    return "" if gate.is_open else f"shut {gate.minutes_worked:.0f}/{gate.minutes_needed:g} min"
