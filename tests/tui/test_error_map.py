"""The picture of a failed comparison tells sign, size and place, also without colour."""

import pytest

from tests.tui.pilots import MATRIX
from tracker.grader.report import Matrix
from tracker.tui.widgets.error_map import picture, shade, worst


def test_the_difference_names_its_worst_place():
    assert picture(MATRIX, "difference", 40).plain.split("\n") == [
        "got − expected [0, :, :]",
        "0 · · ",
        "1 · ██",
        "+4 at row 1, column 1",
    ]


def test_got_and_expected_share_a_scale():
    assert picture(MATRIX, "expected", 40).plain.split("\n")[2] == "1 ▒▒▒▒"
    assert picture(MATRIX, "got", 40).plain.split("\n")[2] == "1 ▒▒██"


def test_a_wide_table_takes_one_cell_for_a_number():
    row = (1.0,) * 48
    assert picture(Matrix("", (row,), (row,), (row,)), "got", 60).plain.split("\n")[1] == "0 " + "█" * 48


@pytest.mark.parametrize(
    ("value", "glyph"),
    [(1.0, "█"), (0.3, "▒"), (0.01, "░"), (-1.0, "⣿"), (-0.01, "⠂"), (0.0, "·"), (None, "N")],
)
def test_shades(value, glyph):
    assert shade(value, 1.0) == glyph


def test_a_nan_is_worse_than_any_number():
    assert worst(((9.0, 1.0), (2.0, None))) == (1, 1)
    assert worst(((0.0,),)) is None
    assert worst(()) is None
