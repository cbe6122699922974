"""The headings that are open at one place of a note, while it is read from top to bottom."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.notes.asking import asks_what_to_do

_QUOTE = 7
"""A one-line quote is a heading below every real one, so the next real one ends it, and the next quote too."""
_SUMMARY = 0
"""The summary of a `<details>` stands above every heading inside of it."""


@dataclass(frozen=True, slots=True)
class Place:
    """What surrounds a piece of a note."""

    path: tuple[str, ...] = ()
    asks: bool = False
    """Whether a heading in force asks what to do."""
    parent: int | None = None
    """Index of the block that this piece hangs under."""
    quoted: bool = False
    nested: bool = False
    """Inside a list item or a quote, where a one-line quote is no heading."""

    def under_lead(self, index: int, text: str) -> Place:
        """The place of a list's items below the paragraph that leads it."""
        asks = self.asks or asks_what_to_do(text)
        return Place((*self.path, text), asks, index, self.quoted, self.nested)

    def under_item(self, index: int | None) -> Place:
        """The place of what an item holds besides its own text; `index` is None if it has none."""
        return Place(self.path, self.asks, self.parent if index is None else index, self.quoted, nested=True)


class Headings:
    """Opens and closes headings; levels may be skipped. What a container (item, quote) opens ends with it."""

    def __init__(self, base: Place) -> None:
        self._base = base
        self._open: list[tuple[int, str]] = []
        self._outside: list[tuple[Place, list[tuple[int, str]]]] = []
        self._place: Place | None = base

    @property
    def place(self) -> Place:
        """Where the next piece stands."""
        if self._place is None:
            texts = [text for _, text in self._open]
            quoted = next((index for index, (level, _) in enumerate(self._open) if level == _QUOTE), None)
            asking = texts if quoted is None else texts[quoted:]
            asks = (self._base.asks and quoted is None) or any(map(asks_what_to_do, asking))
            base = self._base
            self._place = Place((*base.path, *texts), asks, base.parent, base.quoted, base.nested)
        return self._place

    def heading(self, level: int, text: str) -> None:
        """A heading of level 1 to 6 begins."""
        while self._open and self._open[-1][0] >= level:
            self._open.pop()
        if text:
            self._open.append((level, text))
        self._place = None

    def quote(self, text: str) -> None:
        """A one-line quote acts as a heading from here to the next."""
        self.heading(_QUOTE, text)

    def open_details(self) -> None:
        """A `<details>` begins: headings inside of it end with it."""
        self._outside.append((self._base, self._open))
        self._base, self._open = self.place, []

    def summary(self, text: str) -> None:
        """The summary of the `<details>` that is open; without one it is like a quote."""
        self.heading(_SUMMARY if self._outside else _QUOTE, text)

    def close_details(self) -> None:
        """A `</details>`; one too many does nothing."""
        if self._outside:
            self._base, self._open = self._outside.pop()
            self._place = None
