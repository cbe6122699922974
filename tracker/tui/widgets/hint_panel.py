"""The hints that were taken, one at a time, beside the code."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from tracker.practice.views import Hint
from tracker.tui.drawing import draw
from tracker.tui.widgets.drawn_text import DrawnText


class HintPanel(Vertical):
    """Shows one hint and says how many there are; hidden until the learner asks for one."""

    DEFAULT_CSS = "HintPanel { display: none; } HintPanel.-open { display: block; }"

    def __init__(self) -> None:
        super().__init__(id="hint", classes="panel")
        self._body = DrawnText(id="hint-text")

    def compose(self) -> ComposeResult:
        """The text of the hint."""
        yield self._body

    @property
    def is_open(self) -> bool:
        """The panel is seen."""
        return self.has_class("-open")

    def show_hint(self, hint: Hint) -> None:
        """Open with this hint."""
        self.border_title = Content(f"Hint {hint.number} of {hint.total}")
        more = f"h hint {hint.number + 1}" if hint.number < hint.total else "that was the last one"
        self.border_subtitle = Content(f"{more} · esc closes")
        self.add_class("-open")
        self._body.set_text(draw(hint.text))

    def close(self) -> None:
        """Hide; the hint stays taken."""
        self.remove_class("-open")
