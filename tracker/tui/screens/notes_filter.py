"""What the notes room leaves out, and what it asks: filters, and doubts about identity."""

from __future__ import annotations

from functools import partial

from textual import on
from textual.content import Content
from textual.widgets import Static

from tracker.errors import TrackerError
from tracker.notes.views import DoubtView, ReflectionView
from tracker.tui import note_work as work
from tracker.tui.notes_view import NotesView
from tracker.tui.screens.note_actions import NoteActions

FILTERS = (
    "kind:question  tag:attention  heading:next  note:day26  since:2w  until:2026-11-22  "
    "state:open (or done, pinned, stuck), and words; together they narrow. c takes the filter away."
)


class NotesFilter(NoteActions):
    """Filter and doubts; `NotesScreen` lays the room out."""

    query_words: str = ""
    """The filter as it was typed; empty for none."""
    snapshot: NotesView | None = None
    """What is shown."""

    def is_left(self, reflection: ReflectionView) -> bool:
        """Whether the filter leaves a reflection."""
        kept = self.snapshot.filtered if self.snapshot is not None else None
        return kept is None or reflection.id in kept.notes.get(reflection.note, frozenset())

    @property
    def doubts(self) -> tuple[DoubtView, ...]:
        """What is still open about identity."""
        return self.snapshot.doubts if self.snapshot is not None else ()

    def show_line(self, snapshot: NotesView) -> None:
        """Say above the room what is filtered and what is asked."""
        line = line_of(snapshot)
        found = self.query_one("#notes-line", Static)
        found.update(line)
        found.display = bool(line)

    def action_filter(self) -> None:
        """Ask what shall be left."""
        # On demand: no dialog is open at the first frame.
        from tracker.tui.screens.ask import AskScreen

        def take(answer: str | None) -> None:
            services = self.shell.services
            if answer is not None and services is not None:
                task = partial(work.narrow, services, answer, self.shell.now())
                self.shell.background(task, to=self, group="filter", exclusive=True)

        ask = AskScreen(
            "Filter", FILTERS, self.query_words, enter="filters", may_be_empty=True, problem=self._problem_of
        )
        self.app.push_screen(ask, take)

    def _problem_of(self, query: str) -> str:
        # Imported here: sqlmodel costs 0.3 s, and the first frame must not wait for it.
        from tracker.notes.filtering import understood

        try:
            understood(self.shell.workspace, query, self.shell.now())
        except TrackerError as error:
            return str(error)
        return ""

    @on(work.NotesNarrowed)
    def _take_filter(self, message: work.NotesNarrowed) -> None:
        self.query_words = message.query
        self.reload()

    def action_clear_filter(self) -> None:
        """Show everything again."""
        self.query_words = ""
        self.reload()

    def action_doubts(self) -> None:
        """Ask about identity."""
        # On demand: no dialog is open at the first frame.
        from tracker.tui.screens.doubts import DoubtsScreen

        if self.doubts:
            self.app.push_screen(DoubtsScreen(self.doubts))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There must be something to clear or to answer."""
        if action == "clear_filter":
            return bool(self.query_words)
        if action == "doubts":
            return bool(self.doubts)
        return super().check_action(action, parameters)


def line_of(snapshot: NotesView) -> Content:
    """What is filtered, and how many doubts are open; empty where there is nothing to say."""
    parts: list[Content] = []
    if snapshot.filtered is not None:
        left = f"{_number(snapshot.filtered.total, 'reflection')} in {_number(len(snapshot.filtered.notes), 'note')}"
        parts.append(
            Content.assemble(
                ("filter ", "$muted"), (snapshot.filtered.query, "bold $accent"), (f" · {left} · ", "$muted"),
                ("c", "bold $accent"), (" clears", "$muted"),
            )
        )  # fmt: skip
    if snapshot.doubts:
        count = len(snapshot.doubts)
        words = "one may be an old one in new words" if count == 1 else f"{count} may be old ones in new words"
        parts.append(
            Content.assemble(
                ("? ", "$text-warning"), (f"{words} · ", "$muted"), ("d", "bold $accent"), (" compares", "$muted")
            )
        )
    return Content("   ").join(parts)


def _number(count: int, name: str) -> str:
    return f"{count} {name}" if count == 1 else f"{count} {name}s"
