"""Blocks as lines of a given width: indentation, bullets, quotes, and the air between blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content

from tracker.tui.drawing import Drawn, Kind
from tracker.tui.hanging import hanging

PAGE = 150
"""Blocks after which a heading begins a new page."""
LONGEST_PAGE = 400
"""Blocks after which a page ends anywhere."""
HEADINGS = {1: "bold $text-primary", 2: "bold $text-primary", 3: "bold $text-accent"}
TIGHT = {Kind.ITEM}


@dataclass(frozen=True)
class Line:
    """One line on the screen and the block that it belongs to; -1 for air between blocks."""

    text: Content
    block: int


def pages(blocks: Sequence[Drawn]) -> list[range]:
    """The blocks cut at headings into parts that can be laid out without a pause; one part for most notes."""
    starts = [0]
    for at, block in enumerate(blocks):
        size = at - starts[-1]
        if size >= LONGEST_PAGE or (size >= PAGE and block.kind is Kind.HEADING):
            starts.append(at)
    return [range(start, end) for start, end in zip(starts, [*starts[1:], len(blocks)], strict=True)]


def typeset(blocks: Sequence[Drawn], part: range, width: int) -> list[Line]:
    """The lines of one part of a text, `width` cells wide."""
    lines: list[Line] = []
    for at in part:
        if at > part.start and _airy(blocks[at - 1], blocks[at]):
            lines.append(Line(Content(""), -1))
        lines += [Line(text, at) for text in block_lines(blocks[at], width)]
    return lines


def _airy(above: Drawn, below: Drawn) -> bool:
    """Whether a blank line stands between two blocks: not within lists, and not between a lead and its list."""
    if below.kind in TIGHT and above.kind in TIGHT:
        return False
    return not (below.kind is Kind.ITEM and above.kind in {Kind.PARAGRAPH, Kind.HEADING} and above.level != 1)


def block_lines(block: Drawn, width: int) -> list[Content]:
    """One block, wrapped between words, a table within its cells; code and formulas go on in the next line."""
    quote = Content.styled("▎ " * block.quotes, "$muted")
    indent = Content(" " * (2 * (block.depth - 1))) if block.depth else Content("")
    prefix = quote + indent + Content.styled(block.marker, "$text-accent")
    room = max(8, width - prefix.cell_length)
    text = block.table(room - 2) if block.kind is Kind.TABLE else _styled(block, room)
    if block.kind in {Kind.CODE, Kind.TABLE, Kind.MATH}:
        lines = [part for line in text.split("\n") for part in (line.fold(room - 2) if line else [line])]
        return [quote + indent + Content("  ") + line for line in lines]
    return hanging(prefix, text, width).split("\n")


def _styled(block: Drawn, room: int) -> Content:
    if block.kind is Kind.RULE:
        return Content.styled("─" * room, "$muted")
    if block.kind is Kind.HEADING:
        return block.text.stylize_before(HEADINGS.get(block.level, "bold"))
    return block.text.stylize_before("italic $muted") if block.quotes else block.text
