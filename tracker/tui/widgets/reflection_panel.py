"""One reflection beside its note: where it stands, what it is, what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tracker.notes.resurfacing import ANSWERS
from tracker.notes.views import ReflectionView, VersionView
from tracker.tui.notes_view import GoalOfReflection
from tracker.tui.widgets.panel import empty_words

KINDS = {"statement": "statement", "question": "? question", "task": "task", "quote": "quote", "lead": "lead"}
GOAL_STATES = {"open": "open", "done": "reached", "dropped": "dropped"}
GOAL_CELLS = 50
"""Cells of a goal's title that are shown: it often is the reflection itself, which stands beside it."""
NOTHING = empty_words("The arrows walk through the reflections of this note.")
NOTHING_LEFT = empty_words("The filter leaves nothing of this note.", "c", "clears it.")


def mark_of(reflection: ReflectionView, has_goal: bool) -> Content:
    """The glyph in the margin beside a reflection."""
    if reflection.done_at is not None:
        return Content.styled("✓", "$text-success")
    if has_goal:
        return Content.styled("◎", "$text-primary")
    if reflection.is_action:
        return Content.styled("→", "$text-accent")
    if reflection.kind == "question":
        return Content.styled("?", "$text-primary")
    return Content.styled("★", "$text-warning") if reflection.pinned else Content("")


def standing(reflection: ReflectionView) -> Content:
    """What a reflection is and whether it is done, in one line."""
    parts: list[Content] = []
    if reflection.is_action:
        done = reflection.done_at is not None
        parts.append(Content.styled("✓ done", "$text-success") if done else Content.styled("→ to do", "$text-accent"))
    else:
        parts.append(Content(KINDS.get(reflection.kind, reflection.kind)))
    if reflection.pinned:
        parts.append(Content.styled("★ pinned", "$text-warning"))
    lines = f"line {reflection.line_start}"
    if reflection.line_end != reflection.line_start:
        lines = f"lines {reflection.line_start} to {reflection.line_end}"
    parts.append(Content.styled(lines, "$muted"))
    return Content.styled(" · ", "$muted").join(parts)


class ReflectionPanel(VerticalScroll, can_focus=False):
    """Facts about the reflection under the cursor."""

    def __init__(self) -> None:
        super().__init__(id="reflection", classes="panel")
        self._text = Static(markup=False)

    def compose(self) -> ComposeResult:
        """One text."""
        yield self._text

    def on_mount(self) -> None:
        """Nothing is under the cursor yet."""
        self.show_nothing()

    def show_nothing(self, *, filtered: bool = False) -> None:
        """No reflection is under the cursor."""
        self.border_title = Content("Reflection")
        self._text.update(NOTHING_LEFT if filtered else NOTHING)

    def show(
        self,
        reflection: ReflectionView,
        goals: Sequence[GoalOfReflection],
        versions: Sequence[VersionView],
        zone: tzinfo,
        stuck_at: str = "",
    ) -> None:
        """Show one reflection.

        Args:
            reflection: what is under the cursor.
            goals: the goals that were made from it.
            versions: its texts, the earliest first; the last one is the present one.
            zone: the learner's time zone.
            stuck_at: the exercise that the learner was stuck at; empty for none.
        """
        lines = [standing(reflection)]
        lines += [Content.styled(f"§ {heading}", "$muted") for heading in reflection.heading_path]
        if reflection.tags:
            lines.append(Content.styled(" ".join(f"#{tag}" for tag in reflection.tags), "$text-secondary"))
        if stuck_at:
            lines.append(Content.styled(f"⚑ stuck at {stuck_at}", "$text-warning"))
        lines += [_goal(goal) for goal in goals]
        lines += history(versions, zone)
        self._text.update(Content("\n").join(lines))
        self.scroll_to(y=0, animate=False)


def _goal(goal: GoalOfReflection) -> Content:
    title = Content(goal.title).truncate(GOAL_CELLS, ellipsis=True)
    return Content.assemble(("◎ ", "$text-primary"), title, (f"  {GOAL_STATES[goal.state]}", "$muted"))


def history(versions: Sequence[VersionView], zone: tzinfo) -> list[Content]:
    """What was said when it came back and how it read before, the newest first; not how it reads now."""
    now = next((version for version in reversed(versions) if version.cause not in ANSWERS), None)
    return [
        answered(version, zone) if version.cause in ANSWERS else _before(version, zone)
        for version in reversed(versions)
        if version is not now
    ]


def answered(version: VersionView, zone: tzinfo) -> Content:
    """What the learner said to it once, such as `~ changed my mind, 2 Nov: …`."""
    said = Content.styled(f"~ {version.cause}, {_day(version, zone)}", "$text-secondary")
    return said + Content(f": {version.remark}") if version.remark else said


def _before(version: VersionView, zone: tzinfo) -> Content:
    return Content.assemble((f"before, {_day(version, zone)}: ", "$muted"), (version.text, "$muted"))


def _day(version: VersionView, zone: tzinfo) -> str:
    at = version.at.astimezone(zone)
    return f"{at.day} {at:%b}"
