"""Checks of GELU."""

import torch

from tracker.grader.testing import assert_close, gradients, output, plain_tensor, points

EXACT = "This is the exact form: x · ½ · (1 + erf(x / √2))."
TANH = "This is the tanh form: ½ · x · (1 + tanh(√(2/π) · (x + 0.044715 · x³)))."


def _compare(solution, reference, x, *approximate, hint="", **tolerance):
    got = output(solution.gelu(x, *approximate))
    assert_close(got, reference.gelu(x, *approximate), hint=hint, **tolerance)


def _spread(*shape):
    """Random numbers between −4 and 4, where the two forms differ from each other and from a ReLU."""
    return 8 * torch.rand(*shape) - 4


@points(2)
def test_exact(solution, reference):
    """approximate="none" is x · Φ(x), with the error function."""
    _compare(solution, reference, _spread(20), "none", hint=EXACT)


@points(1)
def test_default(solution, reference):
    """Without `approximate` the exact form is taken."""
    _compare(solution, reference, _spread(3, 7), hint=EXACT)


@points(2)
def test_tanh(solution, reference):
    """approximate="tanh" is the approximation with tanh."""
    _compare(solution, reference, _spread(20), "tanh", hint=TANH)
    x = _spread(3, 4)
    assert_close(output(solution.gelu(x, approximate="tanh")), reference.gelu(x, "tanh"), hint=TANH)


@points(1)
def test_both_sides(solution):
    """gelu(x) − gelu(−x) is x, in both forms; and what is left of a negative number is negative and small."""
    x = 0.5 + 2 * torch.rand(10)
    for form in ("none", "tanh"):
        right, left = (plain_tensor(output(solution.gelu(given, form))) for given in (x, -x))
        assert_close(right - left, x, hint=f"Here approximate is {form!r}. Φ(x) + Φ(−x) = 1.")
        assert_close((left < 0) & (left > -0.2), torch.ones(10, dtype=torch.bool), hint="gelu(−1) is −0.1587.")


@points(1)
def test_large_numbers(solution, reference):
    """Large numbers stay, large negative ones become 0, and 0 stays 0."""
    x = torch.tensor([0.0, 60.0, -60.0, 900.0, -900.0])
    for form in ("none", "tanh"):
        _compare(solution, reference, x, form, hint=f"Here approximate is {form!r}.")


@points(2)
def test_gradient(solution, reference):
    """The gradient passes through both factors, x and Φ(x), in both forms."""
    x, grad = _spread(4, 5), torch.randn(4, 5)
    for form in ("none", "tanh"):
        (got,) = gradients(lambda x, form=form: solution.gelu(x, form), [x], grad)
        (expected,) = gradients(lambda x, form=form: reference.gelu(x, form), [x], grad)
        assert_close(got, expected, hint=f"Here approximate is {form!r}. Φ(x) depends on x too: do not detach it.")


@points(1)
def test_dtype_and_strides(solution, reference):
    """float64 and bfloat16 stay what they are, in any shape, and x need not be contiguous."""
    for form in ("none", "tanh"):
        _compare(solution, reference, _spread(2, 3, 4).double(), form)
        _compare(solution, reference, _spread(2, 8).bfloat16(), form, rtol=3e-2, atol=3e-2)
        _compare(solution, reference, _spread(5, 2, 3).transpose(0, 2), form)
