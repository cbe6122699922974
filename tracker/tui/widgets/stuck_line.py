"""What the learner wrote when they were stuck at the exercise that stands open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from textual.content import Content
from textual.widgets import Static

from tracker.notes.views import ReflectionView
from tracker.tui.reflection_text import listed
from tracker.tui.shell import Shell
from tracker.tui.widgets.rows import Paragraph

MOST_LINES = 2


class StuckLine(Static):
    """The newest such reflection, and how many more there are; hidden without one. A click opens its note."""

    DEFAULT_CSS = "StuckLine { display: none; height: auto; padding: 0 1; } StuckLine.-seen { display: block; }"

    def __init__(self) -> None:
        super().__init__(id="stuck", markup=False)
        self._shown: tuple[ReflectionView, ...] = ()

    def show(self, reflections: Sequence[ReflectionView]) -> None:
        """Show the newest of these, which come first."""
        self._shown = tuple(reflections)
        self.set_class(bool(self._shown), "-seen")
        if self._shown:
            more = f" · {len(self._shown) - 1} more" if len(self._shown) > 1 else ""
            mark = Content.styled("⚑ stuck: ", "$text-warning")
            right = Content.assemble(("k", "bold $accent"), (f" note{more}", "$muted"))
            self.update(Paragraph(mark, Content(listed(self._shown[0].text)), right, MOST_LINES))

    def on_click(self) -> None:
        """To the note."""
        if self._shown:
            cast(Shell, self.app).open_reflection(self._shown[0].id)
