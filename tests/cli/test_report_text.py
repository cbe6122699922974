"""A report as text: every line fits the terminal, and the points stay with the sentence that they are for."""

from __future__ import annotations

import pytest

from tracker.cli.report_text import report_lines
from tracker.grader.report import CheckResult, Report, Verdict

LABEL = "What stands at a forbidden position changes nothing, however large it is."


@pytest.mark.parametrize("columns", range(30, 100, 3))
def test_every_line_fits_and_the_points_are_not_torn(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    checks = (CheckResult("a", LABEL, True, 1.0, 1.0), CheckResult("b", LABEL, False, 0.0, 12.0, LABEL))
    report = Report("masks", Verdict.FAILED, 7, 0.1, checks, message=LABEL)
    _, *lines = report_lines(report)
    assert max(map(len, lines)) <= columns
    assert sum(line.endswith("  1/1") for line in lines) == 1
    assert sum(line.endswith("  0/12") for line in lines) == 1
    assert " ".join(" ".join(lines).split()).count(LABEL) == 3
