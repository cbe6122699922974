"""A comparison names the first thing that is wrong, in words a learner understands, with a small picture."""

from __future__ import annotations

import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from tracker.grader.compare import MAX_COLUMNS, MAX_ROWS, assert_close, matrix_of
from tracker.grader.errors import CheckFailed
from tracker.grader.report import Matrix


def complaint(got: object, expected: Tensor, **options: object) -> str:
    """What the learner is told."""
    with pytest.raises(CheckFailed) as caught:
        assert_close(got, expected, **options)  # type: ignore[arg-type]
    return str(caught.value)


def picture(got: Tensor, expected: Tensor) -> Matrix:
    with pytest.raises(CheckFailed) as caught:
        assert_close(got, expected)
    assert isinstance(caught.value.matrix, Matrix)
    return caught.value.matrix


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (torch.tensor([1.0, 2.0]), torch.tensor([1.0, 2.0])),
        (torch.tensor([1.0 + 5e-6]), torch.tensor([1.0])),
        (torch.tensor([-math.inf, math.inf]), torch.tensor([-math.inf, math.inf])),
        (torch.tensor([True, False]), torch.tensor([True, False])),
        (torch.tensor([3, 4]), torch.tensor([3, 4])),
        (torch.tensor(2.0), torch.tensor(2.0)),
        (torch.empty(0, 3), torch.empty(0, 3)),
        (torch.ones(2, requires_grad=True), torch.ones(2, requires_grad=True)),
        (torch.tensor([1 + 1j]), torch.tensor([1 + 1j])),
    ],
)
def test_equal_is_equal(got: Tensor, expected: Tensor) -> None:
    assert_close(got, expected)


@pytest.mark.parametrize(
    ("got", "says"),
    [
        (None, "None came. Is there a `return`?"),
        ((torch.ones(2), None), "a tuple of 2 came"),
        ([1.0, 2.0], "a list of 2 came"),
        (3.0, "a float came"),
        ("text", "a str came"),
    ],
)
def test_what_is_no_tensor_is_named(got: object, says: str) -> None:
    assert says in complaint(got, torch.ones(2))


def test_a_shape_that_would_broadcast_is_still_wrong() -> None:
    assert "has shape (1, 3); (2, 3) is asked" in complaint(torch.ones(1, 3), torch.ones(2, 3))
    assert "has shape (); (1,) is asked" in complaint(torch.tensor(1.0), torch.ones(1))


def test_the_dtype_is_named() -> None:
    assert "is float64; float32 is asked" in complaint(torch.ones(2).double(), torch.ones(2))
    assert_close(torch.ones(2).double(), torch.ones(2), check_dtype=False)


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (torch.tensor([0.7, 1.2]), torch.tensor([0, 1])),
        (torch.tensor([1 + 3j]), torch.tensor([1.0])),
        (torch.tensor([2, 0]), torch.tensor([True, False])),
        (torch.tensor([1.0, math.nan]), torch.tensor([1, 0])),
    ],
)
def test_nothing_is_rounded_to_the_expected_dtype(got: Tensor, expected: Tensor) -> None:
    with pytest.raises(CheckFailed):
        assert_close(got, expected, check_dtype=False)


def test_whole_numbers_are_compared_exactly() -> None:
    says = complaint(torch.tensor([5, 1_000_001]), torch.tensor([5, 1_000_000]))
    assert "At [1]: expected 1000000, got 1000001." in says


def test_nan_is_counted_and_placed() -> None:
    got = torch.tensor([[1.0, math.nan], [math.nan, 1.0]])
    assert "2 of 4 values are NaN, the first at [0, 1]." in complaint(got, torch.ones(2, 2))


def test_infinity_is_counted_and_placed() -> None:
    assert "1 of 2 values are infinite, the first at [1]." in complaint(torch.tensor([1.0, math.inf]), torch.ones(2))


def test_nan_is_never_equal_to_nan() -> None:
    complaint(torch.tensor([math.nan]), torch.tensor([math.nan]))


def test_the_largest_difference_is_shown() -> None:
    expected = torch.arange(6.0).reshape(2, 3)
    got = expected.clone()
    got[0, 1] += 0.5
    got[1, 2] -= 3
    assert "At [1, 2]: expected 5, got 2." in complaint(got, expected)


def test_what_is_right_is_never_shown_as_wrong() -> None:
    """−inf is right where a score is masked; −inf − (−inf) is NaN."""
    expected = torch.tensor([[[-math.inf, 0.0]], [[1.0, 2.0]]])
    got = expected + torch.tensor([[[0.0, 0.0]], [[0.0, 0.5]]])
    assert "At [1, 0, 1]: expected 2, got 2.5." in complaint(got, expected)
    assert picture(got, expected).title == "[1, :, :]"


def test_a_truth_value_is_shown_as_one() -> None:
    assert "At [1]: expected False, got True." in complaint(torch.tensor([True, True]), torch.tensor([True, False]))


def test_a_scalar_is_shown() -> None:
    assert "Expected 2, got 3." in complaint(torch.tensor(3.0), torch.tensor(2.0))


def test_the_hint_ends_the_message() -> None:
    assert complaint(torch.zeros(3), torch.rand(3), hint="Look at the sum.").endswith("Look at the sum.")
    assert complaint(torch.zeros(3), torch.rand(2), hint="Look at the sum.").endswith("Look at the sum.")


def test_no_message_is_a_percentage() -> None:
    assert "%" not in complaint(torch.rand(10, 10), torch.rand(10, 10))


def test_the_picture_is_the_slice_that_differs_most() -> None:
    expected = torch.zeros(2, 3, 4, 5)
    got = expected.clone()
    got[1, 2, 3, 4] = 7
    got[0, 0, 0, 0] = 1
    shown = picture(got, expected)
    assert shown.title == "[1, 2, :, :]"
    assert shown.difference[3][4] == 7
    assert shown.got[3][4] == 7
    assert shown.expected[3][4] == 0


def test_a_nan_in_the_picture_is_none() -> None:
    assert picture(torch.tensor([[1.0, math.nan]]), torch.ones(1, 2)).got == ((1.0, None),)


def test_a_large_picture_is_sampled_from_edge_to_edge() -> None:
    rows, columns = torch.arange(100.0)[:, None], torch.arange(200.0)
    shown = picture(torch.ones(100, 200), 1000 * rows + columns)
    assert (len(shown.got), len(shown.got[0])) == (MAX_ROWS, MAX_COLUMNS)
    assert shown.title == "[:, :], 24 of 100 rows, 48 of 200 columns"
    assert shown.expected[0][0] == 0
    assert shown.expected[-1][-1] == 99_199


@settings(deadline=None, max_examples=80)
@given(
    st.lists(st.integers(0, 5), max_size=4), st.sampled_from([torch.float32, torch.bool, torch.int64, torch.bfloat16])
)
def test_any_two_tensors_of_one_shape_can_be_drawn(shape: list[int], dtype: torch.dtype) -> None:
    got, expected = torch.ones(shape).to(dtype), torch.zeros(shape).to(dtype)
    shown = matrix_of(got, expected)
    assert (shown is None) == (not shape or 0 in shape)
    if got.numel():
        assert complaint(got, expected)
    else:
        assert_close(got, expected)
