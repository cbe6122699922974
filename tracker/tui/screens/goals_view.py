"""The Goals room as it is seen: the list, the goal, its steps. What can be done there stands in `goals`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import OptionList, Static

from tracker.changes import Area
from tracker.goals.views import GoalView, MilestoneView
from tracker.tui import goal_rows
from tracker.tui.messages import GoalChosen
from tracker.tui.screens.base import Room
from tracker.tui.services import Services
from tracker.tui.widgets.goal_lists import GoalList, StepList


@dataclass(frozen=True)
class GoalsSnapshot:
    """The goals, the words for a category, and exercise id → slug."""

    goals: tuple[GoalView, ...]
    categories: tuple[str, ...]
    slugs: Mapping[str, str]


class GoalsView(Room[GoalsSnapshot]):
    """Goals by category at the left; at the right the highlighted one: why, source, steps, pace."""

    NAME = "goals"
    AREAS = frozenset({Area.GOALS, Area.NOTES})
    CSS_PATH = "goals.tcss"

    _snapshot: GoalsSnapshot | None = None
    _wanted: str | None = None

    def compose_room(self) -> ComposeResult:
        """The list and the goal."""
        with Horizontal(id="goals"):
            yield GoalList("Goals", name="goal-list")
            with Vertical(id="goal"):
                with VerticalScroll(id="goal-words", can_focus=False):
                    yield Static("", id="goal-head")
                    yield Static("", id="goal-source")
                yield StepList("Steps", name="steps")

    def on_mount(self) -> None:
        """The keys rest on the list; there is no goal to see yet."""
        self.query_one("#goal").display = False
        self.query_one(GoalList).focus()

    def load(self, services: Services) -> GoalsSnapshot:
        """Read all goals."""
        # Imported here: sqlmodel costs 0.3 s, and rooms are imported on the thread that draws.
        from tracker.goals.queries import categories, list_goals

        today = services.workspace.day(self.shell.now())
        goals = tuple(list_goals(services.store, everything=True, today=today))
        slugs = {exercise.id: exercise.slug for exercise in services.catalogue}
        return GoalsSnapshot(goals, categories(services.store), slugs)

    def show(self, snapshot: GoalsSnapshot) -> None:
        """Fill the list; a goal that was just made or asked for is highlighted."""
        before = {goal.id for goal in self._snapshot.goals} if self._snapshot else set()
        new = [goal.id for goal in snapshot.goals if goal.id not in before]
        if self._snapshot is not None and len(new) == 1:
            self._wanted = new[0]
        self._snapshot = snapshot
        goals = self.query_one(GoalList)
        goals.set_rows(goal_rows.goal_list(snapshot.goals), goal_rows.NO_GOALS)
        if self._wanted is not None:
            goals.choose(self._wanted)
            self._wanted = None
        self._show_goal()

    def on_goal_chosen(self, message: GoalChosen) -> None:
        """Another room asks for a goal."""
        if not self.query_one(GoalList).choose(message.goal_id):
            self._wanted = message.goal_id

    @on(OptionList.OptionHighlighted, "#goal-list")
    def _show_goal(self) -> None:
        goal = self.goal
        self.query_one("#goal").display = goal is not None
        if goal is not None:
            self._show_words(goal)
            steps = self.query_one(StepList)
            is_same = steps.chosen in {step.id for step in goal.milestones}
            steps.set_rows(goal_rows.steps(goal, self.shell.workspace.day), goal_rows.NO_STEPS)
            if not is_same:
                steps.choose(goal_rows.first_open(goal))

    def _show_words(self, goal: GoalView) -> None:
        self.query_one("#goal-head", Static).update(goal_rows.head(goal, self.shell.workspace.day))
        source = self.query_one("#goal-source", Static)
        source.update(goal_rows.source(goal))
        source.display = goal.source is not None

    @property
    def goal(self) -> GoalView | None:
        """The highlighted goal."""
        chosen = self.query_one(GoalList).chosen
        goals = self._snapshot.goals if self._snapshot else ()
        return next((goal for goal in goals if goal.id == chosen), None)

    @property
    def step(self) -> MilestoneView | None:
        """The highlighted step."""
        chosen = self.query_one(StepList).chosen
        steps = self.goal.milestones if self.goal else ()
        return next((step for step in steps if step.id == chosen), None)
