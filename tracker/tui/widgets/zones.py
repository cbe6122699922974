"""One line with parts that can be clicked: cheaper than a widget per part, and the first frame counts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from textual.content import Content


class Zone(NamedTuple):
    """A part of a line: what it says, what a click on it means, and its tooltip."""

    content: Content
    meaning: str
    tooltip: str


class PlacedZone(NamedTuple):
    """A zone and the cells that it covers."""

    start: int
    end: int
    zone: Zone


def placed(zones: Iterable[Zone], start: int = 0) -> tuple[PlacedZone, ...]:
    """The zones side by side from `start` on."""
    found: list[PlacedZone] = []
    for zone in zones:
        end = start + zone.content.cell_length
        found.append(PlacedZone(start, end, zone))
        start = end
    return tuple(found)


def zone_at(zones: Iterable[PlacedZone], x: int) -> Zone | None:
    """The zone that covers cell `x`."""
    return next((placed.zone for placed in zones if placed.start <= x < placed.end), None)
