"""The heat map of the command line: one cell a number, and nothing where there is no colour."""

from __future__ import annotations

import re

import pytest

from tracker.cli import heat
from tracker.grader.report import Matrix

ROWS = ((0.0, 1.0, None), (-0.5, 0.0, 0.25))
MATRIX = Matrix("[0, :, :]", ROWS, ROWS, ROWS)


def test_nothing_is_drawn_without_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heat, "wants_colour", lambda: False)
    assert list(heat.heat_lines(MATRIX, "")) == []


def test_every_number_has_a_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heat, "wants_colour", lambda: True)
    title, *rows, legend = heat.heat_lines(MATRIX, "  ")
    assert "[0, :, :]" in title
    assert [re.findall(r"48;5;(\d+)m(..)", row) for row in rows] == [
        [(str(heat.RIGHT), "  "), (str(heat.TOO_HIGH[-1]), "  "), (str(heat.NAN), "!!")],
        [(str(heat.TOO_LOW[2]), "  "), (str(heat.RIGHT), "  "), (str(heat.TOO_HIGH[1]), "  ")],
    ]
    assert "too high" in legend
