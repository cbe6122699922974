"""Progress: the learning curve, track by track, and what stands behind it."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import DataTable, OptionList, Static

from tracker.tui import progress_rows, today_rows
from tracker.tui.progress_rows import ProgressSnapshot, TrackCurve
from tracker.tui.screens.base import Room
from tracker.tui.services import Services
from tracker.tui.widgets.heat_map import HeatMap
from tracker.tui.widgets.learning_curve import LearningCurve
from tracker.tui.widgets.panel import Panel
from tracker.tui.widgets.rows import RowList

COLUMNS = ("Day", "Passed by then", "Done", "Minutes")


class TrackList(RowList):
    """The tracks; the curve follows the highlighted one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "look", show=False, id="progress.track", tooltip="Show this track's curve."),
    ]


class ProgressScreen(Room[ProgressSnapshot]):
    """Curve and year at the left, tracks and numbers at the right; a table of the same days behind `t`."""

    NAME = "progress"
    CSS_PATH = "progress.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "t", "toggle_table", "table", id="progress.table", tooltip="The numbers behind the pictures, day by day."
        ),
    ]

    _snapshot: ProgressSnapshot | None = None

    def compose_room(self) -> ComposeResult:
        """Pictures left, words right; one column where it is narrow."""
        with VerticalScroll(id="progress", can_focus=False):
            with Vertical(id="pictures"):
                yield LearningCurve("Learning curve", name="big-curve")
                yield HeatMap("This year", name="big-year")
                table: DataTable[str] = DataTable(id="days", classes="panel", cursor_type="row", zebra_stripes=True)
                table.border_title = Content("Day by day")
                yield table
            with Vertical(id="words"):
                yield TrackList("Tracks", name="tracks")
                with Panel("What was observed", name="observed"):
                    yield Static("", id="numbers")
                yield RowList("First time → latest time", name="times")
                yield RowList("Mistakes that came back", name="slips")

    def on_mount(self) -> None:
        """The table waits behind its key; the keys rest on the tracks."""
        self.query_one(DataTable).add_columns(*COLUMNS)
        self.query_one(TrackList).focus(scroll_visible=False)

    def load(self, services: Services) -> ProgressSnapshot:
        """Sum up what was observed."""
        # Imported here: sqlmodel costs 0.3 s, and rooms are imported on the thread that draws.
        from tracker.progress.summary import summary

        now = self.shell.now()
        progress = summary(services.store, now, services.workspace.settings)
        tracks = [(track.title, [one.id for one in track.exercises]) for track in services.catalogue.tracks()]
        return ProgressSnapshot(services.workspace.day(now), progress, progress_rows.track_curves(progress, tracks))

    def show(self, snapshot: ProgressSnapshot) -> None:
        """Fill pictures and words."""
        self._snapshot = snapshot
        progress = snapshot.progress
        year = self.query_one(HeatMap)
        year.days, year.today = progress.heatmap, snapshot.day
        self.query_one("#numbers", Static).update(progress_rows.numbers(progress))
        self.query_one(TrackList).set_rows(progress_rows.track_rows(snapshot.tracks), progress_rows.NO_TRACKS)
        self.query_one("#times", RowList).set_rows(progress_rows.times(progress.times), progress_rows.NO_TIMES)
        mistakes = today_rows.mistakes(progress.mistakes, snapshot.day)
        self.query_one("#slips", RowList).set_rows(mistakes, progress_rows.NO_MISTAKES)
        self._fill_table(snapshot)
        self._draw_track()

    def _fill_table(self, snapshot: ProgressSnapshot) -> None:
        table = self.query_one(DataTable)
        table.clear()
        table.add_rows(progress_rows.table(snapshot.progress))

    @property
    def track(self) -> TrackCurve | None:
        """The highlighted track."""
        chosen = self.query_one(TrackList).chosen
        tracks = self._snapshot.tracks if self._snapshot else ()
        return next((track for track in tracks if track.key == chosen), None)

    @on(OptionList.OptionHighlighted, "#tracks")
    def _draw_track(self) -> None:
        if self._snapshot is None or (track := self.track) is None:
            return
        curve = self.query_one(LearningCurve)
        curve.points, curve.today = track.points, self._snapshot.day
        curve.border_title = Content(f"Learning curve · {track.title}")
        curve.border_subtitle = Content(f"{track.passed} of {track.total} passed cold")

    @on(OptionList.OptionSelected, "#times")
    def _open_exercise(self, event: OptionList.OptionSelected) -> None:
        self.shell.open_exercise(event.option_id or "")

    @on(OptionList.OptionSelected, "#slips")
    def _open_mistake(self, event: OptionList.OptionSelected) -> None:
        if self._snapshot is not None:
            self.shell.open_exercise(self._snapshot.progress.mistakes[int(event.option_id or 0)].slugs[0])

    def action_toggle_table(self) -> None:
        """Pictures or table."""
        is_table = self.query_one("#pictures").toggle_class("-table").has_class("-table")
        (self.query_one(DataTable) if is_table else self.query_one(TrackList)).focus()
