"""Paragraphs whose later lines stand under the first one's text, measured in cells."""

from __future__ import annotations

from textual.content import Content


def hanging(prefix: Content | str, body: Content | str, width: int) -> Content:
    """The body wrapped to the width, after the prefix; every further line is indented by the prefix's width."""
    lead = prefix if isinstance(prefix, Content) else Content(prefix)
    text = body if isinstance(body, Content) else Content(body)
    indent = lead.cell_length
    lines = text.wrap(max(8, width - indent)) or [Content("")]
    padded = [lead + lines[0], *(Content(" " * indent) + line for line in lines[1:])]
    return Content("\n").join(padded)


def row(left: Content | str, right: Content | str, width: int) -> Content:
    """One line with something at each end; the left end is cut with … where both do not fit."""
    start = left if isinstance(left, Content) else Content(left)
    end = right if isinstance(right, Content) else Content(right)
    room = max(1, width - end.cell_length - (1 if end.cell_length else 0))
    start = start.truncate(room, ellipsis=True)
    gap = max(0, width - start.cell_length - end.cell_length)
    return start + Content(" " * gap) + end
