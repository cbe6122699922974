"""The line under every room: the keys that matter most here, at most six."""

from __future__ import annotations

from typing import Any

from textual import events
from textual.app import RenderResult
from textual.binding import ActiveBinding
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget

from tracker.tui.widgets.zones import PlacedZone, Zone, placed, zone_at

MOST = 6
KEYS, PALETTE = "app.keys", "app.palette"
ALWAYS = (KEYS, PALETTE)
"""These two stand there whatever else does; the palette at the right end."""


class KeyBar(Widget):
    """Keys with their verbs; a click is a press. The palette stands at the right end.

    Textual's own footer is a widget per key: on the first frame that costs 15 ms.
    """

    def on_mount(self) -> None:
        """Follow the screen's bindings, which change with the focus."""
        self.screen.bindings_updated_signal.subscribe(self, self._follow)

    def _follow(self, screen: Screen[Any]) -> None:
        if screen.app.app_focus and self.is_attached:
            self.refresh()

    def render(self) -> RenderResult:
        """The keys of the room, then the palette."""
        zones = self._zones()
        line = Content("")
        for start, _, zone in zones:
            line += Content(" " * (start - line.cell_length)) + zone.content
        return line

    def _zones(self) -> tuple[PlacedZone, ...]:
        """Every key with its place; what does not fit is left out from the end."""
        bindings = self._shown()
        last = [_zone(self, one) for one in bindings if one.binding.id == PALETTE]
        first = placed(_zone(self, one) for one in bindings if one.binding.id != PALETTE)
        end = self.content_size.width - sum(zone.content.cell_length for zone in last)
        return (*(one for one in first if one.end <= end), *placed(last, end))

    def _shown(self) -> list[ActiveBinding]:
        shown: dict[str, ActiveBinding] = {}
        always: dict[str, ActiveBinding] = {}
        for active in self.screen.active_bindings.values():
            if active.binding.id in ALWAYS:
                always[active.binding.id] = active
            elif active.binding.show:
                shown.setdefault(active.binding.action, active)
        kept = [always[name] for name in ALWAYS if name in always]
        return [*list(shown.values())[: MOST - len(kept)], *kept]

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Explain the key under the mouse."""
        zone = zone_at(self._zones(), event.get_content_offset_capture(self).x)
        self.tooltip = zone.tooltip if zone else None

    def on_click(self, event: events.Click) -> None:
        """Press the key under the mouse."""
        zone = zone_at(self._zones(), event.get_content_offset_capture(self).x)
        if zone is not None:
            self.app.simulate_key(zone.meaning)


def _zone(bar: KeyBar, active: ActiveBinding) -> Zone:
    binding = active.binding
    key, verb = ("bold $accent", "$foreground") if active.enabled else ("$faint", "$faint")
    content = Content.assemble((f" {bar.app.get_key_display(binding)} ", key), (f"{binding.description} ", verb))
    return Zone(content, binding.key, active.tooltip or binding.tooltip)
