"""The rooms of the dashboard, as plain data: their keys and what they are for."""

from __future__ import annotations

from typing import NamedTuple


class RoomEntry(NamedTuple):
    """One room; `number` is its key and, with F, its key while typing."""

    number: int
    name: str
    title: str
    about: str


ROOMS = (
    RoomEntry(1, "today", "Today", "What to do right now, and how steep the curve is"),
    RoomEntry(2, "notes", "Notes", "Your notes and their reflections"),
    RoomEntry(3, "exercises", "Exercises", "The curriculum: code, checks, hints"),
    RoomEntry(4, "goals", "Goals", "What you want, and how far you are"),
    RoomEntry(6, "progress", "Progress", "Your learning curve, track by track"),
)
"""In the order of the bar. Key 5 belongs to Review."""
