"""The form for a goal, new or old."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.suggester import SuggestFromList
from textual.widgets import Button, Input, Static, TextArea

from tracker.errors import TrackerError
from tracker.goals.views import GoalDraft, SourceView
from tracker.tui.goal_work import FilledForm, day_of

CATEGORIES = ("fundamentals", "paper", "code-review")


class CategoryChip(Static):
    """One of the usual categories; a click takes it over."""

    @dataclass
    class Chosen(Message):
        """The chip was clicked."""

        category: str

    def __init__(self, category: str) -> None:
        super().__init__(Content(category))
        self._category = category
        self.tooltip = f"Put it under {category}."

    def on_click(self) -> None:
        """Tell the form."""
        self.post_message(self.Chosen(self._category))


class GoalForm(ModalScreen[FilledForm | None]):
    """Title, category, why, steps, day; answers with what was typed, or None.

    Args:
        draft: what stands there at first.
        source: the reflection that it comes from, shown above the buttons.
        until: the day that stands there at first.
        is_new: an old goal's steps are changed in its room, so its form has no lines for them.
        categories: completions for the category.
    """

    CSS_PATH: ClassVar[list[str | PurePath] | str | PurePath | None] = ["dialog.tcss", "goal_form.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "cancel", id="goal_form.cancel", tooltip="Close the form without saving."),
        Binding("ctrl+s", "save", "save", priority=True, id="goal_form.save", tooltip="Save the goal."),
    ]

    def __init__(
        self,
        draft: GoalDraft,
        source: SourceView | None = None,
        *,
        until: date | None = None,
        is_new: bool = True,
        categories: tuple[str, ...] = CATEGORIES,
    ) -> None:
        super().__init__()
        self._draft, self._source, self._until, self._is_new = draft, source, until, is_new
        self._categories = categories

    def compose(self) -> ComposeResult:
        """One field below the other, its name at the left."""
        with Vertical(classes="dialog", id="goal-form") as dialog:
            dialog.border_title = Content("New goal" if self._is_new else "Edit goal")
            dialog.border_subtitle = Content("ctrl+s saves · esc cancels")
            with VerticalScroll(can_focus=False):
                yield from self._fields()
            yield Static("", id="complaint")
            with Horizontal(classes="buttons"):
                yield Button("Cancel", id="cancel", compact=True)
                yield Button("Save", id="save", variant="primary", compact=True)

    def _fields(self) -> ComposeResult:
        draft = self._draft
        with Horizontal(classes="field"):
            yield Static("Goal")
            yield Input(
                draft.title,
                placeholder="What do you want to be able to do?",
                compact=True,
                select_on_focus=False,
                id="title",
            )
        with Horizontal(classes="field -category"):
            yield Static("Category")
            suggester = SuggestFromList(self._categories, case_sensitive=False)
            yield Input(draft.category, placeholder="or your own", suggester=suggester, compact=True, id="category")
        with Horizontal(classes="chips"):
            yield from (CategoryChip(category) for category in CATEGORIES)
        with Horizontal(classes="field -text"):
            yield Static("Why")
            yield TextArea(draft.why, id="why", compact=True, placeholder="What for? It helps on a slow day.")
        if self._is_new:
            with Horizontal(classes="field -steps"):
                yield Static("Steps")
                lines = "\n".join(milestone.title for milestone in draft.milestones)
                hint = "One per line. An exercise's name\nis ticked when it passes."
                yield TextArea(lines, id="steps", compact=True, placeholder=hint)
        with Horizontal(classes="field"):
            yield Static("Until")
            day = self._until.isoformat() if self._until else ""
            yield Input(day, placeholder="2026-12-31, or nothing", compact=True, id="until")
        if self._source is not None:
            place = f"{self._source.note}, line {self._source.line}"
            yield Static(Content.assemble(("│ ", "$accent"), self._source.text, ("  " + place, "$muted")), id="source")

    @on(CategoryChip.Chosen)
    def _take_category(self, event: CategoryChip.Chosen) -> None:
        self.query_one("#category", Input).value = event.category

    def _typed(self) -> FilledForm:
        steps = self.query_one("#steps", TextArea).text.splitlines() if self._is_new else []
        return FilledForm(
            category=self.query_one("#category", Input).value.strip(),
            title=self.query_one("#title", Input).value.strip(),
            why=self.query_one("#why", TextArea).text.strip(),
            steps=tuple(line.strip() for line in steps if line.strip()),
            until=day_of(self.query_one("#until", Input).value),
        )

    def action_save(self) -> None:
        """Close with what was typed, or say what is missing."""
        try:
            form = self._typed()
        except TrackerError as error:
            self._complain(str(error), "until")
            return
        if not form.title:
            self._complain("A goal needs a title.", "title")
        elif not form.category:
            self._complain("A goal needs a category.", "category")
        else:
            self.dismiss(form)

    def _complain(self, sentence: str, field: str) -> None:
        self.query_one("#complaint", Static).update(Content.styled(f"✗ {sentence}", "$error"))
        self.query_one(f"#{field}").focus()

    def action_cancel(self) -> None:
        """Close without saving."""
        self.dismiss(None)

    @on(Input.Submitted)
    def _go_on(self) -> None:
        self.focus_next()

    @on(Button.Pressed)
    def _press(self, event: Button.Pressed) -> None:
        if event.button.id == "save":
            self.action_save()
        else:
            self.action_cancel()
