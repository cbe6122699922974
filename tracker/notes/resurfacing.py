"""Which old reflections come back on a day. Pure: days and numbers go in, ids come out.

A reflection rests for its half-life after it was written or last came back. Of those that have rested, a lottery draws
a few: the more a thought has faded, the likelier. The lots depend on the day and the reflection alone, so the same day
draws the same ones, in whatever order they are asked about, and whatever others there are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256
from heapq import nsmallest
from math import ceil, exp2, log

LONGEST_HALF_LIFE = 3650.0
"""Days; "still true" doubles a half-life at most up to here."""


class Answer(StrEnum):
    """What the learner says to a reflection that came back."""

    STILL_TRUE = "still true"
    CHANGED = "changed my mind"
    DONE = "done"


ANSWERS = frozenset(map(str, Answer))


@dataclass(frozen=True, slots=True)
class Memory:
    """A reflection as far as coming back is concerned."""

    id: str
    last_seen: date
    """The day on which it was written or last came back."""
    half_life: float
    """Days."""

    @property
    def interval(self) -> int:
        """Whole days for which it rests; at least one."""
        return max(1, ceil(self.half_life))

    def is_rested(self, day: date) -> bool:
        """Whether it may come back on `day`."""
        return (day - self.last_seen).days >= self.interval

    def faded(self, day: date) -> float:
        """How much of it has faded by `day`, from 0 to 1: a half after one half-life."""
        return 1 - exp2(-max(0, (day - self.last_seen).days) / self.half_life)


def drawn(memories: Iterable[Memory], day: date, most: int) -> tuple[str, ...]:
    """The ids of the at most `most` reflections that come back on `day`, in the order in which they are shown."""
    rested = (memory for memory in memories if memory.is_rested(day))
    lots = ((-log(share(day, memory.id)) / memory.faded(day), memory.id) for memory in rested)
    return tuple(id_ for _, id_ in nsmallest(most, lots))


def share(day: date, identity: str) -> float:
    """A number above 0 and at most 1 that looks like chance and is the same for the same day and reflection."""
    digest = sha256(f"{day}{identity}".encode()).digest()
    return (int.from_bytes(digest[:8], "big") + 1) / 2**64


def half_life_after(answer: Answer, half_life: float | None, usual: float) -> float | None:
    """The half-life that an answer leaves; None for the usual one.

    Args:
        answer: what the learner said.
        half_life: what it was; None for the usual one.
        usual: what the settings say.
    """
    if answer is Answer.STILL_TRUE:
        return min(LONGEST_HALF_LIFE, 2 * (half_life or usual))
    return None if answer is Answer.CHANGED else half_life
