"""The dialog that asks for one line."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.suggester import SuggestFromList
from textual.widgets import Input, Static


class AskScreen(ModalScreen[str | None]):
    """One line of text; Enter answers with it, Escape with None. An empty line is no answer.

    Args:
        title: a word or two for the frame.
        hint: what may be written.
        text: what stands there at first.
        suggestions: completions that → takes over.
        enter: what Enter does, as a verb.
        may_be_empty: nothing is an answer too.
        problem: says why an answer is none; the dialog stays open then.
    """

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "cancel", id="ask.cancel", tooltip="Leave everything as it is."),
    ]

    def __init__(
        self,
        title: str,
        hint: str,
        text: str = "",
        suggestions: tuple[str, ...] = (),
        *,
        enter: str = "saves",
        may_be_empty: bool = False,
        problem: Callable[[str], str] = lambda text: "",
    ) -> None:
        super().__init__()
        self._title, self._hint, self._text, self._suggestions = title, hint, text, suggestions
        self._enter, self._may_be_empty, self._problem = enter, may_be_empty, problem

    def compose(self) -> ComposeResult:
        """The line and the hint."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = Content(self._title)
            dialog.border_subtitle = Content(f"Enter {self._enter} · esc cancels")
            suggester = SuggestFromList(self._suggestions, case_sensitive=False) if self._suggestions else None
            yield Input(self._text, suggester=suggester, compact=True)
            yield Static(Content(self._hint), classes="hint")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter was pressed."""
        if problem := self._problem(event.value):
            self.query_one(".hint", Static).update(Content.styled(problem, "$text-error"))
        elif event.value.strip() or self._may_be_empty:
            self.dismiss(event.value.strip())
