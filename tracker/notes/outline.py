"""A note's source → its blocks, in reading order: a parent before what hangs under it.

Every list item and every paragraph becomes exactly one block, an item by its first paragraph. Left out are code,
display formulas, tables, images and raw HTML, and what acts as a heading: headings and one-line quotes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tracker.notes.asking import is_question
from tracker.notes.blocks import Block, Kind, hash_of
from tracker.notes.headings import Headings, Place
from tracker.notes.markdown import DEEPEST, Parser, Token
from tracker.notes.plain import readable, without_tags

_BOX = re.compile(r"\[([ xX])\](?:\s+|$)")
_CALLOUT = re.compile(r"\[!\w+\][+-]?[ \t]*")
_EXPLICIT_ID = re.compile(r"(?:^|\s)\^([A-Za-z0-9-]{1,64})$")
_LISTS = ("bullet_list_open", "ordered_list_open")


@dataclass(frozen=True)
class Outline:
    """What a note says: its blocks, and what its date and title may come from."""

    blocks: tuple[Block, ...]
    front_matter: str
    """The lines between the `---`; empty if there are none."""
    first_heading: str
    """The first heading of level 1, else the first of any level."""
    too_deep: int | None
    """Line of the first block that is nested too deep to be read."""


def outline(source: str) -> Outline:
    """Read a note. `source` is decoded text without a byte order mark, with any line ends."""
    return _Walk(source).result()


class _Walk:
    """One walk over the tokens of one note."""

    def __init__(self, source: str) -> None:
        self._parser = Parser(source)
        self._tokens = self._parser.blocks()
        self._close = _closing(self._tokens)
        self._blocks: list[Block] = []
        self._titles: list[tuple[int, str]] = []

    def result(self) -> Outline:
        self._walk(0, len(self._tokens), Place())
        first = self._tokens[0] if self._tokens else None
        deep = (token.map for token in self._tokens if token.level == DEEPEST - 1 and _is_container(token))
        lines = next(deep, None)
        return Outline(
            blocks=tuple(self._blocks),
            front_matter=first.content if first and first.type == "front_matter" else "",
            first_heading=min(self._titles, key=lambda title: title[0] > 1)[1] if self._titles else "",
            too_deep=lines[0] + 1 if lines else None,
        )

    def _siblings(self, start: int, end: int) -> Iterator[int]:
        """Indexes of the tokens that open something directly inside of `start` to `end`."""
        while start < end:
            yield start
            start = self._close[start] + 1

    def _walk(self, start: int, end: int, base: Place) -> None:
        """Everything between two tokens that is not the own text of an item."""
        headings = Headings(base)
        lead: int | None = None
        for index in self._siblings(start, end):
            place, inside = headings.place, (index + 1, self._close[index])
            match self._tokens[index].type:
                case "paragraph_open":
                    lead = self._paragraph(index, place)
                    if "</details>" in self._tokens[index + 1].content.lower():
                        headings.close_details()
                case "bullet_list_open" | "ordered_list_open":
                    if lead is not None:
                        place = place.under_lead(lead, self._blocks[lead].text)
                    for item in self._siblings(*inside):
                        self._item(item, place)
                    lead = None
                case "blockquote_open":
                    self._quote(index, headings)
                case "footnote_reference_open":
                    self._walk(*inside, place)
                case _:
                    self._heading(index, headings)

    def _heading(self, index: int, headings: Headings) -> None:
        """Headings and what acts like one; every other token is left out."""
        token = self._tokens[index]
        match token.type:
            case "heading_open":
                level, text = int(token.tag[1]), readable(self._parser, self._tokens[index + 1].content)
                headings.heading(level, text)
                if text:
                    self._titles.append((level, text))
            case "details_start":
                headings.open_details()
            case "summary":
                headings.summary(readable(self._parser, token.content))
            case "details_end":
                headings.close_details()

    def _paragraph(self, index: int, place: Place) -> int | None:
        """A paragraph that is not the own text of an item; its block's index if it leads a list."""
        inline = self._tokens[index + 1]
        is_lead = self._before_list(self._close[index] + 1)
        source = _CALLOUT.sub("", inline.content, count=1) if place.quoted else inline.content
        added = self._add(readable(self._parser, source), inline, place, is_lead=is_lead)
        return added if is_lead else None

    def _before_list(self, index: int) -> bool:
        """Whether a list starts at this token; blank lines and HTML comments do not count."""
        while index < len(self._tokens) and _is_comment(self._tokens[index]):
            index += 1
        return index < len(self._tokens) and self._tokens[index].type in _LISTS

    def _item(self, index: int, place: Place) -> None:
        """A list item: its own text, then what is nested in it."""
        first, end = index + 1, self._close[index]
        if first == end:
            return
        token, owner, rest = self._tokens[first], None, first
        if token.type in ("paragraph_open", "heading_open"):
            token, rest = self._tokens[first + 1], self._close[first] + 1
            box = _BOX.match(token.content)
            text = readable(self._parser, token.content[box.end() :] if box else token.content)
            owner = self._add(text, token, place, is_item=True, checked=None if box is None else box[1] != " ")
        elif token.type.startswith("math_block"):
            owner, rest = self._add(f"$${token.content.strip()}$$", token, place, is_item=True), first + 1
        elif token.type == "html_block":
            owner, rest = self._add(without_tags(token.content), token, place, is_item=True), first + 1
        self._walk(rest, end, place.under_item(owner))

    def _quote(self, index: int, headings: Headings) -> None:
        """A quote of one line is a heading of what follows; a longer one, or one inside an item, is read."""
        place = headings.place
        first, end = index + 1, self._close[index]
        if not place.nested and first < end and self._close[first] + 1 == end:
            inline = self._tokens[first + 1]
            if self._tokens[first].type in ("paragraph_open", "heading_open") and _lines(inline) == 1:
                headings.quote(readable(self._parser, _CALLOUT.sub("", inline.content, count=1)))
                return
        self._walk(first, end, Place(place.path, place.asks, place.parent, quoted=True, nested=True))

    def _add(
        self,
        text: str,
        token: Token,
        place: Place,
        *,
        is_item: bool = False,
        is_lead: bool = False,
        checked: bool | None = None,
    ) -> int | None:
        """Keep a block and return its index; None if it has no text, as a lone image."""
        explicit = _EXPLICIT_ID.search(text) if "^" in text else None
        if explicit:
            text = text[: explicit.start()]
        if not text or token.map is None:
            return None
        kind = _kind(text, quoted=place.quoted, is_lead=is_lead, is_task=checked is not None)
        self._blocks.append(
            Block(
                kind=kind,
                text=text,
                heading_path=place.path,
                parent=place.parent,
                line_start=token.map[0] + 1,
                line_end=token.map[1],
                next_action=is_item and place.asks,
                checked=checked,
                explicit_id=explicit[1] if explicit else None,
                text_hash=hash_of(text),
            )
        )
        return len(self._blocks) - 1


def _kind(text: str, *, quoted: bool, is_lead: bool, is_task: bool) -> Kind:
    if is_lead:
        return Kind.LEAD
    if is_task:
        return Kind.TASK
    if quoted:
        return Kind.QUOTE
    return Kind.QUESTION if is_question(text) else Kind.STATEMENT


def _closing(tokens: list[Token]) -> list[int]:
    """For each token the index of the one that closes it; its own index if nothing needs to."""
    closing = list(range(len(tokens)))
    opened: list[int] = []
    for index, token in enumerate(tokens):
        if token.nesting == 1:
            opened.append(index)
        elif token.nesting == -1:
            closing[opened.pop()] = index
    return closing


def _is_container(token: Token) -> bool:
    return token.nesting == 1 and token.type not in ("paragraph_open", "heading_open")


def _is_comment(token: Token) -> bool:
    return token.type == "html_block" and token.content.lstrip().startswith("<!--")


def _lines(token: Token) -> int:
    return token.map[1] - token.map[0] if token.map else 0
