"""What the learner does to goals, each as one function that a worker runs. Ids and moments are fixed beforehand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tracker.changes import Area, Change
from tracker.errors import TrackerError
from tracker.goals.views import GoalDraft, NewMilestone, SourceView
from tracker.tui.services import Services

# The verbs are imported where they run: they stand on sqlmodel, which costs 0.3 s before the first frame.

Deed = Callable[[Services], Change]


@dataclass(frozen=True)
class FilledForm:
    """What the learner typed about a goal: `steps` as lines, `until` as a day or None."""

    category: str
    title: str
    why: str
    steps: tuple[str, ...]
    until: date | None


def milestones(steps: Sequence[str], draft: GoalDraft, exercises: Mapping[str, str]) -> tuple[NewMilestone, ...]:
    """The lines as milestones; one that names an exercise is met when that exercise passes.

    Args:
        steps: the lines.
        draft: what the form was prefilled with; a line that was left as it was keeps its kind.
        exercises: lower-case title or slug → id.
    """
    known = {milestone.title: milestone for milestone in draft.milestones}
    return tuple(known.get(line) or milestone(line, exercises) for line in steps)


def milestone(line: str, exercises: Mapping[str, str]) -> NewMilestone:
    """One line as a milestone."""
    target = exercises.get(line.casefold())
    return NewMilestone(line, "exercise", target) if target else NewMilestone(line)


def creation(form: FilledForm, draft: GoalDraft, source: SourceView | None, now: datetime) -> Deed:
    """Make the goal."""

    def deed(services: Services) -> Change:
        from tracker.goals.actions import create

        create(
            services.store,
            category=form.category,
            title=form.title,
            why=form.why,
            paper=draft.paper,
            source_reflection=source.reflection if source else None,
            milestones=milestones(form.steps, draft, exercise_names(services)),
            target_day=form.until,
            now=now,
        )
        return Change(frozenset({Area.GOALS}), f"New goal: {form.title}.")

    return deed


def change(goal_id: str, form: FilledForm) -> Deed:
    """Edit the goal."""

    def deed(services: Services) -> Change:
        from tracker.goals.actions import edit

        return edit(
            services.store,
            goal_id,
            category=form.category,
            title=form.title,
            why=form.why,
            target_day=form.until,
            no_target_day=form.until is None,
        )

    return deed


def step_addition(goal_id: str, line: str, now: datetime) -> Deed:
    """Add a step."""

    def deed(services: Services) -> Change:
        from tracker.goals.milestones import add_milestone

        return add_milestone(services.store, goal_id, milestone(line, exercise_names(services)), now)

    return deed


def step_renaming(milestone_id: str, title: str) -> Deed:
    """Rename a step."""

    def deed(services: Services) -> Change:
        from tracker.goals.milestones import rename_milestone

        return rename_milestone(services.store, milestone_id, title)

    return deed


def step_removal(milestone_id: str) -> Deed:
    """Take a step away."""

    def deed(services: Services) -> Change:
        from tracker.goals.milestones import remove_milestone

        return remove_milestone(services.store, milestone_id)

    return deed


def ticking(milestone_id: str, now: datetime, *, met: bool) -> Deed:
    """Say by hand that a step is met, or not after all."""

    def deed(services: Services) -> Change:
        from tracker.goals.milestones import tick

        return tick(services.store, milestone_id, now, met)

    return deed


def move(goal_id: str, state: str, now: datetime) -> Deed:
    """Bring a goal into the state `done`, `dropped` or `open`."""

    def deed(services: Services) -> Change:
        from tracker.goals import actions

        verb = {"done": actions.finish, "dropped": actions.drop, "open": actions.reopen}[state]
        return verb(services.store, goal_id, now)

    return deed


def exercise_names(services: Services) -> dict[str, str]:
    """Lower-case title or slug → id, of every exercise."""
    names = {exercise.title.casefold(): exercise.id for exercise in services.catalogue}
    return names | {exercise.slug.casefold(): exercise.id for exercise in services.catalogue}


def day_of(text: str) -> date | None:
    """The day that was typed, as `2026-12-31`; None for nothing.

    Raises:
        TrackerError: when it is no day.
    """
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise TrackerError(f"'{text.strip()}' is no day.", hint="Write it like 2026-12-31.") from error
