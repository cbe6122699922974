"""Lists whose lines have a left and a right end, whatever the width."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, NamedTuple

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual
from textual.widgets import OptionList
from textual.widgets.option_list import Option


class TwoEnds(Visual):
    """One line: `left`, cut with … where it does not fit, and `right` at the other end. Widths are cells.

    `aside` stands before `right`, but only where nothing has to be cut for it.
    """

    def __init__(self, left: Content, right: Content | None = None, aside: Content | None = None) -> None:
        self._left = left
        self._right = right or Content("")
        self._aside = aside or Content("")

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        """One strip of exactly `width` cells."""
        return self.line(width).render_strips(width, height, style, options)

    def line(self, width: int) -> Content:
        """Both ends in `width` cells."""
        right = shortened(self._right, width)
        if self._aside and self._left.cell_length + self._aside.cell_length + right.cell_length < width:
            right = self._aside + right
        left = shortened(self._left, width - right.cell_length - (1 if right else 0))
        return left + " " * max(0, width - left.cell_length - right.cell_length) + right

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """Room for both ends and a space."""
        return self._left.cell_length + self._aside.cell_length + self._right.cell_length + 1

    def get_height(self, rules: RulesMap, width: int) -> int:
        """Always one line."""
        return 1


def shortened(text: Content, width: int) -> Content:
    """The text in at most `width` cells; … stands right after the last word or letter that fits."""
    if text.cell_length <= width:
        return text
    return text.truncate(max(0, width - 1)).rstrip() + "…" if width > 0 else Content("")


class Paragraph(Visual):
    """A text of at most `most` lines: `mark`, beside it `text`, and `right` at the end of the first line."""

    def __init__(self, mark: Content, text: Content, right: Content, most: int) -> None:
        self._mark, self._text, self._right, self._most = mark, text, right, most

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        """One strip per line."""
        return Content("\n").join(self._lines(width)).render_strips(width, height, style, options)

    def _lines(self, width: int) -> list[Content]:
        indent, room = self._mark.cell_length, width - self._mark.cell_length - self._right.cell_length - 1
        words = self._text.wrap(max(8, room))
        if len(words) > self._most:
            words = [*words[: self._most - 1], shortened(words[self._most - 1].rstrip() + " …", room)]
        first = TwoEnds(self._mark + words[0], self._right).line(width)
        return [first, *(Content(" " * indent) + line for line in words[1:])]

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """Everything on one line."""
        return self._mark.cell_length + self._text.cell_length + self._right.cell_length + 1

    def get_height(self, rules: RulesMap, width: int) -> int:
        """At most as many lines as were allowed."""
        return len(self._lines(width))


class Row(NamedTuple):
    """A line of a list: `key` says what it stands for; a line without a key is a heading that can't be chosen."""

    key: str
    left: Content
    right: Content = Content("")
    aside: Content = Content("")
    """Stands before `right` where there is room for it."""
    text: Content | None = None
    """Goes on after `left` and wraps beside it, in at most `lines` lines."""
    lines: int = 1

    @property
    def visual(self) -> Visual:
        """The row as it is drawn."""
        if self.text is None:
            return TwoEnds(self.left, self.right, self.aside)
        return Paragraph(self.left, self.text, self.right, self.lines)


class RowList(OptionList):
    """A framed list of rows; the choice keeps its place when the rows are replaced."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "open", id="rows.open", tooltip="Open what is highlighted."),
    ]

    def __init__(self, title: str, *, name: str) -> None:
        super().__init__(id=name, classes="panel")
        self.border_title = Content(title)

    def set_rows(self, rows: Iterable[Row], empty: Content) -> None:
        """Replace all rows; the highlight stays on its key or its place. `empty` stands where there are none."""
        chosen, place = self.chosen, self.highlighted
        self.clear_options()
        options = [Option(row.visual, id=row.key or None, disabled=not row.key) for row in rows]
        self.add_options(options or [Option(empty, disabled=True)])
        keys = [option.id for option in options]
        if chosen is not None and chosen in keys:
            self.highlighted = keys.index(chosen)
        elif any(keys):
            self.highlighted = self._nearest(keys, place or 0)

    def _nearest(self, keys: list[str | None], place: int) -> int:
        choosable = [index for index, key in enumerate(keys) if key]
        return min(choosable, key=lambda index: abs(index - place))

    def choose(self, key: str | None) -> bool:
        """Highlight the row with this key; False when there is none."""
        for index, option in enumerate(self.options):
            if key is not None and option.id == key:
                self.highlighted = index
                self.call_after_refresh(self.scroll_to_highlight)
                return True
        return False

    @property
    def chosen(self) -> str | None:
        """The key of the highlighted row."""
        return None if self.highlighted is None else self.get_option_at_index(self.highlighted).id


class RowFrame(Vertical):
    """A frame whose list comes with its first rows: an empty list costs five times as much as an empty frame."""

    def __init__(self, title: str, *, name: str, kind: type[RowList] = RowList) -> None:
        super().__init__(id=name, classes="panel")
        self.border_title = Content(title)
        self._kind = kind
        self._rows: RowList | None = None

    def set_rows(self, rows: Iterable[Row], empty: Content) -> None:
        """Replace all rows, as in `RowList`; the list's id is the frame's with `-rows`."""
        if self._rows is None:
            self._rows = self._kind("", name=f"{self.id}-rows")
            self._rows.remove_class("panel")
            self.mount(self._rows)
        self._rows.set_rows(rows, empty)

    def focus_rows(self) -> None:
        """Give the list the focus as soon as it is there."""
        if self._rows is not None:
            self.call_after_refresh(self._rows.focus)
