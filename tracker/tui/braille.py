"""Lines drawn in braille dots: two columns and four rows of dots to a cell."""

from __future__ import annotations

from collections.abc import Sequence

_BLANK = 0x2800
_BITS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""The bit of a dot by its row (from the top) and column in the cell."""


def plot(heights: Sequence[float], width: int, height: int) -> list[str]:
    """A line through `heights`, one per dot column, as `height` strings of `width` braille cells, the top one first.

    Args:
        heights: `2 · width` numbers from 0 (the lowest dot) to 1 (the highest).
        width: in cells.
        height: in cells.
    """
    cells = [[0] * width for _ in range(height)]
    highest = 4 * height - 1
    before: int | None = None
    for column, share in enumerate(heights):
        level = round(min(1.0, max(0.0, share)) * highest)
        for dot in _between(before, level):
            row = highest - dot
            cells[row // 4][column // 2] |= _BITS[row % 4][column % 2]
        before = level
    return ["".join(chr(_BLANK + bits) if bits else " " for bits in row) for row in cells]


def _between(before: int | None, level: int) -> range:
    """The dots of one column: the level itself, and the way to it from the column before."""
    if before is None or before == level:
        return range(level, level + 1)
    return range(before + 1, level + 1) if before < level else range(level, before)
