"""`?`: every key that works here, and what it does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.dom import DOMNode
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from tracker.tui.widgets.rows import Paragraph

_KEY_CELLS = 16
_MOST_LINES = 4


@dataclass(frozen=True)
class KeyLine:
    """One binding: the keys as they are printed, and what they do."""

    keys: str
    sentence: str


@dataclass(frozen=True)
class KeyGroup:
    """Keys that work in the same place."""

    title: str
    lines: tuple[KeyLine, ...]


MOVES = KeyGroup(
    "Moving about",
    (
        KeyLine("↑ ↓ pgup pgdn", "Move in a list."),
        KeyLine("tab shift+tab", "The next part of the room, or the one before."),
        KeyLine("esc", "Close a dialog; leave an editor pane."),
    ),
)


def keys_of(screen: Screen[Any]) -> tuple[KeyGroup, ...]:
    """The keys of this room, of each of its parts, and those that work everywhere; each binding once."""
    seen: set[str] = set()
    groups = [_group("This room", screen, seen)]
    for part in screen.query("*"):
        title = part.border_title or getattr(part, "KEYS_TITLE", type(part).__name__)
        groups.append(_group(str(title), part, seen))
    groups += [_group("Everywhere", screen.app, seen), MOVES]
    return tuple(group for group in groups if group.lines)


def _group(title: str, node: DOMNode, seen: set[str]) -> KeyGroup:
    """The bindings that are ours: Textual's own have no id or no sentence."""
    lines: list[KeyLine] = []
    taken: set[str] = set()
    for binding in _bindings(type(node)):
        is_overridden = binding.key in taken
        taken.update(binding.key.split(","))
        if binding.id and binding.tooltip and binding.id not in seen and not is_overridden:
            seen.add(binding.id)
            keys = " ".join(node.app.get_key_display(one) for one in Binding.make_bindings([binding]))
            lines.append(KeyLine(keys, binding.tooltip))
    return KeyGroup(title, tuple(lines))


def _bindings(kind: type[DOMNode]) -> Iterator[Binding]:
    for base in kind.__mro__:
        for binding in base.__dict__.get("BINDINGS", ()):
            if isinstance(binding, Binding):
                yield binding


class KeysScreen(ModalScreen[None]):
    """The keys of a room, its own first."""

    CSS_PATH: ClassVar[list[str | PurePath] | str | PurePath | None] = ["dialog.tcss", "keys.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,enter", "dismiss", "close", id="keys.close", tooltip="Back to the room."),
    ]

    def __init__(self, groups: tuple[KeyGroup, ...]) -> None:
        super().__init__()
        self._groups = groups

    def compose(self) -> ComposeResult:
        """One list per place."""
        with Vertical(classes="dialog", id="keys") as dialog:
            dialog.border_title = Content("? Keys")
            dialog.border_subtitle = Content("esc closes")
            with VerticalScroll():
                for group in self._groups:
                    yield from _lines(group)


def _lines(group: KeyGroup) -> Iterator[Static]:
    yield Static(Content.styled(group.title, "bold $primary"), classes="place")
    for line in group.lines:
        keys = Content.styled(line.keys.ljust(_KEY_CELLS), "$accent")
        yield Static(Paragraph(keys, Content(line.sentence), Content(""), _MOST_LINES))
