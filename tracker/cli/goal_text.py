"""Goals as text for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.cli.output import plain, print_table, style

if TYPE_CHECKING:
    from tracker.goals.views import GoalView

SHORT = 8
"""Characters of an id that are shown; any unique beginning is understood."""
STATES = {"open": "○", "done": "●", "dropped": "×"}


def print_goal(goal: GoalView) -> None:
    """Print the goal with where it comes from and its milestones."""
    print(
        style(plain(goal.title), "bold") + f"  {STATES[goal.state]} {goal.state} · {goal.category} · {goal.id[:SHORT]}"
    )
    if goal.why:
        print(plain(goal.why))
    if goal.source:
        print(plain(f"from {goal.source.note}, line {goal.source.line}: {goal.source.text}"))
    if goal.target_day:
        print(f"by {goal.target_day}")
    if _forecast(goal):
        print(f"at the pace so far: {_forecast(goal)}")
    rows = [
        [
            "  ✓" if step.met_at else "  ·",
            step.id[:SHORT],
            f"{step.met_at:%Y-%m-%d}" if step.met_at else "",
            step.title,
        ]
        for step in goal.milestones
    ]
    print_table(rows)


def goal_row(goal: GoalView) -> list[str]:
    """The goal as a row of a table: state, id, bar, numbers, forecast, title."""
    return [
        f"  {STATES[goal.state]}",
        goal.id[:SHORT],
        _bar(goal),
        f"{goal.met}/{goal.total}",
        _forecast(goal),
        goal.title,
    ]


def _bar(goal: GoalView, cells: int = 10) -> str:
    full = cells * goal.met // goal.total if goal.total else 0
    return "█" * full + "░" * (cells - full)


def _forecast(goal: GoalView) -> str:
    if goal.forecast is None:
        return ""
    return f"{goal.forecast.earliest:%d %b} to {goal.forecast.latest:%d %b}"
