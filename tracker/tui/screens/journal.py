"""The journal: today's entry as it is typed, and beside it as it will read."""

from __future__ import annotations

import os
from functools import partial
from pathlib import PurePath
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import TextArea

from tracker.errors import TrackerError
from tracker.notes.journal import actions_missing, ended, entry_path, first_answer, is_untouched, with_actions
from tracker.notes.journal_files import Draft, beginning, drop_draft, find_draft, keep_draft, read_entry
from tracker.textfile import ChangedOnDiskError, TextFile
from tracker.tui import journal_work as work
from tracker.tui.shell import Shell
from tracker.tui.widgets.drawn_text import DrawnText
from tracker.tui.widgets.key_bar import KeyBar
from tracker.tui.widgets.note_editor import NoteEditor
from tracker.tui.widgets.panel import Panel

KEEP_SECONDS = 1.0
"""Typing that is older than this is in the draft."""
DRAW_SECONDS = 0.2
"""Pause in typing after which the preview follows."""


def _key(key: str, action: str, verb: str, sentence: str) -> Binding:
    return Binding(key, action, verb, show=True, priority=True, id=f"journal.{action}", tooltip=sentence)


class JournalScreen(ModalScreen[None]):
    """Today's entry. What is typed is kept as a draft all the time; the file is written when the learner saves."""

    CSS_PATH: ClassVar[list[str | PurePath] | str | PurePath | None] = "journal.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012  (Textual declares no ClassVar here)
    BINDINGS: ClassVar[list[BindingType]] = [
        _key("ctrl+s", "save", "save", "Save the entry and read it."),
        _key("ctrl+o", "carry", "carry over", "Take over what the entry before leaves to do."),
        _key("escape", "leave", "leave", "Leave; what is not saved stays as a draft."),
    ]

    def __init__(self, shell: Shell) -> None:
        """Read the entry, its draft and the template; a TrackerError says why there is nothing to open."""
        super().__init__()
        self._shell, self._workspace = shell, shell.workspace
        self._day = shell.workspace.day(shell.now())
        self._entry = read_entry(entry_path(self._workspace, self._day))
        self._begun_with = beginning(self._workspace, self._day, self._entry, os.environ)
        self._draft = find_draft(self._workspace, self._day)
        self._base = self._draft.fingerprint if self._draft else self._entry.fingerprint
        self._text = self._kept = self._draft.text if self._draft else self._begun_with
        self._draws = 0
        self._cannot_keep = ""

    def compose(self) -> ComposeResult:
        """The text, and how it reads."""
        with Container(id="journal"):
            with Panel(f"Journal · {self._day:%a} {self._day.day} {self._day:%b %Y}", name="journal-writing"):
                yield NoteEditor(self._begun_with, id="journal-text")
            with Panel("As it reads", name="journal-reading"):
                yield DrawnText(id="journal-preview")
        yield KeyBar()

    def on_mount(self) -> None:
        """Take up the draft, put the cursor where writing begins, and look for what is left to do."""
        area = self._area
        if self._draft is not None:  # an edit, so that ctrl+z shows what was saved
            area.replace(self._draft.text, area.document.start, area.document.end, maintain_selection_offset=False)
            self.app.notify("This is your unsaved draft; ctrl+z shows what was saved.", title="Journal", markup=False)
        area.move_cursor(area.document.end if self._entry.fingerprint else first_answer(area.text))
        area.focus()
        self._say_state()
        self._draw()
        self.set_interval(KEEP_SECONDS, self.keep)
        if (services := self._shell.services) is not None:
            self._shell.background(partial(work.look_for_unfinished, services, self._day), to=self, group="journal")

    @property
    def _area(self) -> TextArea:
        return self.query_one("#journal-text", TextArea)

    @property
    def _is_dirty(self) -> bool:
        if self._base != self._entry.fingerprint:
            return True
        return ended(self._text) != ended(self._entry.text) and not (
            not self._entry.fingerprint and is_untouched(self._text, self._begun_with)
        )

    # ── typing ──────────────────────────────────────────────────────────────────────────────────────────────────────

    @on(TextArea.Changed)
    def _take_text(self, event: TextArea.Changed) -> None:
        self._text = event.text_area.text
        self._draws += 1
        self.set_timer(DRAW_SECONDS, partial(self._draw_if_last, self._draws))
        self._say_state()

    def _draw_if_last(self, number: int) -> None:
        if number == self._draws:
            self._draw()

    def _draw(self) -> None:
        # Imported here: markdown-it costs 0.1 s, and nobody writes before the first frame.
        from tracker.tui.drawing import draw

        self.query_one("#journal-preview", DrawnText).set_text(draw(self._text), keep_place=True)
        self.call_after_refresh(self._follow_cursor)

    @on(TextArea.SelectionChanged)
    def _follow_cursor(self) -> None:
        """The preview shows the part that is being written."""
        row, preview = self._area.cursor_location[0], self.query_one("#journal-preview", DrawnText)
        share = row / max(1, self._area.document.line_count - 2)
        preview.scroll_to(y=round(preview.max_scroll_y * min(1.0, share)), animate=False, force=True)

    def _say_state(self) -> None:
        state = "not saved" if self._is_dirty else "saved" if self._entry.fingerprint else "nothing written yet"
        path = self._entry.path.relative_to(self._workspace.root).as_posix()
        self.query_one("#journal-writing").border_subtitle = Content(f"{path} · {state}")

    def keep(self) -> None:
        """Write the draft if there is typing that it does not have."""
        if self._text == self._kept:
            return
        try:
            if self._is_dirty:
                keep_draft(self._workspace, self._day, Draft(self._text, self._base))
            else:
                drop_draft(self._workspace, self._day)
        except TrackerError as error:
            self._complain_once(error)
            return
        except OSError as error:
            self._complain_once(TrackerError(f"The draft cannot be dropped: {error.strerror}.", title="Journal"))
            return
        self._kept, self._cannot_keep = self._text, ""

    def _complain_once(self, error: TrackerError) -> None:
        if str(error) != self._cannot_keep:
            self._cannot_keep = str(error)
            self._shell.report(error)

    # ── carrying over ───────────────────────────────────────────────────────────────────────────────────────────────

    @on(work.UnfinishedFound)
    def _offer(self, message: work.UnfinishedFound) -> None:
        self._unfinished = message.unfinished.actions
        if left := actions_missing(self._area.text, self._unfinished):
            offer = f"{len(left)} to do since {message.unfinished.day}: ctrl+o takes that over"
            self.query_one("#journal-reading").border_subtitle = Content(offer)

    _unfinished: tuple[str, ...] = ()

    def action_carry(self) -> None:
        """Take over what is left to do when what was typed before this key has arrived."""
        self._area.call_later(self.carry)

    def carry(self) -> None:
        """Put what is left to do under the second question."""
        if not self._unfinished:
            self.app.notify("The entry before leaves nothing to do.", title="Journal", markup=False)
            return
        area = self._area
        text = with_actions(area.text, self._unfinished)
        if text != area.text:
            area.replace(text, area.document.start, area.document.end)
        self.query_one("#journal-reading").border_subtitle = Content("")

    # ── saving and leaving ──────────────────────────────────────────────────────────────────────────────────────────

    def action_save(self) -> None:
        """Write the entry when what was typed before this key has arrived: the key comes faster than letters do."""
        self._area.call_later(self.save)

    def save(self) -> None:
        """Write the entry; ask when another program wrote it meanwhile."""
        self._text = self._area.text
        if not self._is_dirty:
            self.app.notify("There is nothing to save.", title="Journal", markup=False)
            return
        try:
            self._entry = work.save(self._workspace, self._day, self._entry.path, ended(self._text), self._base)
        except ChangedOnDiskError as dispute:
            self._ask_whose(dispute.theirs)
            return
        except TrackerError as error:
            self._shell.report(error)
            return
        self._base, self._kept = self._entry.fingerprint, self._text
        self._say_state()
        self._shell.read_notes()
        self.app.notify("Saved.", title="Journal", markup=False)

    def _ask_whose(self, theirs: TextFile) -> None:
        self.keep()
        mine = self._text

        def settle(keep_mine: bool | None) -> None:
            if keep_mine is None:
                return
            try:
                work.put_aside(self._workspace, self._day, theirs.text if keep_mine else mine)
            except TrackerError as error:
                self._shell.report(error)
                return
            self._entry, self._base = theirs, theirs.fingerprint
            if keep_mine:
                self.save()
            else:
                area = self._area
                area.replace(theirs.text, area.document.start, area.document.end)
                self._text = area.text
                self._kept = ""
                self.keep()
                self._say_state()

        self.app.push_screen(work.dispute(mine, theirs), settle)

    def action_leave(self) -> None:
        """Leave when what was typed before this key has arrived."""
        self._area.call_later(self.leave)

    def leave(self) -> None:
        """Leave; what is not saved stays as a draft."""
        self._text = self._area.text
        self.keep()
        if self._cannot_keep and self._text != self._kept:
            return
        if self._is_dirty:
            self.app.notify("Not saved; your draft is kept. j goes on with it.", title="Journal", markup=False)
        self.dismiss(None)

    def on_unmount(self) -> None:
        """The dashboard may be leaving: keep the last words."""
        self.keep()
