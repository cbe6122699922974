"""What a wrong output shows of itself, for mistakes that nobody wrote down."""

from __future__ import annotations

import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from tracker.grader.observe import observations

torch.manual_seed(0)
VALUES = torch.randn(2, 4, 4)
ROWS = torch.softmax(torch.randn(3, 5, 5), -1)
HEADS = torch.randn(2, 3, 6)


def seen(got: Tensor, expected: Tensor) -> str:
    """The sentences, joined."""
    return " ".join(observations(got, expected, ~torch.isclose(got, expected)))


@pytest.mark.parametrize(
    ("got", "expected", "says"),
    [
        (torch.zeros_like(VALUES), VALUES, "Every value is zero."),
        (torch.full_like(VALUES, 0.25), VALUES, "Every value is the same."),
        (-VALUES, VALUES, "The sign is wrong everywhere."),
        (VALUES * math.sqrt(8), VALUES, "a constant factor of 2.828 = √8."),
        (VALUES / math.sqrt(8), VALUES, "a constant factor of 0.3536 = 1/√8."),
        (VALUES * 3, VALUES, "a constant factor of 3."),
        (VALUES + 0.5, VALUES, "off by the same 0.5."),
        (VALUES.mT, VALUES, "with dimensions 1 and 2 swapped."),
        (VALUES.roll(1, dims=1), VALUES, "shifted by one position along dimension 1."),
        (VALUES.roll(-1, dims=2), VALUES, "shifted by one position along dimension 2."),
        (HEADS[:, [2, 0, 1]], HEADS, "The slices along dimension 1 are right but stand in another order: [2, 0, 1]."),
        (HEADS.mT.reshape(2, 3, 6), HEADS, "The numbers are the right ones, in the wrong places"),
        (ROWS * ROWS, ROWS, "The rows do not sum to 1: the first sums to"),
        (torch.softmax(torch.randn(3, 5, 5), 1), ROWS, "do not sum to 1, but the sums along dimension 1 do."),
        (ROWS.tril(), ROWS, "The rows do not sum to 1"),
    ],
)
def test_what_can_be_seen_is_said(got: Tensor, expected: Tensor, says: str) -> None:
    assert says in seen(got, expected)


def test_the_part_that_differs_is_named() -> None:
    got = VALUES.clone()
    got[1, :, 3] += torch.randn(4)
    assert "Only index 1 of dimension 0 differ" in seen(got, VALUES)
    got = ROWS.clone()
    got[:, 4] = torch.softmax(torch.randn(3, 5), -1)
    assert "Only index 4 of dimension 1 differ" in seen(got, ROWS)


def test_opposite_masks_are_named() -> None:
    mask = torch.ones(3, 4).tril().bool()
    assert "opposite" in seen(~mask, mask)


def test_a_transposed_mask_is_named() -> None:
    mask = torch.ones(4, 4).tril().bool()
    assert "transpose" in seen(mask.mT, mask)


def test_never_more_than_two_sentences() -> None:
    assert len(observations(torch.zeros(3, 3), torch.eye(3), torch.eye(3).bool())) <= 2


def test_nothing_is_said_where_nothing_is_known() -> None:
    assert seen(torch.tensor([math.nan, 1.0]), torch.ones(2)) == ""
    assert seen(torch.randn(3, 4), torch.randn(3, 4)) == ""


@settings(deadline=None, max_examples=100)
@given(
    st.lists(st.integers(0, 4), max_size=4),
    st.sampled_from([torch.float32, torch.float64, torch.bfloat16, torch.int64, torch.bool, torch.complex64]),
    st.integers(0, 10),
)
def test_no_pair_of_tensors_makes_it_stumble(shape: list[int], dtype: torch.dtype, seed: int) -> None:
    generator = torch.Generator().manual_seed(seed)
    got, expected = ((torch.randn(shape, generator=generator) * 2).to(dtype) for _ in range(2))
    assert isinstance(observations(got, expected, got != expected), list)
