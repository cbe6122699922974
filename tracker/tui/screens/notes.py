"""Notes: the learner's Markdown as it reads, and the reflections in it."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal
from textual.content import Content
from textual.widgets import Static

from tracker.changes import Area
from tracker.notes.views import ReflectionView, VersionView
from tracker.tui import messages
from tracker.tui import note_work as work
from tracker.tui.notes_view import NotesView, OpenNote, Reader, read_notes
from tracker.tui.screens.notes_filter import NotesFilter
from tracker.tui.services import Services
from tracker.tui.widgets.drawn_text import DrawnText
from tracker.tui.widgets.note_tree import NoteTree
from tracker.tui.widgets.panel import Panel
from tracker.tui.widgets.reflection_panel import ReflectionPanel, mark_of


def _key(keys: str, action: str, verb: str, sentence: str, *, show: bool = False) -> Binding:
    return Binding(keys, action, verb, show=show, id=f"notes.{action}", tooltip=sentence)


class NotesScreen(NotesFilter):
    """Notes by month, the note, and the reflection under the cursor."""

    NAME = "notes"
    AREAS = frozenset({Area.NOTES, Area.GOALS})
    CSS_PATH = "notes.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (118, "-broad")]  # noqa: RUF012  (Textual has no ClassVar)
    BINDINGS: ClassVar[list[BindingType]] = [
        _key("g", "goal", "goal", "Make a goal of this reflection; it keeps its source.", show=True),
        _key("t", "tags", "tags", "Tag this reflection.", show=True),
        _key("x", "done", "done", "Mark this action as done, or as open again.", show=True),
        _key("o,e", "editor", "editor", "Open the note in your own editor, at this line.", show=True),
        _key("f", "filter", "filter", "Show only some: by heading, day, tag, kind, state.", show=True),
        _key("c", "clear_filter", "clear", "Take the filter away."),
        _key("s", "stuck", "stuck", "Link this reflection to the exercise that you were stuck at."),
        _key("p", "pin", "pin", "Pin this reflection, or unpin it."),
        _key("X", "tick", "tick", "Tick the task's box in the note itself, or clear it."),
        _key("d", "doubts", "same?", "Compare new reflections with vanished ones that they may be."),
        _key("escape", "back", "back", "Go back to the list of notes."),
    ]

    path: str | None = None
    """The note that is open, or is being read."""
    _here: str | None = None  # the reflection under the cursor
    _wanted: str | None = None  # the reflection that the cursor shall stand on, once its note is shown

    def compose_room(self) -> ComposeResult:
        """The tree, the note, the reflection."""
        yield Static(id="notes-line", markup=False)
        with Horizontal(id="notes"):
            yield NoteTree()
            with Container(id="reading"):
                with Panel("", name="note"):
                    yield DrawnText(id="note-text")
                yield ReflectionPanel()

    def on_mount(self) -> None:
        """The list has the keys first."""
        self.query_one(NoteTree).focus()

    def load(self, services: Services) -> NotesView:
        """Read all notes' names and one note."""
        return read_notes(services, Reader(self.path, self._here, self.query_words), self.shell.now())

    def show(self, snapshot: NotesView) -> None:
        """Fill tree and note; the cursor stays on its reflection."""
        self.snapshot = snapshot
        self.show_line(snapshot)
        tree = self.query_one(NoteTree)
        tree.show(snapshot.notes, snapshot.filtered)
        if snapshot.gone:
            self.notify(f"notes/{snapshot.gone} is gone. What hangs on its reflections is kept.", markup=False)
            self.action_back()
        if snapshot.opened is not None:
            if self.path != snapshot.opened.note.path:
                tree.point_at(snapshot.opened.note.path)
                self._wanted = self._wanted or self._here  # the note was renamed
            self.show_note(snapshot.opened)
        elif self.opened is not None:
            self.show_note(self.opened)  # nothing is left: it can be read, and no reflection of it is chosen
        self.refresh_bindings()

    def show_note(self, opened: OpenNote) -> None:
        """Show a note; the cursor goes to the wanted reflection, or stays where it was if the note is the same."""
        here = self.reflection
        same = self.opened is not None and self.opened.note.path == opened.note.path
        self.opened, self.path = opened, opened.note.path
        frame = self.query_one("#note")
        frame.border_title = Content(opened.note.title or opened.note.path)
        frame.border_subtitle = Content(facts(opened))
        marks = {
            at: mark_of(found, found.id in opened.goals)
            for at, found in opened.reflections.items()
            if self.is_left(found)
        }
        wanted = self._wanted or (here.id if here is not None and same else None)
        place = opened.block_of(wanted) if wanted else None
        text = self.query_one("#note-text", DrawnText)
        if opened.problem is not None:
            self.shell.report(opened.problem)
        text.set_text(opened.blocks, marks, at=place, keep_place=same and self._wanted is None)
        self._wanted = None

    # ── moving about ────────────────────────────────────────────────────────────────────────────────────────────────

    @on(NoteTree.Pointed)
    def _preview(self, message: NoteTree.Pointed) -> None:
        self.open_note(message.key)

    @on(NoteTree.Chosen)
    def _enter(self, message: NoteTree.Chosen) -> None:
        self.open_note(message.key)
        self.add_class("-inside")
        self.query_one("#note-text").focus()
        self.refresh_bindings()

    def open_note(self, path: str) -> None:
        """Read another note and show it."""
        services = self.shell.services
        if path == self.path or services is None:
            return
        self.path = path
        task = partial(work.open_note, services, path, self.app.post_message)
        self.shell.background(task, to=self, group="note", exclusive=True)

    @on(messages.NoteChosen)
    def _open_chosen(self, message: messages.NoteChosen) -> None:
        if self.query_words:
            self.action_clear_filter()
        self.query_one(NoteTree).point_at(message.path)
        self.add_class("-inside")
        self.query_one("#note-text").focus()
        self.open_note(message.path)

    @on(work.NoteRead)
    def _show_read(self, message: work.NoteRead) -> None:
        if message.opened.note.path == self.path:
            self.show_note(message.opened)

    @on(messages.ReflectionChosen)
    def _find(self, message: messages.ReflectionChosen) -> None:
        services, wanted = self.shell.services, message.reflection_id
        if services is not None:
            self.shell.background(partial(work.find, services, wanted), to=self, group="find", exclusive=True)

    @on(work.NoteFound)
    def _go_there(self, message: work.NoteFound) -> None:
        self._wanted = message.reflection_id
        self.path, self.query_words = message.path, ""
        self.query_one(NoteTree).point_at(message.path)
        self.add_class("-inside")
        self.query_one("#note-text").focus()
        self.reload()

    def action_back(self) -> None:
        """To the list of notes."""
        self.remove_class("-inside")
        self.query_one(NoteTree).focus()
        self.refresh_bindings()

    # ── the reflection ──────────────────────────────────────────────────────────────────────────────────────────────

    @on(DrawnText.CursorMoved)
    def _show_reflection(self) -> None:
        reflection, services = self.reflection, self.shell.services
        self._here = reflection.id if reflection is not None else None
        self.refresh_bindings()
        if reflection is None or self.opened is None or services is None:
            self.query_one(ReflectionPanel).show_nothing(filtered=bool(self.query_words))
            return
        self._draw_reflection(reflection, ())
        task = partial(work.versions, services, reflection.id)
        self.shell.background(task, to=self, group="versions", exclusive=True)

    @on(work.VersionsRead)
    def _show_versions(self, message: work.VersionsRead) -> None:
        reflection = self.reflection
        if reflection is not None and reflection.id == message.reflection_id and len(message.versions) > 1:
            self._draw_reflection(reflection, message.versions)

    def _draw_reflection(self, reflection: ReflectionView, versions: tuple[VersionView, ...]) -> None:
        goals = self.opened.goals.get(reflection.id, ()) if self.opened is not None else ()
        panel = self.query_one(ReflectionPanel)
        panel.show(reflection, goals, versions, self.shell.workspace.settings.zone, self.stuck_at(reflection))


def facts(opened: OpenNote) -> str:
    """Where the note's day comes from, and how much is in it."""
    note = opened.note
    words = [f"notes/{note.path}", f"{note.reflections} reflections"]
    if opened.orphans:
        words.append(f"{len(opened.orphans)} no longer in the text")
    if note.date is not None:
        words.append(f"{note.date:%a} {note.date.day} {note.date:%b %Y}, by {note.date_source}")
    return " · ".join(words)
