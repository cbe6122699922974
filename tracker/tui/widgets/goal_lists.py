"""The two lists of the Goals room."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from tracker.tui.widgets.rows import RowList


class GoalList(RowList):
    """The goals; Enter goes on to the steps."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,right", "select", "steps", show=False, id="goals.steps", tooltip="Go to the goal's steps."),
    ]


class StepList(RowList):
    """The steps of one goal."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter", "select", "open", show=False, id="goals.open_step", tooltip="Open the step's exercise, or tick it."
        ),
        Binding("space,x", "screen.tick", "tick", id="goals.tick", tooltip="This step is done; again: it is not."),
        Binding("left", "screen.focus_goals", "goals", show=False, id="goals.back", tooltip="Back to the goals."),
        Binding("m", "screen.rename_step", "rename", show=False, id="goals.rename", tooltip="Rename this step."),
        Binding(
            "delete,backspace",
            "screen.remove_step",
            "remove",
            show=False,
            id="goals.remove",
            tooltip="Take this step away.",
        ),
    ]
