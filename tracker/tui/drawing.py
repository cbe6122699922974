"""Markdown as blocks that a list of lines can show: each knows its place in the source and its text, not its width."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from textual.content import Content

from tracker.notes.markdown import Parser, Token
from tracker.tui.block_text import block_text
from tracker.tui.table_text import table_text


class Kind(StrEnum):
    """What a block is, as far as its looks go."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    CODE = "code"
    MATH = "math"
    TABLE = "table"
    RULE = "rule"
    ASIDE = "aside"


@dataclass(frozen=True)
class Drawn:
    """One block.

    Attributes:
        marker: what stands before its first line, such as a bullet; later lines stand under the text.
        depth: how many lists it is in; 0 for none.
        quotes: how many block quotes it is in.
        level: of a heading, 1 to 6; else 0.
        line_start, line_end: its lines in the source, from 1, both included.
    """

    kind: Kind
    line_start: int
    line_end: int
    marker: str = ""
    depth: int = 0
    quotes: int = 0
    level: int = 0
    tokens: tuple[Token, ...] = field(default=(), repr=False, compare=False)
    parser: Parser = field(default_factory=lambda: Parser(""), repr=False, compare=False)

    @cached_property
    def text(self) -> Content:
        """What it says, styled and not wrapped; made when it is first shown, because a note may have 100,000 blocks."""
        return block_text(self.parser, self.tokens)

    def table(self, width: int) -> Content:
        """What a table says, in so many cells."""
        return table_text(self.parser, self.tokens, width)


@dataclass
class _Place:
    """Where in lists and quotes the next block stands."""

    quotes: int = 0
    markers: list[str] = field(default_factory=list)
    numbers: list[int | None] = field(default_factory=list)
    level: int = 0
    fresh: bool = False


BOXES = {"[ ] ": "☐ ", "[x] ": "☑ ", "[X] ": "☑ "}
BULLETS = ("• ", "◦ ", "▪ ")
LEAVES = {
    "fence": Kind.CODE,
    "code_block": Kind.CODE,
    "math_block": Kind.MATH,
    "math_block_label": Kind.MATH,
    "hr": Kind.RULE,
    "front_matter": Kind.ASIDE,
    "html_block": Kind.ASIDE,
    "summary": Kind.HEADING,
}
"""Type of a token without children → how it looks."""


def draw(source: str) -> tuple[Drawn, ...]:
    """The blocks of a Markdown text in order; front matter is one of them, folded to its number of lines."""
    parser = Parser(source)
    tokens = parser.blocks()
    place = _Place()
    blocks: list[Drawn] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        end = at + 1
        if token.type in _MOVES:
            _MOVES[token.type](token, place)
        elif token.type == "table_open":
            end = next(index for index in range(at, len(tokens)) if tokens[index].type == "table_close") + 1
            blocks.append(_block(parser, Kind.TABLE, tokens[at:end], place))
        elif token.type == "inline":
            kind = Kind.HEADING if place.level else Kind.ITEM if place.markers else Kind.PARAGRAPH
            blocks.append(_block(parser, kind, [token], place))
        elif token.type in LEAVES:
            blocks.append(_block(parser, LEAVES[token.type], [token], place))
        at = end
    return tuple(blocks)


def _block(parser: Parser, kind: Kind, tokens: list[Token], place: _Place) -> Drawn:
    token = tokens[0]
    start, end = token.map or (0, 1)
    return Drawn(
        kind=kind,
        line_start=start + 1,
        line_end=max(start + 1, end),
        marker=_marker(token, place),
        depth=len(place.markers),
        quotes=place.quotes,
        level=place.level or (4 if token.type == "summary" else 0),
        tokens=tuple(tokens),
        parser=parser,
    )


def _marker(token: Token, place: _Place) -> str:
    """The bullet, number or box of an item's first block; spaces as wide in front of its further ones."""
    if not place.markers:
        return ""
    marker = place.markers[-1]
    if not place.fresh:
        return " " * len(marker)
    place.fresh = False
    return BOXES.get(token.content[:4], marker) if token.type == "inline" else marker


def _open_item(_: Token, place: _Place) -> None:
    number = place.numbers[-1]
    if number is None:
        place.markers[-1] = BULLETS[min(len(place.markers), len(BULLETS)) - 1]
    else:
        place.markers[-1] = f"{number}. "
        place.numbers[-1] = number + 1
    place.fresh = True


def _open_list(token: Token, place: _Place) -> None:
    start = token.attrGet("start") if token.type == "ordered_list_open" else None
    place.markers.append("")
    place.numbers.append(None if token.type == "bullet_list_open" else 1 if start is None else int(start))


def _close_list(_: Token, place: _Place) -> None:
    place.markers.pop()
    place.numbers.pop()


def _open_heading(token: Token, place: _Place) -> None:
    place.level = int(token.tag[1:])


def _close_heading(_: Token, place: _Place) -> None:
    place.level = 0


def _open_quote(_: Token, place: _Place) -> None:
    place.quotes += 1


def _close_quote(_: Token, place: _Place) -> None:
    place.quotes -= 1


_MOVES = {
    "bullet_list_open": _open_list,
    "ordered_list_open": _open_list,
    "bullet_list_close": _close_list,
    "ordered_list_close": _close_list,
    "list_item_open": _open_item,
    "heading_open": _open_heading,
    "heading_close": _close_heading,
    "blockquote_open": _open_quote,
    "blockquote_close": _close_quote,
}
