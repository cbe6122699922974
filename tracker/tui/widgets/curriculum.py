"""The curriculum as a list that folds by track: glyph, name, and in words where the learner stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList

from tracker.practice.views import ExerciseStatus
from tracker.tui.widgets.panel import empty_words
from tracker.tui.widgets.rows import Row, RowList

GLYPHS = {"open": "○", "started": "◐", "passed": "●", "due": "↻"}
STYLES = {"open": "$muted", "started": "$text-warning", "passed": "$text-success", "due": "$text-accent"}
TRACK = "track "
NOTHING = empty_words("There are no exercises. Put a folder with an exercise.toml into exercises/.")


def exercise_row(status: ExerciseStatus, *, roomy: bool) -> Row:
    """One exercise; a roomy line also has its minutes and points."""
    style = STYLES[status.status]
    left = Content.assemble("  ", (GLYPHS[status.status], style), " ", status.slug)
    return Row(status.slug, left, Content.assemble((_standing(status, roomy=roomy), style)))


def _standing(status: ExerciseStatus, *, roomy: bool) -> str:
    if not roomy:
        return status.status
    points = f"{status.points:g} of {status.max_points:g} points" if status.attempts else f"{status.minutes} min"
    return f"{points}   {status.status:<7}"


def track_row(number: int, statuses: list[ExerciseStatus], *, is_folded: bool) -> Row:
    """The line of a track: whether it is folded, its title, and how many of its exercises have been passed."""
    passed = sum(status.passed_at is not None for status in statuses)
    done = passed == len(statuses)
    left = Content.assemble(("▸ " if is_folded else "▾ ", "$muted"), (statuses[0].track_title, "bold"))
    return Row(
        f"{TRACK}{number}",
        left,
        Content.styled(f"{passed}/{len(statuses)}", "$text-success" if done else "$muted"),
    )


class Curriculum(RowList):
    """Every exercise by track. Enter on a track folds it, on an exercise opens it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "fold(False)", "Unfold", show=False),
        Binding("left", "fold(True)", "Fold", show=False),
    ]

    @dataclass
    class Pointed(Message):
        """The cursor stands on another exercise."""

        slug: str

    @dataclass
    class Chosen(Message):
        """The learner pressed Enter on an exercise, or clicked it."""

        slug: str

    def __init__(self) -> None:
        super().__init__("Curriculum", name="curriculum")
        self._statuses: tuple[ExerciseStatus, ...] = ()
        self._folded: set[int] | None = None
        self._roomy = False

    def show(self, statuses: tuple[ExerciseStatus, ...], current: str) -> None:
        """Draw the curriculum; at first only the tracks that are under way are unfolded."""
        self._statuses = statuses
        if self._folded is None:
            here = {
                status.track for status in statuses if status.slug == current or status.status in ("started", "due")
            }
            self._folded = {status.track for status in statuses} - here
        self._unfold_track_of(current)
        passed = sum(status.passed_at is not None for status in statuses)
        self.border_subtitle = Content(f"{passed} of {len(statuses)} passed")
        self._draw()

    def point_at(self, slug: str) -> None:
        """Put the cursor on an exercise without a word."""
        self._unfold_track_of(slug)
        self._draw()
        with self.prevent(OptionList.OptionHighlighted):
            self.highlighted = next(
                (index for index, option in enumerate(self.options) if option.id == slug), self.highlighted
            )

    def on_resize(self) -> None:
        """A wide list tells more."""
        if (self.size.width >= 60) != self._roomy:
            self._roomy = not self._roomy
            self._draw()

    def action_fold(self, fold: bool) -> None:
        """Fold or unfold the track of the cursor."""
        number = self._track_here()
        if number is None or self._folded is None or (number in self._folded) == fold:
            return
        (self._folded.add if fold else self._folded.discard)(number)
        with self.prevent(OptionList.OptionHighlighted):
            self._draw()
            self.highlighted = next(i for i, option in enumerate(self.options) if option.id == f"{TRACK}{number}")

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Tell which exercise the cursor is on."""
        event.stop()
        if event.option.id and not event.option.id.startswith(TRACK):
            self.post_message(self.Pointed(event.option.id))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Fold a track, or tell which exercise was chosen."""
        event.stop()
        number = self._track_here()
        if event.option.id and not event.option.id.startswith(TRACK):
            self.post_message(self.Chosen(event.option.id))
        elif number is not None:
            self.action_fold(number not in (self._folded or set()))

    def _unfold_track_of(self, slug: str) -> None:
        if self._folded is not None:
            self._folded -= {status.track for status in self._statuses if status.slug == slug}

    def _track_here(self) -> int | None:
        key = self.chosen
        if key is None:
            return None
        if key.startswith(TRACK):
            return int(key.removeprefix(TRACK))
        return next((status.track for status in self._statuses if status.slug == key), None)

    def _draw(self) -> None:
        with self.prevent(OptionList.OptionHighlighted):
            self.set_rows(self._rows(), NOTHING)

    def _rows(self) -> Iterator[Row]:
        for number, group in groupby(self._statuses, key=lambda status: status.track):
            statuses = list(group)
            is_folded = number in (self._folded or set())
            yield track_row(number, statuses, is_folded=is_folded)
            if not is_folded:
                yield from (exercise_row(status, roomy=self._roomy) for status in statuses)
