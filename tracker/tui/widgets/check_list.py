"""The checks of an exercise with their results as they come; how much of an answer shows is the learner's choice."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tracker.grader.report import CheckResult, Matrix
from tracker.tui.board import Board, Depth
from tracker.tui.hanging import hanging, row

PENDING = Content.styled("· ", "$text-disabled")
RUNNING = Content.styled("… ", "$text-muted")
PASSED = Content.styled("✓ ", "$text-success")
FAILED = Content.styled("✗ ", "$text-error bold")


def check_lines(board: Board, index: int, depth: Depth, width: int) -> Content:
    """One check: glyph, sentence, points; under a failed one what went wrong, from the second depth on."""
    check = board.checks[index]
    if index not in board.finished:
        first_open = min(set(range(len(board.checks))) - board.finished)
        mark = RUNNING if board.busy and index == first_open else PENDING
        return row(mark + Content(check.label or check.name), _points(check, is_open=True), width)
    head = row((PASSED if check.passed else FAILED) + _label(check), _points(check), width)
    if check.passed or depth < Depth.DIFFERENCE or not check.message:
        return head
    return Content("\n").join([head, hanging("    ", check.message, width)])


def _label(check: CheckResult) -> Content:
    return Content.styled(check.label or check.name, "" if check.passed else "bold")


def _points(check: CheckResult, *, is_open: bool = False) -> Content:
    got = f"{check.max_points:g}" if is_open or check.passed else f"{check.points:g}/{check.max_points:g}"
    return Content.styled(got, "$text-muted")


def closing_lines(board: Board, depth: Depth, width: int) -> list[Content]:
    """What stands under the checks: the run's message, the diagnosis, a word on what more there is, and the output."""
    report = board.report
    if report is None:
        return []
    lines: list[Content] = []
    if report.message and not report.passed:
        lines.append(hanging("  ", Content.styled(report.message, "$text-error"), width))
    if report.diagnoses and depth >= Depth.DIAGNOSIS:
        lines += [hanging(Content.styled("→ ", "$text-warning bold"), said.message, width) for said in report.diagnoses]
    elif board.failing():
        lines.append(_invitation(depth, bool(report.diagnoses), width))
    if report.output:
        lines.append(_output(report.output, width))
    return lines


def _invitation(depth: Depth, diagnosed: bool, width: int) -> Content:
    more = {
        Depth.NAMES: "d shows what came out instead",
        Depth.DIFFERENCE: "d names the mistake" if diagnosed else "d looks for a known mistake",
        Depth.DIAGNOSIS: "no known mistake gives exactly this: compare the pictures, or take a hint",
    }[depth]
    return hanging("  ", Content.styled(more, "$text-muted italic"), width)


def _output(output: str, width: int) -> Content:
    head = Content.styled("printed:", "$text-muted")
    return Content("\n").join([head, *(hanging("  ", line, width) for line in output.rstrip().splitlines()[-12:])])


class CheckList(OptionList):
    """One row for each check, in order; the row under the cursor is the one whose picture shows."""

    DEFAULT_CSS = "CheckList { height: 1fr; border: none; padding: 0; background: $surface; }"

    board: reactive[Board] = reactive(Board(""))
    """The facts to draw."""
    depth: reactive[Depth] = reactive(Depth.NAMES)
    """How much of an answer shows."""

    def watch_board(self, before: Board, after: Board) -> None:
        """Draw the news; when a run ends in failure the cursor goes to the first check that failed."""
        self._draw()
        if after.report is not None and before.report is not after.report:
            self.highlighted = next(iter(after.failing()), 0 if after.checks else None)

    def watch_depth(self) -> None:
        """Show more or less."""
        self._draw()

    def on_resize(self) -> None:
        """Wrap again."""
        self._draw()

    def selected_matrix(self) -> Matrix | None:
        """The picture of the check under the cursor, else of the first failed one that has a picture."""
        failing = self.board.failing()
        here = self.highlighted
        order = [here, *failing] if here in failing else list(failing)
        return next((matrix for at in order if at is not None and (matrix := self.board.checks[at].matrix)), None)

    def _draw(self) -> None:
        width = self.scrollable_content_region.width - 2
        if width <= 0:
            return
        place, scroll = self.highlighted, self.scroll_y
        options = [Option(check_lines(self.board, at, self.depth, width)) for at in range(len(self.board.checks))]
        options += [Option(line, disabled=True) for line in closing_lines(self.board, self.depth, width)]
        self.set_options(options)
        if place is not None and place < len(self.board.checks):
            self.highlighted = place
        self.scroll_to(y=scroll, animate=False)
