"""A block: one piece of a note, as its text alone tells it. Nothing here knows Markdown or the store."""

from __future__ import annotations

import unicodedata
from enum import StrEnum
from hashlib import blake2b
from typing import NamedTuple


class Kind(StrEnum):
    """What a block is to the learner."""

    STATEMENT = "statement"
    QUESTION = "question"
    TASK = "task"
    QUOTE = "quote"
    LEAD = "lead"
    """A paragraph directly before a list: a reflection of its own, and the parent of the list's items."""


class Block(NamedTuple):
    """A list item's own text or a paragraph, with where it stands.

    A tuple rather than a frozen dataclass, because it is made four times as fast and a first sync makes 100,000.
    """

    kind: Kind
    text: str
    """Without markup, on one line, NFC."""
    heading_path: tuple[str, ...]
    """Headings from the outermost in; a one-line quote and a lead count as headings of what follows them."""
    parent: int | None
    """Index, in the note's blocks, of the item or lead that this one hangs under."""
    line_start: int
    """First line of its own text, counted from 1."""
    line_end: int
    """Last line of its own text, included; what is nested below does not count."""
    next_action: bool = False
    """An item under a heading that asks what to do."""
    checked: bool | None = None
    """The box of a task; None where there is none."""
    explicit_id: str | None = None
    """What the learner wrote as `^id` at the end of the text."""
    text_hash: str = ""


def normalised(text: str) -> str:
    """Text as it is kept and compared: NFC (never NFKC: `①` and `1` differ), every run of white space one space."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


def hash_of(text: str) -> str:
    """The fingerprint of normalised text, 32 hexadecimal digits."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
