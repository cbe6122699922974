"""The dialog in which the learner answers a reflection that came back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import PurePath
from typing import ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Static

from tracker.notes.resurfacing import ANSWERS, Answer
from tracker.notes.views import ReflectionView, VersionView
from tracker.tui import note_work as work
from tracker.tui.coming_back import Said
from tracker.tui.reflection_text import listed
from tracker.tui.shell import Shell
from tracker.tui.widgets.reflection_panel import answered

HINT = "The note is not touched: what you say is kept beside it."
ASKING = "What do you think now? Your words are kept beside the old ones."
LATER = "esc answers another time"


class ResurfaceScreen(ModalScreen[Said | None]):
    """An old reflection, and what was said to it before; answers None for "not now".

    Args:
        reflection: what came back.
    """

    CSS_PATH: ClassVar[list[str | PurePath] | str | PurePath | None] = ["dialog.tcss", "resurface.tcss"]
    AUTO_FOCUS = ""  # a second Enter must not answer by accident
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "say('still true')", "still true", id="resurface.true", tooltip="Let it rest twice as long."),
        Binding("c", "change", "changed my mind", id="resurface.changed", tooltip="Write what you think now."),
        Binding("d", "say('done')", "done", id="resurface.done", tooltip="It does not come back."),
        Binding("o", "open", "note", id="resurface.open", tooltip="See it in its note."),
        Binding("escape", "later", "later", id="resurface.later", tooltip="Answer another time."),
    ]

    def __init__(self, reflection: ReflectionView) -> None:
        super().__init__()
        self._reflection = reflection

    def compose(self) -> ComposeResult:
        """The text, where it comes from, earlier answers, the line for a new thought, the buttons."""
        with Vertical(classes="dialog", id="resurface") as dialog:
            dialog.border_title = Content("~ Is it still true?")
            dialog.border_subtitle = Content(LATER)
            with VerticalScroll(can_focus=False):
                yield Static(Content(listed(self._reflection.text)), id="came-back")
                yield Static(place_of(self._reflection), classes="hint")
                yield Static("", id="said-before")
            yield Input(placeholder="이제는 …", compact=True, id="thought", select_on_focus=False)
            yield Static(Content(HINT), classes="hint", id="resurface-hint")
            with Horizontal(classes="buttons"):
                yield Button(Content("Still true (s)"), id="true", compact=True)
                yield Button(Content("Changed my mind (c)"), id="changed", compact=True)
                yield Button(Content("Done (d)"), id="done", compact=True)
                yield Button(Content("Note (o)"), id="open", compact=True)

    def on_mount(self) -> None:
        """Ask for what was said before."""
        shell = cast(Shell, self.app)
        if shell.services is not None:
            task = partial(work.versions, shell.services, self._reflection.id)
            shell.background(task, to=self, group="versions")

    @on(work.VersionsRead)
    def _show_answers(self, message: work.VersionsRead) -> None:
        words = said_before(message.versions, cast(Shell, self.app))
        self.query_one("#said-before", Static).update(words)
        self.set_class(bool(words), "-said")

    def action_say(self, words: str) -> None:
        """Answer and close."""
        self.dismiss(Said(Answer(words)))

    def action_change(self) -> None:
        """Ask for the new thought."""
        self.add_class("-changing")
        self.query_one("#resurface").border_subtitle = Content("Enter keeps it · esc goes back")
        self.query_one("#resurface-hint", Static).update(Content(ASKING))
        self.query_one("#thought").focus()

    @on(Input.Submitted)
    def _keep_thought(self, event: Input.Submitted) -> None:
        if event.value.strip():
            self.dismiss(Said(Answer.CHANGED, event.value))

    def action_open(self) -> None:
        """To the note."""
        self.dismiss(Said(None))

    def action_later(self) -> None:
        """Out of the line, or out of the dialog."""
        if not self.has_class("-changing"):
            self.dismiss(None)
            return
        self.remove_class("-changing")
        self.query_one("#resurface").border_subtitle = Content(LATER)
        self.query_one("#resurface-hint", Static).update(Content(HINT))
        self.set_focus(None)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """A button was pressed."""
        if event.button.id == "changed":
            self.action_change()
        elif event.button.id == "open":
            self.action_open()
        else:
            self.action_say({"true": "still true", "done": "done"}[event.button.id or ""])


def place_of(reflection: ReflectionView) -> Content:
    """Under which headings, in which note, of which day."""
    lines = [f"§ {heading}" for heading in reflection.heading_path[-2:]]
    day = f"{reflection.date.day} {reflection.date:%b %Y} · " if reflection.date else ""
    return Content("\n".join([*lines, f"{day}notes/{reflection.note}, line {reflection.line_start}"]))


def said_before(versions: Sequence[VersionView], shell: Shell) -> Content:
    """The earlier answers, the newest first."""
    zone = shell.workspace.settings.zone
    return Content("\n").join(answered(one, zone) for one in reversed(versions) if one.cause in ANSWERS)
