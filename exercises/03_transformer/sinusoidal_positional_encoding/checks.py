"""Checks of the sinusoidal positional encoding."""

import torch

from tracker.grader.testing import assert_close, check, output, plain_tensor, points


def draw(low, high):
    """A random size, both ends included."""
    return int(torch.randint(low, high + 1, ()))


def table_of(solution, max_len, d_model):
    """The learner's table; fails unless it is a tensor of the right shape."""
    table = plain_tensor(output(solution.sinusoidal_positional_encoding(max_len, d_model)))
    shape, wanted = tuple(table.shape), (max_len, d_model)
    check(shape == wanted, f"The table has shape {shape}; (max_len, d_model) = {wanted} is asked.")
    check(table.dtype == torch.float32, f"The table is {table.dtype}; torch.float32 is asked.")
    return table


@points(1)
def test_first_position(solution, reference):
    """Position 0 is 0, 1, 0, 1, …: the sine and the cosine of 0."""
    d_model = 2 * draw(2, 6)
    got = table_of(solution, draw(2, 6), d_model)
    expected = reference.sinusoidal_positional_encoding(1, d_model)
    assert_close(got[:1], expected, hint="Positions count from 0. Even columns are sines, odd ones cosines.")


@points(1)
def test_first_pair(solution, reference):
    """Columns 0 and 1 are sin(pos) and cos(pos): in the first pair the position is divided by 1."""
    max_len = draw(6, 12)
    got = table_of(solution, max_len, 8)
    expected = reference.sinusoidal_positional_encoding(max_len, 8)
    assert_close(
        got[:, :2], expected[:, :2], hint="These are columns 0 and 1. For i = 0 the denominator is 10000^0 = 1."
    )


@points(2)
def test_sine_and_cosine_share_an_angle(solution, reference):
    """In every pair of columns (2i, 2i + 1), sin² + cos² = 1: both come from the same angle."""
    got = table_of(solution, draw(20, 30), 2 * draw(4, 8)).double()
    squares = got[:, 0::2] ** 2 + got[:, 1::2] ** 2
    hint = "This is column 2i squared plus column 2i + 1 squared. Both use the exponent 2i / d_model."
    assert_close(squares, torch.ones_like(squares), hint=hint)
    check(got[1:, 0::2].abs().sum() > 1, "The even columns hold no sine.")


@points(3)
def test_wavelengths(solution, reference):
    """Every pair has its own wavelength: the position is divided by 10000^(2i / d_model)."""
    max_len, d_model = draw(20, 40), 2 * draw(4, 12)
    got = table_of(solution, max_len, d_model)
    expected = reference.sinusoidal_positional_encoding(max_len, d_model)
    assert_close(
        got, expected, hint="Look at the base, at the 2 in the exponent, and at what the exponent is divided by."
    )


@points(2)
def test_odd_d_model(solution, reference):
    """An odd d_model works: the last column is a sine, and the denominator is still d_model."""
    for d_model in (1, 5, 2 * draw(3, 9) + 1):
        max_len = draw(10, 40)
        got = table_of(solution, max_len, d_model)
        expected = reference.sinusoidal_positional_encoding(max_len, d_model)
        hint = f"Here d_model is {d_model}: the columns begin and end with a sine."
        assert_close(got, expected, hint=hint)


@points(2)
def test_distance_only(solution, reference):
    """The dot product of two rows depends only on their distance."""
    max_len, d_model = draw(20, 30), 2 * draw(4, 8)
    got = table_of(solution, max_len, d_model).double()
    check(got[0] @ got[0] > 1, "Row 0 is nearly zero, so its dot products say nothing.")
    products = got @ got.T  # (max_len, max_len)
    check(products[0].std() > 0.1, "All rows have the same dot product with row 0: positions can't be told apart.")
    expected = torch.stack([products.diagonal(k)[0] for k in range(max_len)])  # by distance
    distance = (torch.arange(max_len)[:, None] - torch.arange(max_len)).abs()
    hint = "These are the dot products of all rows with all rows. A pair must be (sin a, cos a) of one angle."
    assert_close(products, expected[distance], atol=1e-4, hint=hint)


@points(1)
def test_long_table(solution, reference):
    """A table of 2000 positions is right too."""
    got = table_of(solution, 2000, 16)
    expected = reference.sinusoidal_positional_encoding(2000, 16)
    assert_close(
        got, expected, atol=1e-3, hint="The tolerance is 1e-3 here. Small positions may hide what large ones show."
    )
