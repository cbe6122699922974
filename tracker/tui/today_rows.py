"""What the Today room's lists say, line by line: pure, from the day's snapshot."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from textual.content import Content

from tracker.tui.chart import short_day
from tracker.tui.goal_words import bar, category_words, count, pace
from tracker.tui.reflection_text import listed
from tracker.tui.widgets.panel import empty_words
from tracker.tui.widgets.rows import Row

if TYPE_CHECKING:
    from tracker.goals.views import GoalView
    from tracker.journeys.views import LatestReflection, TodayItem
    from tracker.progress.views import Progress, RecurringMistake

NOTHING_TO_DO = empty_words("Nothing is due and nothing is left. Press", "2", "to write, or rest.")
NO_GOALS = empty_words("No goals yet. Press", "4", "and then n to set yourself one.")
NO_REFLECTIONS = empty_words("No notes yet. Put Markdown files into notes/, and their reflections stand here.")
NO_MISTAKES = empty_words("None so far. A mistake that you make twice is named here.")
ABOUT_REFLECTIONS = frozenset({"action", "resurface"})
"""Kinds of things to do whose target is a reflection; the others' is an exercise."""

_KINDS = {
    "practise": ("↻", "$warning"),
    "next": ("○", "$primary"),
    "continue": ("◐", "$primary"),
    "start": ("○", "$primary"),
    "action": ("→", "$accent"),
    "resurface": ("~", "$muted"),
}
_KIND_CELLS = 12
_REFLECTIONS = {"question": "?", "task": "○", "quote": "│", "lead": "§"}


def agenda(items: Iterable[TodayItem]) -> list[Row]:
    """One line per thing to do: glyph and kind, what, why, how long."""
    return [_item(number, item) for number, item in enumerate(items)]


def _item(number: int, item: TodayItem) -> Row:
    glyph, colour = _KINDS.get(item.kind, ("·", "$muted"))
    kind = Content.styled(f"{glyph} {item.kind.ljust(_KIND_CELLS - 2)}", colour)
    if item.kind in ABOUT_REFLECTIONS:
        day = Content.styled(_day(item.detail), "$muted")
        lines = 1 if item.kind == "resurface" else 2  # its dialog has the whole
        return Row(str(number), kind, day, text=Content(listed(item.title)), lines=lines)
    left = kind + item.title
    minutes = f"{item.minutes} min" if item.minutes else ""
    right = Content.styled(minutes.rjust(8) if minutes else "", "$muted")
    return Row(str(number), left, right, Content.styled(item.detail, "$muted"))


def _day(detail: str) -> str:
    """A day in short; anything else as it is."""
    try:
        return short_day(date.fromisoformat(detail))
    except ValueError:
        return detail


def promise(minutes: int, any_items: bool) -> str:
    """What stands under the agenda."""
    parts = [f"about {minutes} min"] if minutes else []
    return " · ".join([*parts, "Enter begins"]) if any_items else ""


def goals(views: Iterable[GoalView]) -> list[Row]:
    """One line per goal, under it its pace where there is one."""
    rows: list[Row] = []
    for goal in views:
        left = Content.assemble((category_words(goal.category)[:13].ljust(14), "$muted"), goal.title)
        right = bar(goal.met, goal.total, 8) + Content(" " + (count(goal) if goal.total else "  ·  "))
        rows.append(Row(goal.id, left, right))
        if words := pace(goal.forecast):
            rows.append(Row("", Content.styled(" " * 14 + words, "$muted")))
    return rows


def latest(reflections: Iterable[LatestReflection]) -> list[Row]:
    """One line per reflection, its day at the right."""
    rows = []
    for reflection in reflections:
        glyph = _REFLECTIONS.get(reflection.kind, "·")
        right = Content.styled(short_day(reflection.date) if reflection.date else "", "$muted")
        text = Content(listed(reflection.text))
        rows.append(Row(reflection.id, Content.styled(glyph + " ", "$muted"), right, text=text, lines=2))
    return rows


def steepness(progress: Progress) -> str:
    """Such as `+6 in two weeks (before: +4) · first try 8 of 11`."""
    parts = [f"+{progress.recent_gain} in two weeks (before: +{progress.previous_gain})"]
    if progress.first_try.trials:
        parts.append(f"first try {progress.first_try.successes} of {progress.first_try.trials}")
    return " · ".join(parts)


def mistakes(found: Sequence[RecurringMistake], today: date) -> list[Row]:
    """One line per mistake that came back."""
    return [_mistake(str(number), mistake, today) for number, mistake in enumerate(found)]


def _mistake(key: str, mistake: RecurringMistake, today: date) -> Row:
    name = mistake.name.replace("_", " ")
    right = f"{mistake.count}×  {ago(mistake.last_day, today)}"
    return Row(key, Content(name), Content.styled(right, "$muted"))


def ago(day: date, today: date) -> str:
    """Such as `today`, `yesterday`, `5 days ago`."""
    days = (today - day).days
    if days <= 0:
        return "today"
    return "yesterday" if days == 1 else f"{days} days ago"


def day_words(day: date, progress: Progress) -> tuple[str, str]:
    """What the bar says of the day, in full and short."""
    streak = f"streak {progress.streak}"
    return f"{day:%a} {short_day(day)} · day {progress.day_number} · {streak}", f"day {progress.day_number} · {streak}"
