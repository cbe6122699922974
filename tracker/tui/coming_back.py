"""What a worker does for the reflections that come back: draw the day's, keep an answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from tracker.changes import Change
from tracker.tui.services import Services

if TYPE_CHECKING:
    from tracker.notes.resurfacing import Answer

# The verbs are imported where they run: they stand on sqlmodel, which costs 0.3 s before the first frame.

Deed = Callable[[Services], Change]


@dataclass(frozen=True)
class Said:
    """What the learner answered; `answer` is None where they want to see the note."""

    answer: Answer | None
    thought: str = ""


def drawing(now: datetime) -> Deed:
    """Draw the old reflections of the day, unless that was done."""

    def deed(services: Services) -> Change:
        from tracker.notes.coming_back import draw

        return draw(services.workspace, services.store, now)

    return deed


def reply(reflection_id: str, said: Answer, thought: str, now: datetime) -> Deed:
    """Keep what the learner says to one."""

    def deed(services: Services) -> Change:
        from tracker.notes.coming_back import answer

        return answer(services.workspace, services.store, reflection_id, said, now, thought=thought)

    return deed
