"""The attempts at one exercise, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo

from textual.content import Content
from textual.message import Message
from textual.visual import Visual
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tracker.grader.report import Verdict
from tracker.practice.views import AttemptView
from tracker.tui.board import VERDICT_WORDS
from tracker.tui.widgets.rows import Paragraph, TwoEnds

MOST_LINES = 2


def attempt_line(attempt: AttemptView, zone: tzinfo) -> Visual:
    """When, verdict and points; beside them what was wrong, and at the end the help that was taken."""
    passed = attempt.verdict == Verdict.PASSED
    at = attempt.at.astimezone(zone)
    glyph, style = ("✓", "$text-success") if passed else ("✗", "$text-error")
    verdict = VERDICT_WORDS[Verdict(attempt.verdict)]
    left = Content.assemble(
        (f"{at.day:>2} {at:%b %H:%M}  ", "$muted"),
        (f"{glyph} {verdict}", style),
        f"  {attempt.points:g} of {attempt.max_points:g} points",
    )
    help_taken = (
        [f"{attempt.hints_shown} hints" if attempt.hints_shown > 1 else "1 hint"] if attempt.hints_shown else []
    )
    help_taken += ["reference"] if attempt.reference_seen else []
    right = Content.styled(" · ".join(help_taken), "$muted")
    if not attempt.diagnoses:
        return TwoEnds(left, right)
    said = Content.styled(attempt.diagnoses[0].message.replace("`", ""), "$muted")
    return Paragraph(left + Content("  "), said, right, MOST_LINES)


class AttemptList(OptionList):
    """Enter shows the solution as it was at that attempt."""

    DEFAULT_CSS = """
    AttemptList { height: 1fr; padding: 0 1; background: $surface; }
    AttemptList, AttemptList:focus { border: none; }
    """

    @dataclass
    class Chosen(Message):
        """The learner wants to see an attempt."""

        attempt_id: str

    def __init__(self) -> None:
        super().__init__(id="attempts")

    def show(self, attempts: tuple[AttemptView, ...], zone: tzinfo) -> None:
        """List them, or say that there are none."""
        place = self.highlighted
        nothing = Option(
            Content.styled("No attempts yet. Every run of your code is kept here.", "$muted"), disabled=True
        )
        self.set_options([Option(attempt_line(attempt, zone), id=attempt.id) for attempt in attempts] or [nothing])
        if attempts:
            self.highlighted = min(place or 0, len(attempts) - 1)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Tell which one."""
        event.stop()
        if event.option.id:
            self.post_message(self.Chosen(event.option.id))
