"""The words of matching: what is known, where a block stands, and the plan that comes of it. Pure data."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

Spot = tuple[str, int]
"""A block: the path of its note, and its index among the note's blocks."""


@dataclass(frozen=True, slots=True)
class Known:
    """A reflection as the store has it, as far as matching needs it."""

    id: str
    note: str
    text: str
    text_hash: str
    heading_path: tuple[str, ...] = ()
    position: int = 0
    parent: str | None = None
    explicit_id: str | None = None
    is_live: bool = True
    earlier: frozenset[str] = frozenset()
    """Hashes of texts that it had before; looked for only while it is not live."""


class Stage(StrEnum):
    """How a block was recognised."""

    EXPLICIT = "explicit"
    SAME = "same"
    ELSEWHERE = "elsewhere"
    RENAMED = "renamed"
    MOVED = "moved"
    BACK = "back"
    EDITED = "edited"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A new block that may be a vanished reflection, for the learner to say."""

    spot: Spot
    id: str
    score: float
    """0 to 1; those near 1 were not followed because another one was as near."""


@dataclass
class Plan:
    """What a sync has to write."""

    ids: dict[Spot, str] = field(default_factory=dict)
    """The reflection that a block is; a block that is not here is new."""
    stages: dict[Spot, Stage] = field(default_factory=dict)
    vanished: tuple[str, ...] = ()
    """Live reflections whose text is nowhere any more."""
    merged: dict[str, Spot] = field(default_factory=dict)
    """Those of the vanished whose text another block has taken in."""
    doubts: tuple[Doubt, ...] = ()
    repeated: tuple[Spot, ...] = ()
    """Blocks whose `^id` stands elsewhere too, so that it was not followed."""
    renames: dict[str, str] = field(default_factory=dict)
    """New path → the path that the note had before."""
