"""The bar above every room: where I am, where I can go, which day it is."""

from __future__ import annotations

from textual import events
from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from tracker.tui.messages import RoomChosen
from tracker.tui.rooms import ROOMS, RoomEntry
from tracker.tui.widgets.zones import Zone, placed, zone_at


class RoomBar(Widget):
    """Names of the rooms at the left; at the right the day and the streak, or the work that is going on."""

    day: reactive[tuple[str, str]] = reactive(("", ""))
    """In full, and short for a narrow bar."""
    activity: reactive[str] = reactive("")
    under_mouse: reactive[str] = reactive("")

    def __init__(self, current: str) -> None:
        super().__init__()
        self._current = current

    def on_mount(self) -> None:
        """Follow what the app knows."""
        self.watch(self.app, "day", self._set_day)
        self.watch(self.app, "activity", self._set_activity)

    def _set_day(self, day: tuple[str, str]) -> None:
        self.day = day

    def _set_activity(self, activity: str) -> None:
        self.activity = activity

    def render(self) -> RenderResult:
        """The rooms, then the day at the right end."""
        rooms = Content("").join(zone.content for zone in self._zones())
        room = self.content_size.width - rooms.cell_length
        return rooms + Content(" " * max(0, room - self._day(room).cell_length)) + self._day(room)

    def _day(self, room: int) -> Content:
        if self.activity:
            return Content.styled(self.activity, "$accent").truncate(max(0, room - 1), ellipsis=True)
        full, short = self.day
        return Content.styled(full if len(full) < room else short, "$muted")

    def _zones(self) -> tuple[Zone, ...]:
        return tuple(self._zone(room) for room in ROOMS)

    def _zone(self, room: RoomEntry) -> Zone:
        key, style = "$accent", "$muted"
        if room.name == self._current:
            key, style = "bold $accent on $background", "bold $foreground on $background"
        elif room.name == self.under_mouse:
            key, style = "$accent on $boost", "$foreground on $boost"
        content = Content.assemble((f" {room.number} ", key), (f"{room.title} ", style))
        return Zone(content, room.name, f"{room.about}. Press {room.number}, or F{room.number} while typing.")

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Light up the room under the mouse."""
        zone = zone_at(placed(self._zones()), event.get_content_offset_capture(self).x)
        self.under_mouse = zone.meaning if zone else ""
        self.tooltip = zone.tooltip if zone else None

    def on_leave(self) -> None:
        """The mouse has gone."""
        self.under_mouse = ""

    def on_click(self, event: events.Click) -> None:
        """Tell the app which room was meant."""
        zone = zone_at(placed(self._zones()), event.get_content_offset_capture(self).x)
        if zone is not None:
            self.post_message(RoomChosen(zone.meaning))
