"""A graded run as text for the terminal."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tracker.cli.heat import heat_lines
from tracker.cli.output import plain, style

if TYPE_CHECKING:
    from tracker.grader.report import CheckResult, Report

WIDEST = 100
LOSS_SIZE = (72, 8)
OUTPUT_LINES = 20
"""How much of what the solution printed is shown; all of it is kept with the attempt."""


def report_lines(report: Report) -> Iterator[str]:
    """The verdict, every check with what went wrong, the diagnoses, and what the solution printed."""
    yield _headline(report)
    drawn = next((check.name for check in report.checks if check.matrix), "")
    for check in report.checks:
        yield from _check_lines(check, told=report.message)
        if check.name == drawn and check.matrix:
            yield from heat_lines(check.matrix, "    ")
    if not report.passed and report.message:
        yield from _wrapped(report.message, "")
    for diagnosis in report.diagnoses:
        yield from _wrapped(diagnosis.message, style("→ ", "yellow"), f"({diagnosis.mistake})")
    yield from _loss_lines(report.output)
    yield from _output_lines(report.output)


def _headline(report: Report) -> str:
    colour = "green" if report.passed else "red"
    verdict = style(str(report.verdict).replace("_", " "), "bold", colour)
    points = f"{report.points:g} of {report.max_points:g} points · " if report.max_points else ""
    return f"{report.exercise}: {verdict} · {points}{report.seconds:.2f} s · seed {report.seed}"


def _check_lines(check: CheckResult, *, told: str) -> Iterator[str]:
    """The check with its points; under a failed one what it says beyond the run's own message, which follows."""
    glyph = style("✓", "green") if check.passed else style("✗", "red")
    worth = f"\u00a0\u00a0{check.points:g}/{check.max_points:g}"  # never torn from the last word
    *lines, last = _filled(f"{check.label or check.name}{worth}", 4)
    for number, line in enumerate([*lines, last.removesuffix(worth) + style(worth.replace("\u00a0", " "), "dim")]):
        yield (f"    {line}" if number else f"  {glyph} {line}")
    if not check.passed:
        for paragraph in check.message.removeprefix(told).strip().splitlines():
            yield from _wrapped(paragraph, "    ")


def _loss_lines(output: str) -> Iterator[str]:
    """The curve of the last training, if the solution printed its loss."""
    from tracker.practice.training import Training

    training = Training.of(output)
    if training.is_curve:
        # Only for those who train: most solutions print nothing.
        from tracker.tui.loss_chart import draw_loss

        chart = draw_loss(training, min(WIDEST, shutil.get_terminal_size().columns, LOSS_SIZE[0]) - 2, LOSS_SIZE[1])
        yield from (f"  {line}" for line in (chart.lines if chart else ()))


def _output_lines(output: str) -> Iterator[str]:
    lines = output.rstrip().splitlines()
    if lines:
        yield style("It printed:", "dim")
        yield from (f"  {plain(line)}" for line in lines[:OUTPUT_LINES])
    if len(lines) > OUTPUT_LINES:
        yield style(f"  … and {len(lines) - OUTPUT_LINES} more lines", "dim")


def _wrapped(text: str, prefix: str, suffix: str = "") -> Iterator[str]:
    """The text in lines that fit; later lines are as far in as the prefix."""
    indent = " " * (len(prefix) if prefix.isspace() else 2 * bool(prefix))
    for number, line in enumerate(_filled(f"{text} {suffix}".strip(), len(indent))):
        yield (indent if number else prefix) + line


def _filled(text: str, indent: int) -> list[str]:
    """The text in lines that fit beside an indent."""
    width = min(WIDEST, shutil.get_terminal_size().columns)
    return textwrap.wrap(plain(text), max(20, width - indent), break_long_words=False)
