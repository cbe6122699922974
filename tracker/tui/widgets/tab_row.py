"""The names of a pane's parts in one line, each with its key."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static


class Tab(NamedTuple):
    """One part: its name, the title as it is read, and the letter that opens it."""

    name: str
    title: str
    key: str


class TabLabel(Static):
    """The title of one part, its letter set off; a click opens it."""

    suffix: reactive[str] = reactive("")
    """What stands behind the title, such as how long it stays shut."""

    def __init__(self, tab: Tab) -> None:
        super().__init__(markup=False)
        self._tab = tab
        self.tooltip = f"{tab.title}. Press {tab.key}."

    def on_mount(self) -> None:
        """Draw the title."""
        self.watch_suffix()

    def watch_suffix(self) -> None:
        """Draw the title with what stands behind it."""
        before, letter, after = self._tab.title.partition(self._tab.key)
        if not letter:
            before, letter, after = "", self._tab.title[:1], self._tab.title[1:]
        tail = f" {self.suffix}" if self.suffix else ""
        self.update(Content.assemble(before, (letter, "$accent"), after, (tail, "$muted")))

    def on_click(self) -> None:
        """Tell which part was meant."""
        self.post_message(TabRow.Chosen(self._tab.name))


class TabRow(Horizontal):
    """Which parts there are, and which one is seen."""

    DEFAULT_CSS = """
    TabRow { height: 1; background: $panel; }
    TabLabel { width: auto; padding: 0 1; color: $muted; }
    TabLabel:hover { color: $foreground; background: $boost; }
    TabLabel.-current { color: $foreground; background: $surface; text-style: bold; }
    TabRow .subject { width: 1fr; padding: 0 1; color: $primary; text-align: right; }
    TabRow .subject { text-wrap: nowrap; text-overflow: ellipsis; }
    """

    current: reactive[str] = reactive("")
    """The name of the part that is seen."""

    @dataclass
    class Chosen(Message):
        """The learner pointed at a part."""

        name: str

    def __init__(self, tabs: Iterable[Tab]) -> None:
        super().__init__()
        self._labels = {tab.name: TabLabel(tab) for tab in tabs}
        self._subject = Static(classes="subject", markup=False)

    def compose(self) -> ComposeResult:
        """One label for each part, and what they are parts of."""
        yield from self._labels.values()
        yield self._subject

    def watch_current(self) -> None:
        """Set off the part that is seen."""
        for name, label in self._labels.items():
            label.set_class(name == self.current, "-current")

    def say(self, name: str, suffix: str) -> None:
        """Put a few words behind the title of a part."""
        self._labels[name].suffix = suffix

    def name_subject(self, subject: str) -> None:
        """Say at the right end what the parts belong to."""
        self._subject.update(Content(subject))
