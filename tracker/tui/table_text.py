"""A Markdown table as aligned text; columns are measured in cells, so that Korean lines up."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from tracker.notes.markdown import Parser, Token
from tracker.tui.inline_text import inline_text

WIDEST = 40
"""Cells of one column; a longer text is cut with …."""


def table_text(parser: Parser, tokens: Sequence[Token]) -> Content:
    """The table between `table_open` and `table_close`, its header underlined."""
    rows: list[list[Content]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline" and rows:
            rows[-1].append(inline_text(parser, token.content).truncate(WIDEST, ellipsis=True))
    if not rows:
        return Content("")
    widths = [max(cell.cell_length for cell in column) for column in zip(*rows, strict=False)]
    header, *body = [_row(row, widths) for row in rows]
    rule = Content.styled("─┼─".join("─" * width for width in widths), "$muted")
    return Content("\n").join([header.stylize("bold"), rule, *body])


def _row(cells: Sequence[Content], widths: Sequence[int]) -> Content:
    padded = [cell + Content(" " * (width - cell.cell_length)) for cell, width in zip(cells, widths, strict=False)]
    return Content.styled(" │ ", "$muted").join(padded)
