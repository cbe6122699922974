"""What a feature changed: the fact that travels from a worker to the screens."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Area(StrEnum):
    """A part of the store that a screen may show."""

    NOTES = "notes"
    EXERCISES = "exercises"
    GOALS = "goals"
    REVIEWS = "reviews"
    SETTINGS = "settings"


@dataclass(frozen=True)
class Change:
    """A committed transaction: which areas it touched, and one sentence about it for the learner."""

    areas: frozenset[Area]
    sentence: str = ""

    def __bool__(self) -> bool:
        """False when nothing changed."""
        return bool(self.areas)

    def __or__(self, other: Change) -> Change:
        """Both changes as one; the sentences are joined."""
        sentences = [text for text in (self.sentence, other.sentence) if text]
        return Change(self.areas | other.areas, " ".join(sentences))


NOTHING = Change(frozenset())
