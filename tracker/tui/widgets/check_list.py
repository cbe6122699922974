"""The checks of an exercise with their results as they come; how much of an answer shows is the learner's choice."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tracker.grader.report import CheckResult, Verdict
from tracker.tui.board import Board, Depth
from tracker.tui.hanging import hanging, row

POINTS_CELLS = 6
UNKNOWN = "No known mistake gives exactly this. Compare what came out with what was expected, or take a hint."
SAME = "The same as above."
PENDING = Content.styled("· ", "$faint")
RUNNING = Content.styled("… ", "$muted")
PASSED = Content.styled("✓ ", "$text-success")
ARROW = Content.styled("→ ", "$text-warning bold")
FAILED = Content.styled("✗ ", "$text-error bold")


def check_lines(board: Board, index: int, depth: Depth, width: int) -> Content:
    """One check: glyph, sentence, points; under a failed one what went wrong, from the second depth on."""
    check = board.checks[index]
    if index not in board.finished:
        first_open = min(set(range(len(board.checks))) - board.finished)
        mark = RUNNING if board.busy and index == first_open else PENDING
        return _sentence(mark, _code_set_off(check.label or check.name), _points(check, is_open=True), width)
    label = _code_set_off(check.label or check.name, "" if check.passed else "bold")
    head = _sentence(PASSED if check.passed else FAILED, label, _points(check), width)
    if check.passed or depth < Depth.DIFFERENCE or not check.message:
        return head
    told = board.report.message if board.report is not None else ""
    is_same = bool(told) and check.message.startswith(told)
    said = Content.styled(SAME, "$muted") + _code_set_off(check.message[len(told) :]) if is_same else None
    return Content("\n").join([head, hanging("    ", said or _code_set_off(check.message), width)])


def _sentence(mark: Content, label: Content, points: Content, width: int) -> Content:
    """The sentence, wrapped, with the points at the end of its first line."""
    first, *more = hanging(mark, label, width - POINTS_CELLS).split("\n")
    return Content("\n").join([row(first, points, width), *more])


def _code_set_off(text: str, style: str = "") -> Content:
    """A sentence with what stands in backticks coloured instead of quoted."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return Content.styled(text, style)
    return Content.assemble(*((part, f"{style} $accent" if at % 2 else style) for at, part in enumerate(parts)))


def _points(check: CheckResult, *, is_open: bool = False) -> Content:
    got = f"{check.max_points:g}" if is_open or check.passed else f"{check.points:g}/{check.max_points:g}"
    return Content.styled(got, "$muted")


def opening_lines(board: Board, depth: Depth, width: int) -> list[Content]:
    """What stands above the checks, because it matters most: the run's message, what follows, the diagnosis."""
    report = board.report
    if report is None:
        return []
    lines: list[Content] = []
    if board.remark:
        lines.append(hanging("  ", Content.styled(board.remark, "$text-success"), width))
    if report.message and report.verdict not in (Verdict.PASSED, Verdict.FAILED):
        lines.append(hanging("  ", _code_set_off(report.message, "$text-error"), width))
    if depth >= Depth.DIAGNOSIS and Depth.DIAGNOSIS in board.depths:
        said = [diagnosis.message for diagnosis in report.diagnoses] or [UNKNOWN]
        lines += [hanging(ARROW, _code_set_off(sentence), width) for sentence in said]
    return lines


def closing_lines(board: Board, width: int) -> list[Content]:
    """What stands under the checks: what the solution printed."""
    return [_output(board.report.output, width)] if board.report is not None and board.report.output else []


def invitation(board: Board, depth: Depth) -> str:
    """What the next press of `d` does; empty where there is nothing to see."""
    if len(board.depths) == 1:
        return ""
    hidden = "it" if Depth.DIAGNOSIS in board.depths else "them"
    return {
        Depth.NAMES: f"d (F9) hides {hidden} again",
        Depth.DIFFERENCE: "d (F9) shows the differences",
        Depth.DIAGNOSIS: "d (F9) names the mistake",
    }[board.depth_after(depth)]


def _output(output: str, width: int) -> Content:
    head = Content.styled("printed:", "$muted")
    return Content("\n").join([head, *(hanging("  ", line, width) for line in output.rstrip().splitlines()[-12:])])


class CheckList(OptionList):
    """One row for each check, in order; the row under the cursor is the one whose picture shows."""

    DEFAULT_CSS = """
    CheckList { height: 1fr; padding: 0; background: $surface; scrollbar-gutter: stable; }
    CheckList, CheckList:focus { border: none; }
    CheckList > .option-list--option-disabled { color: $foreground; }
    """

    board: reactive[Board] = reactive(Board(""))
    """The facts to draw."""
    depth: reactive[Depth] = reactive(Depth.NAMES)
    """How much of an answer shows."""

    _above = 0  # rows that stand above the checks

    def watch_board(self, before: Board, after: Board) -> None:
        """Draw the news; when a run ends in failure the cursor goes to the first check that failed."""
        self._draw()
        if after.report is not None and before.report is not after.report and after.checks:
            self._look_at_news()

    def watch_depth(self) -> None:
        """Show more or less."""
        self._draw()
        self._look_at_news()

    def on_resize(self) -> None:
        """Wrap again."""
        self._draw()

    def pictured_check(self) -> CheckResult | None:
        """The failed check under the cursor if it has a picture, else the first one that has."""
        failing = self.board.failing()
        here = (self.highlighted or 0) - self._above
        order = sorted(failing, key=lambda at: at != here)
        return next((self.board.checks[at] for at in order if self.board.checks[at].matrix is not None), None)

    def _draw(self) -> None:
        width = self.scrollable_content_region.width - 2
        if width <= 0:
            return
        board = self.board
        place, scroll = (self.highlighted or 0) - self._above, self.scroll_y
        above = opening_lines(board, self.depth, width)
        checks = [check_lines(board, at, self.depth, width) for at in range(len(board.checks))]
        self._above = len(above)
        options = [Option(line, disabled=True) for line in above] + [Option(line) for line in checks]
        self.set_options([*options, *(Option(line, disabled=True) for line in closing_lines(board, width))])
        if checks:
            self.highlighted = self._above + max(0, min(place, len(checks) - 1))
        self.scroll_to(y=scroll, animate=False)

    def _look_at_news(self) -> None:
        """The differences begin at the first check that failed; what stands above the checks matters more."""
        failing = self.board.failing()
        if failing and self.board.report is not None:
            self.highlighted = self._above + failing[0]
        if self.depth is Depth.DIFFERENCE and failing:
            self.scroll_to_highlight(top=True)
        elif self._above:
            self.scroll_to(y=0, animate=False)
