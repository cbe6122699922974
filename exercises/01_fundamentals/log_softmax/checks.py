"""Checks of log-softmax."""

import torch

from tracker.grader.testing import assert_close, check, gradients, output, plain_tensor, points

FORMULA = "x − log Σ exp(x), the sum along `dim`."
LARGE = "Adding the same number to a whole row changes nothing: subtract the row's maximum before exp."
TINY = "A probability of exp(−200) is 0 in float32: do not form it, subtract log Σ exp(x) from the score."


def log_softmax(solution, x, **dim):
    """The learner's log-probabilities, alone or as the first of several."""
    return plain_tensor(output(solution.log_softmax(x, **dim)))


@points(1)
def test_one_row(solution, reference):
    """One row of scores becomes the log-probabilities of the formula."""
    x = torch.randn(6)
    assert_close(log_softmax(solution, x), reference.log_softmax(x), hint=FORMULA)


@points(1)
def test_exp_sums_to_one(solution):
    """exp of every row sums to 1, and no log-probability is positive."""
    result = log_softmax(solution, 2 * torch.randn(4, 5))
    assert_close(result.exp().sum(dim=-1), torch.ones(4), hint=FORMULA)
    check((result <= 0).all(), "A log-probability is positive: its probability would be larger than 1.")


@points(2)
def test_dim(solution, reference):
    """`dim` chooses the direction, also when it is not the last one, and may be negative."""
    x = torch.randn(3, 4, 5)
    for dim in (1, 0, -2):
        hint = f"With dim={dim} the maximum and the sum run along dimension {dim % 3}."
        assert_close(log_softmax(solution, x, dim=dim), reference.log_softmax(x, dim=dim), hint=hint)


@points(1)
def test_leading_dimensions(solution, reference):
    """Any number of dimensions is fine, and the tensor need not be contiguous."""
    for x in (torch.randn(2, 1, 3, 2, 7), torch.randn(5, 3, 2).transpose(0, 2), torch.randn(4, 10)[:, ::2]):
        assert_close(log_softmax(solution, x), reference.log_softmax(x))


@points(2)
def test_large_scores(solution, reference):
    """Very large and very small scores overflow nothing."""
    x = torch.randn(3, 6).mul(64).round() / 64  # exact in float32 even after a shift by 1000
    for shift in (100.0, -110.0):
        got = log_softmax(solution, x + shift)  # near 100 float32 holds a score to 4e-6, and so the tolerance is wider
        assert_close(got, reference.log_softmax(x + shift), rtol=1e-4, atol=1e-4, hint=LARGE)
    wide = x.double() + torch.tensor([[1000.0], [-1000.0], [0.0]])
    assert_close(log_softmax(solution, wide), reference.log_softmax(wide), hint=LARGE)


@points(2)
def test_tiny_probabilities(solution, reference):
    """A probability too small for float32 still has its logarithm: −200, not −inf."""
    x = torch.randn(4, 5)
    x[:, 1] -= 200.0
    x[2:, 3] -= 20.0
    assert_close(log_softmax(solution, x), reference.log_softmax(x), hint=TINY)


@points(1)
def test_rows_far_apart(solution, reference):
    """Rows that lie far apart do not disturb each other."""
    x = torch.randn(3, 5) + torch.tensor([[60.0], [0.0], [-120.0]])
    hint = "Every row needs its own maximum: take it along `dim`, with keepdim=True."
    for given, dim in ((x, -1), (x.T, 0)):
        got, expected = log_softmax(solution, given, dim=dim), reference.log_softmax(given, dim=dim)
        assert_close(got, expected, rtol=1e-4, atol=1e-4, hint=hint)


@points(1)
def test_dtype(solution, reference):
    """The result has the dtype of `x`: float64 and bfloat16 too."""
    x = torch.randn(3, 8, dtype=torch.float64)
    assert_close(log_softmax(solution, x), reference.log_softmax(x))
    x = torch.randn(3, 8).bfloat16()
    assert_close(log_softmax(solution, x), reference.log_softmax(x), rtol=3e-2, atol=3e-2)


@points(2)
def test_gradient(solution, reference):
    """The gradient flows back to every score, and is finite for tiny probabilities too."""
    for gap, dim in ((0.0, -1), (200.0, 0)):
        x, g = torch.randn(4, 5), torch.randn(4, 5)
        x[1] -= gap
        (got,) = gradients(lambda x, dim=dim: solution.log_softmax(x, dim=dim), [x], g)
        (expected,) = gradients(lambda x, dim=dim: reference.log_softmax(x, dim=dim), [x], g)
        assert_close(
            got, expected, hint="Every score moves the sum, so the gradient must pass through the sum as well."
        )
