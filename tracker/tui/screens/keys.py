"""`?`: every key that works here, and what it does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

_KEY_CELLS = 14


@dataclass(frozen=True)
class KeyLine:
    """One binding: the keys as they are printed, the verb, the sentence, and whether it works in every room."""

    keys: str
    verb: str
    sentence: str
    everywhere: bool


def keys_of(screen: Screen[Any]) -> tuple[KeyLine, ...]:
    """The bindings that work now, one line per binding, in the order they were declared."""
    lines: dict[str, list[ActiveBinding]] = {}
    for active in screen.active_bindings.values():
        if active.binding.description and not active.binding.system:
            lines.setdefault(active.binding.id or active.binding.action, []).append(active)
    return tuple(_line(screen, group) for group in lines.values())


def _line(screen: Screen[Any], group: list[ActiveBinding]) -> KeyLine:
    first = group[0].binding
    keys = " ".join(screen.app.get_key_display(active.binding) for active in group)
    return KeyLine(keys, first.description, first.tooltip, group[0].node is screen.app)


class KeysScreen(ModalScreen[None]):
    """The keys of a room, its own first."""

    CSS_PATH: ClassVar[list[str]] = ["dialog.tcss", "keys.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,enter", "dismiss", "close", id="keys.close", tooltip="Back to the room."),
    ]

    def __init__(self, lines: tuple[KeyLine, ...]) -> None:
        super().__init__()
        self._lines = lines

    def compose(self) -> ComposeResult:
        """Two lists: this room, everywhere."""
        with Vertical(classes="dialog", id="keys") as dialog:
            dialog.border_title = Content("? Keys")
            dialog.border_subtitle = Content("esc closes")
            with VerticalScroll():
                yield Static(_table("Here", [line for line in self._lines if not line.everywhere]))
                yield Static(_table("Everywhere", [line for line in self._lines if line.everywhere]))


def _table(title: str, lines: list[KeyLine]) -> Content:
    rows = [Content.styled(title, "bold $primary")]
    rows += [Content.assemble((line.keys.ljust(_KEY_CELLS), "$accent"), line.sentence or line.verb) for line in lines]
    return Content("\n").join(rows) + Content("\n")
