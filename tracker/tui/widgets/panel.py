"""A titled frame, and the words that stand in it while it is empty."""

from __future__ import annotations

from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static


class Panel(Vertical):
    """A framed part of a room; the frame brightens while the focus is in it."""

    def __init__(self, title: str, *, name: str) -> None:
        super().__init__(id=name, classes="panel")
        self.border_title = Content(title)


class EmptyState(Static):
    """Says what will stand here and the one key that begins it: `EmptyState("No goals yet.", "n", "makes one")`."""

    def __init__(self, sentence: str, key: str = "", effect: str = "") -> None:
        super().__init__(empty_words(sentence, key, effect), classes="empty")


def empty_words(sentence: str, key: str = "", effect: str = "") -> Content:
    """`No goals yet.  Press n to make one.`, with the key set off."""
    if not key:
        return Content.styled(sentence, "$muted")
    return Content.assemble((sentence + " ", "$muted"), (key, "bold $accent"), (" " + effect, "$muted"))
