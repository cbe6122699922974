"""A list in groups that fold: the curriculum by track, the notes by month."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList

from tracker.tui.widgets.rows import Row, RowList

GROUP = "group "


@dataclass(frozen=True)
class Group:
    """Rows under one heading; `rows` is asked for only while the group is unfolded.

    Attributes:
        key: tells it from the others.
        keys: the keys of its rows.
    """

    key: str
    title: Content
    right: Content
    keys: frozenset[str]
    rows: Callable[[], Sequence[Row]]


class FoldingList(RowList):
    """Enter on a heading folds it, on a row chooses it; left and right fold and unfold."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "fold(False)", "Unfold", show=False),
        Binding("left", "fold(True)", "Fold", show=False),
    ]

    @dataclass
    class Pointed(Message):
        """The cursor stands on another row."""

        list: FoldingList
        key: str

        @property
        def control(self) -> FoldingList:
            """The list."""
            return self.list

    @dataclass
    class Chosen(Message):
        """The learner pressed Enter on a row, or clicked it."""

        list: FoldingList
        key: str

        @property
        def control(self) -> FoldingList:
            """The list."""
            return self.list

    def __init__(self, title: str, *, name: str, empty: Content) -> None:
        super().__init__(title, name=name)
        self._empty = empty
        self._groups: Sequence[Group] = ()
        self._unfolded: set[str] | None = None

    def set_groups(self, groups: Sequence[Group], *, unfold: Sequence[str]) -> None:
        """Replace everything; `unfold` says which groups stand open at first sight, later ones stay as they are."""
        self._groups = groups
        if self._unfolded is None and groups:
            self._unfolded = set(unfold)
        self._draw()

    def say_when_empty(self, words: Content) -> None:
        """What stands where there are no groups; seen when they are set the next time."""
        self._empty = words

    def point_at(self, key: str) -> None:
        """Put the cursor on a row without a word; its group is unfolded."""
        if self._unfolded is not None:
            self._unfolded |= {group.key for group in self._groups if key in group.keys}
        self._draw()
        self._point(key)

    def action_fold(self, fold: bool) -> None:
        """Fold or unfold the group of the cursor."""
        key = self._group_here()
        if key is None or self._unfolded is None or (key not in self._unfolded) == fold:
            return
        (self._unfolded.discard if fold else self._unfolded.add)(key)
        self._draw()
        self._point(GROUP + key)

    def on_click(self, event: events.Click) -> None:
        """A click points, a click on the row of the cursor opens; `OptionList` would open at once."""
        event.prevent_default()
        clicked = event.style.meta.get("option")
        if clicked is None:
            return
        if clicked == self.highlighted or (self.get_option_at_index(clicked).id or "").startswith(GROUP):
            self.highlighted = clicked
            self.action_select()
        else:
            self.highlighted = clicked

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Tell which row the cursor is on."""
        event.stop()
        if event.option.id and not event.option.id.startswith(GROUP):
            self.post_message(self.Pointed(self, event.option.id))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Fold a group, or tell which row was chosen."""
        event.stop()
        key = event.option.id or ""
        if key.startswith(GROUP):
            self.action_fold(key.removeprefix(GROUP) in (self._unfolded or set()))
        elif key:
            self.post_message(self.Chosen(self, key))

    def _group_here(self) -> str | None:
        key = self.chosen
        if key is None:
            return None
        if key.startswith(GROUP):
            return key.removeprefix(GROUP)
        return next((group.key for group in self._groups if key in group.keys), None)

    def _point(self, key: str) -> None:
        found = next((index for index, option in enumerate(self.options) if option.id == key), None)
        if found is not None:
            with self.prevent(OptionList.OptionHighlighted):
                self.highlighted = found

    def _draw(self) -> None:
        with self.prevent(OptionList.OptionHighlighted):
            self.set_rows(self._rows(), self._empty)

    def _rows(self) -> Iterator[Row]:
        for group in self._groups:
            is_open = group.key in (self._unfolded or set())
            arrow = Content.styled("▾ " if is_open else "▸ ", "$muted")
            yield Row(GROUP + group.key, arrow + group.title, group.right)
            if is_open:
                yield from group.rows()
