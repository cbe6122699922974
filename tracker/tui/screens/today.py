"""Today: what to do right now, and how steep the curve is."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import OptionList

from tracker.tui import today_rows
from tracker.tui.coming_back import Said, drawing, reply
from tracker.tui.messages import DayCounted
from tracker.tui.remembered import Fingerprint, fingerprint, recall, remember
from tracker.tui.screens.base import Room
from tracker.tui.services import Services
from tracker.tui.widgets.heat_map import HeatMap
from tracker.tui.widgets.learning_curve import LearningCurve
from tracker.tui.widgets.rows import Row, RowFrame, RowList

if TYPE_CHECKING:
    from tracker.journeys.views import TodayItem, TodayView
    from tracker.notes.views import ReflectionView


class Agenda(RowList):
    """The list of what to do; Enter begins."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "begin", id="today.begin", tooltip="Begin what is highlighted."),
    ]


class TodayScreen(Room["TodayView"]):
    """The first room: one look tells what to do next. Its stylesheet is loaded by the app."""

    NAME = "today"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "app.journal", "journal", id="today.journal", tooltip="Write today's journal entry."),
        Binding("slash", "app.search", "search", id="today.search", key_display="/", tooltip="Search everything."),
        Binding("q", "app.quit", "quit", id="app.quit", tooltip="Leave the tracker; everything is saved."),
    ]

    _snapshot: TodayView | None = None
    _remembered: Fingerprint | None = None

    def compose_room(self) -> ComposeResult:
        """Two columns of three, read row by row; one column where it is narrow."""
        with VerticalScroll(id="today", can_focus=False):
            yield RowFrame("What do I do right now?", name="agenda", kind=Agenda)
            yield LearningCurve("Learning curve", name="curve")
            yield RowFrame("Goals", name="today-goals")
            yield RowFrame("Latest reflections", name="latest")
            yield HeatMap("This year", name="year")
            yield RowFrame("Mistakes that came back", name="mistakes")

    def load(self, services: Services) -> TodayView:
        """Read the day in one journey."""
        # Imported here: sqlmodel costs 0.3 s, and the first frame must not wait for it.
        from tracker.journeys.today import today

        now = self.shell.now()
        made_of = fingerprint(services.workspace, now)
        view = today(services.workspace, services.store, services.catalogue, now)
        if made_of != self._remembered:
            remember(services.workspace, view, made_of)
            self._remembered = made_of
        return view

    def recall(self) -> TodayView | None:
        """The day as it was shown last, if nothing changed since."""
        workspace, now = self.shell.workspace, self.shell.now()
        view = recall(workspace, now)
        if view is not None:
            self._remembered = fingerprint(workspace, now)
        return view

    def keep_memory(self) -> None:
        """Remember anew when the database was written without a change that shows."""
        if self._remembered != fingerprint(self.shell.workspace, self.shell.now()):
            self.reload()

    def show(self, snapshot: TodayView) -> None:
        """Fill the lists and the pictures."""
        self._snapshot = snapshot
        self._bring_back(snapshot)
        agenda = self.query_one("#agenda", RowFrame)
        agenda.set_rows(today_rows.agenda(snapshot.items), today_rows.NOTHING_TO_DO)
        if self.focused is None:
            agenda.focus_rows()
        agenda.border_subtitle = Content(today_rows.promise(snapshot.minutes_total, bool(snapshot.items)))
        self._fill("#today-goals", today_rows.goals(snapshot.goals), today_rows.NO_GOALS)
        self._fill("#latest", today_rows.latest(snapshot.latest), today_rows.NO_REFLECTIONS)
        self._fill("#mistakes", today_rows.mistakes(snapshot.progress.mistakes, snapshot.day), today_rows.NO_MISTAKES)
        self._draw(snapshot)
        self.post_message(DayCounted(*today_rows.day_words(snapshot.day, snapshot.progress)))

    def _fill(self, selector: str, rows: list[Row], empty: Content) -> None:
        self.query_one(selector, RowFrame).set_rows(rows, empty)

    def _draw(self, snapshot: TodayView) -> None:
        curve = self.query_one(LearningCurve)
        curve.points, curve.today = snapshot.progress.curve, snapshot.day
        words = today_rows.steepness(snapshot.progress) if snapshot.progress.curve else ""
        curve.border_subtitle = Content(words)
        curve.set_class(not snapshot.progress.curve, "-empty")
        year = self.query_one(HeatMap)
        year.days, year.today = snapshot.progress.heatmap, snapshot.day

    @on(OptionList.OptionSelected, "#agenda-rows")
    def _begin(self, event: OptionList.OptionSelected) -> None:
        if self._snapshot is not None:
            self._open(self._snapshot.items[int(event.option_id or 0)])

    def _bring_back(self, snapshot: TodayView) -> None:
        """Draw the day's old reflections once today's numbers are seen: it may mean to look at 100,000 of them."""
        if snapshot.returned or self.shell.services is None or not self.shell.workspace.settings.resurface_per_day:
            return
        self.shell.perform(drawing(self.shell.now()))

    def _open(self, item: TodayItem) -> None:
        came_back = {one.reflection.id: one.reflection for one in self._snapshot.returned} if self._snapshot else {}
        if item.kind == "resurface" and item.target in came_back:
            self._ask(came_back[item.target])
        elif item.kind in today_rows.ABOUT_REFLECTIONS:
            self.shell.open_reflection(item.target)
        elif item.target:
            self.shell.open_exercise(item.target)
        else:
            self.shell.show_room("notes")

    def _ask(self, reflection: ReflectionView) -> None:
        """Let the learner say whether it is still true."""
        # On demand: no dialog is open at the first frame.
        from tracker.tui.screens.resurface import ResurfaceScreen

        def take(said: Said | None) -> None:
            if said is not None and said.answer is None:
                self.shell.open_reflection(reflection.id)
            elif said is not None and said.answer is not None:
                self.shell.perform(reply(reflection.id, said.answer, said.thought, self.shell.now()))

        self.app.push_screen(ResurfaceScreen(reflection), take)

    @on(OptionList.OptionSelected, "#today-goals-rows")
    def _open_goal(self, event: OptionList.OptionSelected) -> None:
        self.shell.open_goal(event.option_id or "")

    @on(OptionList.OptionSelected, "#latest-rows")
    def _open_reflection(self, event: OptionList.OptionSelected) -> None:
        self.shell.open_reflection(event.option_id or "")

    @on(OptionList.OptionSelected, "#mistakes-rows")
    def _open_mistake(self, event: OptionList.OptionSelected) -> None:
        if self._snapshot is not None:
            self.shell.open_exercise(self._snapshot.progress.mistakes[int(event.option_id or 0)].slugs[0])
