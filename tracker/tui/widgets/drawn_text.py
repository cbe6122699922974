"""A rendered Markdown text: only the visible lines are drawn, and a cursor can stand on some of its blocks."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from rich.style import Style as RichStyle
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from tracker.tui.drawing import Drawn
from tracker.tui.typesetting import Line, pages, typeset

GUTTER = 3
"""Cells at the left where there is a cursor: its bar, a mark, a space."""
NO_GUTTER = 1
"""Cells at the left where there is none."""
EDGE = 1
"""Cells that stay free at the right."""


class DrawnText(ScrollView, can_focus=True):
    """Shows blocks page by page; without stops the arrows scroll, with stops they move a cursor from stop to stop."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"drawn-text--cursor"}
    DEFAULT_CSS = """
    DrawnText {
        background: $surface;
        overflow-x: hidden;
        scrollbar-gutter: stable;
        & > .drawn-text--cursor { background: $block-cursor-blurred-background; }
        &:focus > .drawn-text--cursor { background: $block-cursor-blurred-background; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "go(-1)", "Up", show=False),
        Binding("down", "go(1)", "Down", show=False),
        Binding("pageup", "turn(-1)", "Page up", show=False),
        Binding("pagedown", "turn(1)", "Page down", show=False),
        Binding("home", "edge(-1)", "Begin", show=False),
        Binding("end", "edge(1)", "End", show=False),
    ]

    cursor: reactive[int | None] = reactive(None)
    """The block that the cursor stands on."""

    @dataclass
    class CursorMoved(Message):
        """The cursor stands on another block, or on none."""

        text: DrawnText
        block: int | None

        @property
        def control(self) -> DrawnText:
            """The widget."""
            return self.text

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._blocks: tuple[Drawn, ...] = ()
        self._marks: Mapping[int, Content] = {}
        self._stops: list[int] = []
        self._parts: list[range] = []
        self._page = 0
        self._lines: list[Line] = []
        self._width = 0

    def set_text(
        self,
        blocks: tuple[Drawn, ...],
        marks: Mapping[int, Content] | None = None,
        *,
        at: int | None = None,
        keep_place: bool = False,
    ) -> None:
        """Show other blocks.

        Args:
            blocks: what is shown.
            marks: the blocks that the cursor can stand on, and what stands in the margin beside each.
            at: where the cursor begins; the first stop when it is None or no stop.
            keep_place: it is the same text in a newer state, so nothing scrolls away.
        """
        self._blocks, self._marks = blocks, marks or {}
        self._stops = sorted(self._marks)
        self._parts = pages(blocks)
        place = at if at in self._marks else next(iter(self._stops), None)
        self._page = self._page_of(place)
        self._lay_out()
        if not keep_place:
            self.scroll_to(y=0, animate=False)
        self.set_reactive(DrawnText.cursor, place)
        if place is not None and not (keep_place or place == next(iter(self._stops), None)):
            self._show_block(place)
        self.post_message(self.CursorMoved(self, place))

    def watch_cursor(self, place: int | None) -> None:
        """Show the cursor's block and tell of it."""
        if place is not None and self._page_of(place) != self._page:
            self._page = self._page_of(place)
            self._lay_out()
        self._show_block(place)
        self.refresh()
        self.post_message(self.CursorMoved(self, place))

    def action_go(self, step: int) -> None:
        """To the next stop if it is in sight or nearly, else scroll towards it."""
        target = self._next_stop(step)
        if target is not None and self._near(target, step):
            self.cursor = target
        elif not self._at_edge(step):
            self.scroll_relative(y=2 * step, animate=False)
        elif target is not None:
            self.cursor = target
        else:
            self._turn_to(self._page + step)

    def action_turn(self, step: int) -> None:
        """One screen on; at the edge of a part to the next part. The cursor comes along."""
        if self._at_edge(step):
            self._turn_to(self._page + step)
        self.scroll_relative(y=step * max(1, self.size.height - 2), animate=False)
        self._take_cursor_along()

    def action_edge(self, step: int) -> None:
        """To the first or the last stop, and to that edge of the text."""
        self._turn_to(0 if step < 0 else len(self._parts) - 1)
        if self._stops:
            self.cursor = self._stops[0 if step < 0 else -1]
        self.scroll_to(y=0 if step < 0 else self.max_scroll_y, animate=False)

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the block under the pointer."""
        line = int(event.y + self.scroll_y)
        if 0 <= line < len(self._lines) and self._lines[line].block in self._marks:
            self.cursor = self._lines[line].block

    def on_resize(self) -> None:
        """Wrap anew when the width changed; the cursor stays in sight."""
        if self.scrollable_content_region.width != self._width:
            self._lay_out()
            self._show_block(self.cursor)

    def notify_style_update(self) -> None:
        """The theme changed: draw again."""
        super().notify_style_update()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One visible line: margin and text."""
        at = int(self.scroll_offset.y) + y
        width = self.scrollable_content_region.width
        if at >= len(self._lines):
            return Strip.blank(width, self.rich_style)
        line = self._lines[at]
        on_cursor = line.block >= 0 and line.block == self.cursor
        style = self.get_visual_style("drawn-text--cursor") if on_cursor else self.visual_style
        first = at == 0 or self._lines[at - 1].block != line.block
        text = self._margin(line.block, first=first, on_cursor=on_cursor) + line.text
        strips = Visual.to_strips(self, text, width, 1, style, pad=True)
        return strips[0] if strips else Strip.blank(width, RichStyle())

    def _margin(self, block: int, *, first: bool, on_cursor: bool) -> Content:
        if not self._stops:
            return Content(" " * NO_GUTTER)
        bar = Content.styled("▌", "$primary") if on_cursor else Content(" ")
        mark = self._marks.get(block, Content("")) if first else Content("")
        return bar + (mark if mark.cell_length == 1 else Content(" ")) + Content(" ")

    def _lay_out(self) -> None:
        self._width = self.scrollable_content_region.width
        room = self._width - EDGE - (GUTTER if self._stops else NO_GUTTER)
        if room <= 0 or not self._parts:
            self._lines = []
        else:
            self._lines = typeset(self._blocks, self._parts[self._page], room)
            if len(self._parts) > 1:
                told = f"— part {self._page + 1} of {len(self._parts)}; the arrows go on —"
                self._lines += [Line(Content(""), -1), Line(Content.styled(told, "$muted"), -1)]
        self.virtual_size = Size(self._width, len(self._lines))
        self.refresh()

    def _page_of(self, place: int | None) -> int:
        if place is None:
            return min(self._page, max(0, len(self._parts) - 1)) if self._parts else 0
        return next((page for page, part in enumerate(self._parts) if place in part), 0)

    def _turn_to(self, page: int) -> None:
        if 0 <= page < len(self._parts) and page != self._page:
            forward = page > self._page
            self._page = page
            self._lay_out()
            self.scroll_to(y=0 if forward else self.max_scroll_y, animate=False)

    def _span(self, place: int) -> tuple[int, int] | None:
        """First line of a block on this page, and how many it has."""
        at = [number for number, line in enumerate(self._lines) if line.block == place]
        return (at[0], len(at)) if at else None

    def _show_block(self, place: int | None) -> None:
        span = self._span(place) if place is not None else None
        if span is not None:
            start, height = span
            self.scroll_to_region(Region(0, start, self._width, height), animate=False, force=True, spacing=None)

    def _next_stop(self, step: int) -> int | None:
        """The stop before or after the cursor; the first one while there is no cursor."""
        if self.cursor is None:
            return next(iter(self._stops), None)
        at = bisect_right(self._stops, self.cursor) if step > 0 else bisect_left(self._stops, self.cursor) - 1
        return self._stops[at] if 0 <= at < len(self._stops) else None

    def _near(self, place: int, step: int) -> bool:
        span = self._span(place)
        if span is None:
            return False
        top, height = int(self.scroll_y), self.scrollable_content_region.height
        return top - 3 <= span[0] + span[1] - 1 and span[0] < top + height + 3

    def _at_edge(self, step: int) -> bool:
        return self.scroll_y <= 0 if step < 0 else self.scroll_y >= self.max_scroll_y

    def _take_cursor_along(self) -> None:
        top, height = int(self.scroll_target_y), self.scrollable_content_region.height
        seen = {line.block for line in self._lines[top : top + height]}
        if self.cursor not in seen:
            stop = next((block for block in sorted(seen) if block in self._marks), None)
            if stop is not None:
                self.cursor = stop
