"""The difference of a failed check as a small heat map, where the terminal has colour."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tracker.cli.output import style, wants_colour

if TYPE_CHECKING:
    from tracker.grader.report import Matrix

TOO_HIGH = (52, 88, 124, 160, 196)
TOO_LOW = (17, 18, 19, 20, 21)
RIGHT = 236
NAN = 226
"""Colours of the 256-colour palette, from a small difference to the largest."""


def heat_lines(matrix: Matrix, indent: str) -> Iterator[str]:
    """Lines of coloured cells, one for each number of got − expected; nothing on a terminal without colour."""
    rows = matrix.difference
    if not wants_colour() or not rows or len(rows) * len(rows[0]) < 2:
        return
    largest = max((abs(value) for row in rows for value in row if value is not None), default=0.0)
    width = 2 if len(rows[0]) <= 24 else 1
    yield indent + style(f"got − expected at {matrix.title}", "dim")
    for row in rows:
        yield indent + "".join(_cell(value, largest, width) for value in row)
    legend = (
        f"{_cell(-largest, largest, 2)} too low  {_cell(0.0, largest, 2)} right  {_cell(largest, largest, 2)} too high"
    )
    yield indent + legend + style(f"  the largest is {largest:.3g}", "dim")


def _cell(value: float | None, largest: float, width: int) -> str:
    if value is None:
        return f"\x1b[48;5;{NAN}m{'!' * width}\x1b[0m"
    share = abs(value) / largest if largest else 0.0
    scale = TOO_HIGH if value > 0 else TOO_LOW
    colour = RIGHT if share < 1e-3 else scale[min(int(share * len(scale)), len(scale) - 1)]
    return f"\x1b[48;5;{colour}m{' ' * width}\x1b[0m"
