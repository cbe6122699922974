"""The curriculum as a list that folds by track: glyph, name, and in words where the learner stands."""

from __future__ import annotations

from itertools import groupby

from textual.content import Content

from tracker.practice.views import ExerciseStatus
from tracker.tui.widgets.folding_list import FoldingList, Group
from tracker.tui.widgets.panel import empty_words
from tracker.tui.widgets.rows import Row

GLYPHS = {"open": "○", "started": "◐", "passed": "●", "due": "↻"}
STYLES = {"open": "$muted", "started": "$text-warning", "passed": "$text-success", "due": "$text-accent"}
NOTHING = empty_words("There are no exercises. Put a folder with an exercise.toml into exercises/.")
ROOMY = 60
"""Cells from which on a line also has minutes and points."""


def exercise_row(status: ExerciseStatus, *, roomy: bool) -> Row:
    """One exercise; a roomy line also has its minutes or its points."""
    style = STYLES[status.status]
    left = Content.assemble("  ", (GLYPHS[status.status], style), " ", status.slug)
    return Row(status.slug, left, Content.assemble((_standing(status, roomy=roomy), style)))


def _standing(status: ExerciseStatus, *, roomy: bool) -> str:
    if not roomy:
        return status.status
    points = f"{status.points:g} of {status.max_points:g} points" if status.attempts else f"{status.minutes} min"
    return f"{points}   {status.status:<7}"


def track_group(number: int, statuses: list[ExerciseStatus], *, roomy: bool) -> Group:
    """A track: its title, how many of its exercises have been passed, and the exercises."""
    passed = sum(status.passed_at is not None for status in statuses)
    return Group(
        key=str(number),
        title=Content.styled(statuses[0].track_title, "bold"),
        right=Content.styled(f"{passed}/{len(statuses)}", "$text-success" if passed == len(statuses) else "$muted"),
        keys=frozenset(status.slug for status in statuses),
        rows=lambda: [exercise_row(status, roomy=roomy) for status in statuses],
    )


class Curriculum(FoldingList):
    """Every exercise by track."""

    def __init__(self) -> None:
        super().__init__("Curriculum", name="curriculum", empty=NOTHING)
        self._statuses: tuple[ExerciseStatus, ...] = ()
        self._current = ""
        self._roomy = False

    def show(self, statuses: tuple[ExerciseStatus, ...], current: str) -> None:
        """Draw the curriculum; at first only the tracks that are under way are unfolded."""
        self._statuses, self._current = statuses, current
        passed = sum(status.passed_at is not None for status in statuses)
        self.border_subtitle = Content(f"{passed} of {len(statuses)} passed")
        self._group()

    def on_resize(self) -> None:
        """A wide list tells more."""
        if (self.size.width >= ROOMY) != self._roomy:
            self._roomy = not self._roomy
            self._group()

    def _group(self) -> None:
        tracks = [(number, list(items)) for number, items in groupby(self._statuses, key=lambda status: status.track)]
        groups = [track_group(number, items, roomy=self._roomy) for number, items in tracks]
        alive = {status.track for status in self._statuses if status.status in ("started", "due")}
        alive |= {status.track for status in self._statuses if status.slug == self._current}
        self.set_groups(groups, unfold=[str(number) for number in alive])


def standing(status: ExerciseStatus) -> str:
    """Where the learner stands with an exercise, in one line."""
    words = [f"{GLYPHS[status.status]} {status.status}"]
    if status.attempts:
        words.append(f"best {status.points:g} of {status.max_points:g} points")
    if status.due is not None:
        words.append(f"practice {status.due:%a} {status.due.day} {status.due:%b}")
    if not status.attempts:
        words.append(f"about {status.minutes} min")
    return " · ".join(words)
