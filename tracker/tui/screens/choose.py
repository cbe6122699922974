"""The dialog that offers a few things to choose from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option


class ChooseScreen(ModalScreen[str | None]):
    """A list; Enter or a click answers with the key, Escape with None.

    Args:
        title: a word or two for the frame.
        choices: key → what the learner reads.
    """

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "cancel", id="choose.cancel", tooltip="Leave everything as it is."),
    ]

    def __init__(self, title: str, choices: Mapping[str, Content]) -> None:
        super().__init__()
        self._title, self._choices = title, choices

    def compose(self) -> ComposeResult:
        """The list."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = Content(self._title)
            dialog.border_subtitle = Content("Enter chooses · esc cancels")
            yield OptionList(*(Option(words, id=key) for key, words in self._choices.items()), classes="choices")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A choice was made."""
        self.dismiss(event.option_id)
