"""The bar above every room: where I am, where I can go, which day it is."""

from __future__ import annotations

from textual.app import ComposeResult, RenderResult
from textual.containers import Horizontal
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static

from tracker.tui.messages import RoomChosen
from tracker.tui.rooms import ROOMS, RoomEntry


class RoomTab(Static):
    """The name of one room; a click opens it."""

    def __init__(self, room: RoomEntry, *, current: bool) -> None:
        label = Content.assemble((str(room.number), "$accent"), " ", room.title)
        super().__init__(label, classes="-current" if current else "")
        self._name_of_room = room.name
        self.tooltip = f"{room.about}. Press {room.number}, or F{room.number} while typing."

    def on_click(self) -> None:
        """Tell the app which room was meant."""
        self.post_message(RoomChosen(self._name_of_room))


class DayLine(Widget):
    """The day and the streak, or the work that is going on; the short form where the long one does not fit."""

    day: reactive[tuple[str, str]] = reactive(("", ""))
    activity: reactive[str] = reactive("")

    def on_mount(self) -> None:
        """Follow what the app knows."""
        self.watch(self.app, "day", self._set_day)
        self.watch(self.app, "activity", self._set_activity)

    def _set_day(self, day: tuple[str, str]) -> None:
        self.day = day

    def _set_activity(self, activity: str) -> None:
        self.activity = activity

    def render(self) -> RenderResult:
        """Right-aligned by the stylesheet."""
        if self.activity:
            return Content.styled(self.activity, "$accent")
        full, short = (Content(text) for text in self.day)
        return full if full.cell_length <= self.size.width else short


class RoomBar(Horizontal):
    """Names of the rooms at the left, the day at the right."""

    def __init__(self, current: str) -> None:
        super().__init__()
        self._current = current

    def compose(self) -> ComposeResult:
        """One tab per room, then the day."""
        for room in ROOMS:
            yield RoomTab(room, current=room.name == self._current)
        yield DayLine()
