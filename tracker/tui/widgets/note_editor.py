"""The pane that a note is written in: Enter goes on with the list that is being written."""

from __future__ import annotations

import re

from textual import events
from textual.widgets import TextArea

ITEM = re.compile(
    r"(?P<indent>\s*)(?:(?P<bullet>[-*+])|(?P<number>\d{1,9})(?P<stop>[.)]))(?P<gap> +)(?P<box>\[[ xX]\] )?"
)


class NoteEditor(TextArea):
    """Markdown."""

    def __init__(self, text: str, *, id: str) -> None:
        super().__init__(text, id=id, soft_wrap=True, tab_behavior="indent")

    def on_key(self, event: events.Key) -> None:
        """Enter begins the next item; on an item that is empty it ends the list."""
        if event.key != "enter" or not self.selection.is_empty:
            return
        row, column = self.cursor_location
        line = self.document.get_line(row)
        item = ITEM.match(line[:column])
        if item is None:
            return
        if not line[item.end() :].strip():
            self.replace("", (row, 0), (row, len(line)), maintain_selection_offset=False)
        else:
            self.replace("\n" + next_item(item), (row, column), (row, column), maintain_selection_offset=False)
        event.stop()
        event.prevent_default()


def next_item(item: re.Match[str]) -> str:
    """What the item after this one begins with: the next number, an empty box."""
    mark = item["bullet"] or f"{int(item['number']) + 1}{item['stop']}"
    return item["indent"] + mark + item["gap"] + ("[ ] " if item["box"] else "")
