"""A Markdown table as aligned text; columns are measured in cells, so that Korean lines up."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from tracker.notes.markdown import Parser, Token
from tracker.tui.inline_text import inline_text

NARROWEST = 6
"""Cells that a column keeps while another one is wider."""
BAR = Content.styled(" │ ", "$muted")


def table_text(parser: Parser, tokens: Sequence[Token], width: int | None = None) -> Content:
    """The table between `table_open` and `table_close`, its header underlined.

    Args:
        parser: the text that the tokens are of.
        tokens: the whole table.
        width: cells that it may take; where they are too few, texts are wrapped. None for as many as it needs.
    """
    rows: list[list[Content]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline" and rows:
            rows[-1].append(inline_text(parser, token.content))
    if not rows:
        return Content("")
    columns = list(zip(*rows, strict=False))
    widths = [max(1, *(cell.cell_length for cell in column)) for column in columns]
    if width is not None:
        room = width - BAR.cell_length * (len(widths) - 1)
        widths = _fitted(widths, [_longest_word(column) for column in columns], room)
    header, *body = [_row(row, widths) for row in rows]
    rule = Content.styled("─┼─".join("─" * width for width in widths), "$muted")
    return Content("\n").join([header.stylize("bold"), rule, *body])


def _fitted(widths: Sequence[int], words: Sequence[int], room: int) -> list[int]:
    """Column widths that together take at most `room` cells, if that can be.

    The widest give way first: down to their longest word, and where that is not enough down to `NARROWEST`.
    """
    fitted = list(widths)
    for floors in (words, [NARROWEST] * len(words)):
        while sum(fitted) > room:
            above = [at for at, width in enumerate(fitted) if width > floors[at]]
            if not above:
                break
            fitted[max(above, key=fitted.__getitem__)] -= 1
    return fitted


def _longest_word(column: Sequence[Content]) -> int:
    return max((Content(word).cell_length for cell in column for word in cell.plain.split()), default=1)


def _row(cells: Sequence[Content], widths: Sequence[int]) -> Content:
    """One row, as many lines high as its highest cell."""
    wrapped = [cell.wrap(width) or [Content("")] for cell, width in zip(cells, widths, strict=False)]
    lines = []
    for at in range(max(map(len, wrapped))):
        parts = [lines_of[at] if at < len(lines_of) else Content("") for lines_of in wrapped]
        padded = [part + Content(" " * (width - part.cell_length)) for part, width in zip(parts, widths, strict=False)]
        lines.append(BAR.join(padded))
    return Content("\n").join(lines)
