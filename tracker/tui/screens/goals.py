"""Goals: what the learner wants, and what can be done about it."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList

from tracker.goals.templates import paper_goal
from tracker.goals.views import GoalDraft
from tracker.tui import goal_work
from tracker.tui.screens.ask import AskScreen
from tracker.tui.screens.choose import ChooseScreen
from tracker.tui.screens.confirm import ConfirmScreen
from tracker.tui.screens.goal_form import GoalForm
from tracker.tui.screens.goals_view import GoalsView
from tracker.tui.services import Services
from tracker.tui.widgets.goal_lists import GoalList, StepList


class GoalsScreen(GoalsView):
    """The Goals room with its keys."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", "new", id="goals.new", tooltip="Set yourself a goal."),
        Binding("a", "add_step", "add step", id="goals.add_step", tooltip="Add a step to this goal."),
        Binding("e", "edit", "edit", id="goals.edit", tooltip="Edit this goal's words, category and day."),
        Binding("p", "paper", "paper", show=False, id="goals.paper", tooltip="Make a goal of implementing a paper."),
        Binding(
            "o", "source", "source", show=False, id="goals.source", tooltip="Open the reflection this goal comes from."
        ),
        Binding(
            "f", "finish", "finish", show=False, id="goals.finish", tooltip="This goal is reached; again: it is not."
        ),
        Binding("d", "drop", "drop", show=False, id="goals.drop", tooltip="Give this goal up, or take it up again."),
    ]

    # ── the list and the steps ──────────────────────────────────────────────────────────────────────────────────────

    @on(OptionList.OptionSelected, "#goal-list")
    def _go_to_steps(self) -> None:
        self.query_one(StepList).focus()

    def action_focus_goals(self) -> None:
        """Back to the goals."""
        self.query_one(GoalList).focus()

    @on(OptionList.OptionSelected, "#steps")
    def _open_step(self) -> None:
        step = self.step
        slug = self._snapshot.slugs.get(step.target) if self._snapshot and step else None
        if slug is not None:
            self.shell.open_exercise(slug)
        else:
            self.action_tick()

    def action_tick(self) -> None:
        """Tick the highlighted step, or take the tick back."""
        if (step := self.step) is not None:
            self.shell.perform(goal_work.ticking(step.id, self.shell.now(), met=step.met_at is None))

    def action_add_step(self) -> None:
        """Ask for a step."""
        if (goal := self.goal) is not None:
            hint = "The name of an exercise makes a step that is ticked when it passes."
            names = tuple(self._snapshot.slugs.values()) if self._snapshot else ()
            self.app.push_screen(AskScreen("New step", hint, suggestions=names), partial(self._add_step, goal.id))

    def _add_step(self, goal_id: str, line: str | None) -> None:
        if line:
            self.shell.perform(goal_work.step_addition(goal_id, line, self.shell.now()))

    def action_rename_step(self) -> None:
        """Ask for the step's new title."""
        if (step := self.step) is not None:
            self.app.push_screen(AskScreen("Rename step", "", step.title), partial(self._rename_step, step.id))

    def _rename_step(self, milestone_id: str, title: str | None) -> None:
        if title:
            self.shell.perform(goal_work.step_renaming(milestone_id, title))

    def action_remove_step(self) -> None:
        """Ask, then take the step away."""
        if (step := self.step) is not None:
            screen = ConfirmScreen("Remove step", f"Take “{step.title}” out of this goal?", "Remove")
            self.app.push_screen(screen, partial(self._remove_step, step.id))

    def _remove_step(self, milestone_id: str, yes: bool | None) -> None:
        if yes:
            self.shell.perform(goal_work.step_removal(milestone_id))

    # ── the goal ────────────────────────────────────────────────────────────────────────────────────────────────────

    def action_new(self) -> None:
        """Open an empty form."""
        self.shell.new_goal(GoalDraft("fundamentals", ""))

    def action_paper(self) -> None:
        """Choose a paper; its exercises are the steps."""
        services = self.shell.services
        if services is not None:
            papers = {paper for exercise in services.catalogue for paper in exercise.papers}
            choices = {paper: Content(services.catalogue.paper_title(paper)) for paper in sorted(papers)}
            self.app.push_screen(ChooseScreen("Implement which paper?", choices), partial(self._propose, services))

    def _propose(self, services: Services, paper: str | None) -> None:
        if paper is not None:
            catalogue = services.catalogue
            self.shell.new_goal(paper_goal(paper, catalogue.paper_title(paper), catalogue.about(paper)))

    def action_edit(self) -> None:
        """Open the form with the highlighted goal."""
        if (goal := self.goal) is not None and self._snapshot is not None:
            draft = GoalDraft(goal.category, goal.title, goal.why, goal.paper)
            names = self._snapshot.categories
            form = GoalForm(draft, goal.source, until=goal.target_day, is_new=False, categories=names)
            self.app.push_screen(form, partial(self._change, goal.id))

    def _change(self, goal_id: str, form: goal_work.FilledForm | None) -> None:
        if form is not None:
            self.shell.perform(goal_work.change(goal_id, form))

    def action_source(self) -> None:
        """Open the reflection that the goal comes from."""
        if (goal := self.goal) is not None and goal.source is not None:
            self.shell.open_reflection(goal.source.reflection)

    def action_finish(self) -> None:
        """Finish the goal, or open it again."""
        if (goal := self.goal) is not None:
            state = "open" if goal.state == "done" else "done"
            self.shell.perform(goal_work.move(goal.id, state, self.shell.now()))

    def action_drop(self) -> None:
        """Ask, then give the goal up; a dropped one is taken up again at once."""
        if (goal := self.goal) is None:
            return
        if goal.state == "dropped":
            self._move(goal.id, "open", True)
        else:
            screen = ConfirmScreen(
                "Drop goal", f"Give up “{goal.title}”? It stays in the list, and d brings it back.", "Drop"
            )
            self.app.push_screen(screen, partial(self._move, goal.id, "dropped"))

    def _move(self, goal_id: str, state: str, yes: bool | None) -> None:
        if yes:
            self.shell.perform(goal_work.move(goal_id, state, self.shell.now()))
