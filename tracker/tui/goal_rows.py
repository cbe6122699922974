"""What the Goals room says, line by line: pure, from the goals as they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from itertools import groupby

from textual.content import Content

from tracker.goals.views import GoalView, MilestoneView
from tracker.tui.chart import short_day
from tracker.tui.goal_words import bar, category_words, count, pace
from tracker.tui.reflection_text import listed
from tracker.tui.widgets.panel import empty_words
from tracker.tui.widgets.rows import Row

DayOf = Callable[[datetime], date]
"""The learning day of a moment."""

NO_GOALS = empty_words("No goals yet. What do you want to be able to do? Press", "n", "to write it down.")
NO_STEPS = empty_words("No steps yet. Press", "a", "to add the first.")
_STATES = {
    "open": ("○", "$primary"),
    "started": ("◐", "$primary"),
    "done": ("●", "$success"),
    "dropped": ("–", "$muted"),
}


def goal_list(goals: Iterable[GoalView]) -> list[Row]:
    """Open goals under their category, then those that are done, then those that were dropped."""
    rows: list[Row] = []
    for heading, group in groupby(goals, key=_heading):
        if rows:
            rows.append(Row("", Content("")))
        rows.append(Row("", Content.styled(heading, "$muted")))
        rows.extend(_goal(goal) for goal in group)
    return rows


def _heading(goal: GoalView) -> str:
    return category_words(goal.category) if goal.state == "open" else goal.state


def _goal(goal: GoalView) -> Row:
    state = "started" if goal.state == "open" and goal.met else goal.state
    glyph, colour = _STATES[state]
    left = Content.assemble((glyph + " ", colour), (goal.title, "" if goal.state == "open" else "$muted"))
    return Row(goal.id, left, Content.styled(count(goal).strip() if goal.total else "", "$muted"))


def head(goal: GoalView, day_of: DayOf) -> Content:
    """Title, state and bar, pace, why."""
    return Content("\n").join(_head_lines(goal, day_of))


def _head_lines(goal: GoalView, day_of: DayOf) -> Iterator[Content]:
    yield Content.styled(goal.title, "bold")
    done = Content("  ") + bar(goal.met, goal.total, 16) + f" {goal.met}/{goal.total}" if goal.total else Content("")
    yield Content.styled(_standing(goal, day_of), "$muted") + done
    if words := _days(goal):
        yield Content.styled(words, "$muted")
    if goal.why:
        yield Content("\n" + goal.why)


def source(goal: GoalView) -> Content:
    """The reflection that the goal comes from, and where it stands; empty when there is none."""
    if goal.source is None:
        return Content("")
    place = f"from {goal.source.note}, line {goal.source.line}"
    return Content.assemble(listed(goal.source.text), "\n", (place, "$muted"))


def first_open(goal: GoalView) -> str | None:
    """The id of the first step that is not met."""
    return next((step.id for step in goal.milestones if step.met_at is None), None)


def _standing(goal: GoalView, day_of: DayOf) -> str:
    since = f"since {short_day(day_of(goal.created_at))}"
    if goal.state == "done" and goal.done_at is not None:
        return f"{category_words(goal.category)} · done {short_day(day_of(goal.done_at))}"
    return f"{category_words(goal.category)} · {since if goal.state == 'open' else goal.state}"


def _days(goal: GoalView) -> str:
    until = f"until {short_day(goal.target_day)} {goal.target_day.year}" if goal.target_day else ""
    return " · ".join(part for part in (until, pace(goal.forecast) if goal.state == "open" else "") if part)


def steps(goal: GoalView, day_of: DayOf) -> list[Row]:
    """One line per milestone, its evidence at the right."""
    return [_step(milestone, day_of) for milestone in goal.milestones]


def _step(milestone: MilestoneView, day_of: DayOf) -> Row:
    glyph, colour = ("●", "$success") if milestone.met_at else ("○", "$primary")
    return Row(
        milestone.id,
        Content.assemble((glyph + " ", colour), milestone.title),
        Content.styled(_proof(milestone, day_of), "$muted"),
    )


def _proof(milestone: MilestoneView, day_of: DayOf) -> str:
    day = short_day(day_of(milestone.met_at)) if milestone.met_at else ""
    proof = next((evidence for evidence in milestone.evidence if evidence.remark), None)
    kind = proof.remark if proof else "" if milestone.kind == "manual" else milestone.kind
    return " · ".join(part for part in (kind, day) if part)
