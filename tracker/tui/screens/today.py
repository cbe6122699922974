"""Today: what to do right now, and how steep the curve is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult

from tracker.tui.screens.base import Room
from tracker.tui.services import Services
from tracker.tui.widgets.panel import Panel

if TYPE_CHECKING:
    from tracker.journeys.views import TodayView


class TodayScreen(Room["TodayView"]):
    """The first room: one look tells what to do next."""

    NAME = "today"

    def compose_room(self) -> ComposeResult:
        """Four panels."""
        yield Panel("What do I do right now?", name="agenda")

    def load(self, services: Services) -> TodayView:
        """Read the day in one journey."""
        # Imported here: sqlmodel costs 0.3 s, and the first frame must not wait for it.
        from tracker.journeys.today import today

        return today(services.workspace, services.store, services.catalogue, self.shell.now())

    def show(self, snapshot: TodayView) -> None:
        """Fill the panels."""
