"""`/`: search over reflections, notes, goals and exercises, as it is typed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList

from tracker.errors import TrackerError
from tracker.tui.reflection_text import listed
from tracker.tui.services import Services
from tracker.tui.shell import Shell
from tracker.tui.widgets.panel import empty_words
from tracker.tui.widgets.rows import Row, RowList

if TYPE_CHECKING:
    from tracker.notes.search import Hit

MOST = 50
ASKING = empty_words("Words that must all be there; also kind:task, tag:…, note:…, heading:…, state:open, since:2w.")
NOTHING = empty_words("Nothing has all of these words.")


@dataclass(eq=False, repr=False)
class SearchFinished(Message, bubble=False):
    """The answer to the query with this number."""

    number: int
    hits: tuple[Hit, ...]
    problem: str = ""
    """Why the query cannot be answered as it is, such as a filter that is still being typed."""


class SearchScreen(ModalScreen["Hit | None"]):
    """A line to type in, what was found below; answers with what was chosen."""

    CSS_PATH: ClassVar[list[str | PurePath] | str | PurePath | None] = ["dialog.tcss", "search.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "close", id="search.close", tooltip="Back to the room."),
        Binding("down", "to_hits", "results", id="search.hits", tooltip="Go to what was found."),
    ]

    _asked = 0
    _hits: tuple[Hit, ...] = ()

    def compose(self) -> ComposeResult:
        """The line and the list."""
        with Vertical(classes="dialog", id="search") as dialog:
            dialog.border_title = Content("Search")
            dialog.border_subtitle = Content("Enter opens · ↓ results · esc closes")
            yield Input(placeholder="어텐션, softmax, kind:question …", compact=True, id="query")
            yield RowList("", name="hits")

    def on_mount(self) -> None:
        """Say how to ask."""
        hits = self.query_one("#hits", RowList)
        hits.remove_class("panel")
        hits.set_rows([], ASKING)

    @on(Input.Changed)
    def _ask(self, event: Input.Changed) -> None:
        shell = cast(Shell, self.app)
        self._asked += 1
        if shell.services is not None:
            task = partial(self._search, shell.services, event.value, self._asked)
            shell.background(task, to=self, group="search", exclusive=True)

    def _search(self, services: Services, query: str, number: int) -> Message:
        # Imported here: sqlmodel costs 0.3 s, and the first frame must not wait for it.
        from tracker.journeys.searching import search_everything

        now = cast(Shell, self.app).now()
        try:
            hits = search_everything(services.workspace, services.store, services.catalogue, query, now, limit=MOST)
        except TrackerError as error:
            return SearchFinished(number, (), str(error))
        return SearchFinished(number, tuple(hits))

    @on(SearchFinished)
    def _show(self, message: SearchFinished) -> None:
        if message.number == self._asked:
            self._hits = message.hits
            typed = self.query_one(Input).value.strip()
            rows = [_row(number, hit) for number, hit in enumerate(message.hits)]
            words = empty_words(message.problem) if message.problem else NOTHING if typed else ASKING
            self.query_one("#hits", RowList).set_rows(rows, words)

    @on(Input.Submitted)
    def _open_first(self) -> None:
        if self._hits:
            self.dismiss(self._hits[0])

    @on(OptionList.OptionSelected)
    def _open(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._hits[int(event.option_id or 0)])

    def action_to_hits(self) -> None:
        """From the line to the list."""
        self.query_one("#hits").focus()


def _row(number: int, hit: Hit) -> Row:
    place = f"{hit.path}:{hit.line}" if hit.line and hit.kind != "note" else hit.path
    title = hit.title if hit.kind in ("exercise", "goal", "note") else hit.text or hit.title
    mark = Content.styled(hit.kind.ljust(12), "$primary")
    return Row(str(number), mark, Content.styled(place, "$muted"), text=Content(listed(title)), lines=2)
