"""Is this the same as …? A new reflection beside the vanished one that it may be, one pair after the other."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from tracker.changes import Change
from tracker.notes.views import DoubtView, ReflectionView
from tracker.tui.reflection_text import listed
from tracker.tui.services import Services
from tracker.tui.shell import Shell

HINT = "The same: tags, goals and history of the old one go on with the new text. The notes are not touched."


class DoubtsScreen(ModalScreen[None]):
    """Asks about each pair; every answer is kept at once, `later` leaves it open.

    Args:
        doubts: the pairs, the likeliest first; at least one.
    """

    CSS_PATH: ClassVar[list[str | PurePath] | str | PurePath | None] = ["dialog.tcss", "doubts.tcss"]
    AUTO_FOCUS = ""  # an Enter too many must not answer
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "answer(True)", "same", id="doubts.same", tooltip="The old reflection goes on with the new text."),
        Binding("d", "answer(False)", "different", id="doubts.different", tooltip="They are two reflections."),
        Binding("l,right", "go_on", "later", id="doubts.later", tooltip="Leave this one open and see the next."),
        Binding("escape", "dismiss", "close", id="doubts.close", tooltip="Back to the room; the rest stays open."),
    ]

    def __init__(self, doubts: Sequence[DoubtView]) -> None:
        super().__init__()
        self._doubts = tuple(doubts)
        self._at = 0

    def compose(self) -> ComposeResult:
        """Both texts, the hint, the buttons."""
        with Vertical(classes="dialog", id="doubts") as dialog:
            dialog.border_title = Content("Is this the same as …?")
            with Horizontal(id="pair"):
                for name, title in (("old", "What vanished"), ("new", "What is new")):
                    with VerticalScroll(classes="side", id=name) as side:
                        side.border_title = Content(title)
                        yield Static(markup=False)
            yield Static(Content(HINT), classes="hint")
            with Horizontal(classes="buttons"):
                yield Button(Content("Same (s)"), id="same", compact=True)
                yield Button(Content("Different (d)"), id="different", compact=True)
                yield Button(Content("Later (l)"), id="later", compact=True)

    def on_mount(self) -> None:
        """The first pair."""
        self._show()

    def _show(self) -> None:
        doubt = self._doubts[self._at]
        self.query_one("#old Static", Static).update(told(doubt.vanished))
        self.query_one("#new Static", Static).update(told(doubt.reflection))
        frame = self.query_one("#doubts")
        frame.border_subtitle = Content(f"{self._at + 1} of {len(self._doubts)} · esc closes")

    def action_answer(self, same: bool) -> None:
        """Keep the answer, in one transaction, and go on."""
        shell, doubt = cast(Shell, self.app), self._doubts[self._at]
        now = shell.now()

        def deed(services: Services) -> Change:
            # Imported here: sqlmodel costs 0.3 s, and the first frame must not wait for it.
            from tracker.notes.doubts import settle_doubt

            return settle_doubt(services.store, doubt.id, now, same=same)

        shell.perform(deed)
        if same:  # what else was asked about these two is answered with it
            rest = [
                one
                for one in self._doubts[self._at + 1 :]
                if one.vanished.id != doubt.vanished.id and one.reflection.id != doubt.reflection.id
            ]
            self._doubts = (*self._doubts[: self._at + 1], *rest)
        self.action_go_on()

    def action_go_on(self) -> None:
        """The next pair; after the last one back to the room."""
        self._at += 1
        if self._at < len(self._doubts):
            self._show()
        else:
            self.dismiss()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """A button was pressed."""
        if event.button.id == "later":
            self.action_go_on()
        else:
            self.action_answer(event.button.id == "same")


def told(reflection: ReflectionView) -> Content:
    """A reflection's text, and where it stands or stood."""
    lines = [Content(listed(reflection.text)), Content("")]
    lines += [Content.styled(f"§ {heading}", "$muted") for heading in reflection.heading_path]
    lines.append(Content.styled(f"notes/{reflection.note}, line {reflection.line_start}", "$muted"))
    if reflection.pinned:
        lines.append(Content.styled("★ pinned", "$text-warning"))
    if reflection.tags:
        lines.append(Content.styled(" ".join(f"#{tag}" for tag in reflection.tags), "$text-secondary"))
    return Content("\n").join(lines)
