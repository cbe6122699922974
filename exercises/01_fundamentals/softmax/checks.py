"""Checks of softmax."""

import torch

from tracker.grader.testing import assert_close, check, gradients, output, plain_tensor, points

ROWS = "exp of the scores, divided by their sum along `dim`."
LARGE = "Adding the same number to a whole row changes nothing: subtract the row's maximum before exp."


def softmax(solution, x, **dim):
    """The learner's probabilities, alone or as the first of several."""
    return plain_tensor(output(solution.softmax(x, **dim)))


@points(1)
def test_one_row(solution, reference):
    """One row of scores becomes the probabilities of the formula."""
    x = torch.randn(6)
    assert_close(softmax(solution, x), reference.softmax(x), hint=ROWS)


@points(1)
def test_sums_to_one(solution):
    """Every row is positive and sums to 1."""
    result = softmax(solution, 2 * torch.randn(4, 5))
    assert_close(result.sum(dim=-1), torch.ones(4), hint="Divide by the sum along `dim`.")
    check((result > 0).all(), "Some probabilities are not positive: take exp of the scores before you divide.")
    check(result.amax() - result.amin() > 1e-3, "All probabilities are the same, but the scores are not.")


@points(2)
def test_dim(solution, reference):
    """`dim` chooses the direction, also when it is not the last one, and may be negative."""
    x = torch.randn(3, 4, 5)
    for dim in (1, 0, -2):
        assert_close(
            softmax(solution, x, dim=dim),
            reference.softmax(x, dim=dim),
            hint=f"With dim={dim} the maximum and the sum run along dimension {dim % 3}.",
        )


@points(1)
def test_leading_dimensions(solution, reference):
    """Any number of dimensions is fine, and the tensor need not be contiguous."""
    for x in (torch.randn(2, 1, 3, 2, 7), torch.randn(5, 3, 2).transpose(0, 2), torch.randn(4, 10)[:, ::2]):
        assert_close(softmax(solution, x), reference.softmax(x))


@points(2)
def test_large_scores(solution, reference):
    """Very large and very small scores overflow nothing."""
    x = torch.randn(3, 6).mul(64).round() / 64  # exact in float32 even after a shift by 1000
    for shift in (100.0, -110.0):
        got = softmax(solution, x + shift)  # near 100 float32 holds a score to 4e-6, and so the tolerance is wider
        assert_close(got, reference.softmax(x + shift), rtol=1e-4, atol=1e-4, hint=LARGE)
    wide = x.double() + torch.tensor([[1000.0], [-1000.0], [0.0]])
    assert_close(softmax(solution, wide), reference.softmax(wide), hint=LARGE)


@points(1)
def test_rows_far_apart(solution, reference):
    """Rows that lie far apart do not disturb each other."""
    x = torch.randn(3, 5) + torch.tensor([[60.0], [0.0], [-120.0]])
    hint = "Every row needs its own maximum: take it along `dim`, with keepdim=True."
    assert_close(softmax(solution, x), reference.softmax(x), hint=hint)
    assert_close(softmax(solution, x.T, dim=0), reference.softmax(x.T, dim=0), hint=hint)


@points(1)
def test_minus_infinity(solution, reference):
    """A score of −inf gets probability 0, and the others share the whole 1."""
    x = torch.randn(4, 6).masked_fill(torch.rand(4, 6) < 0.4, float("-inf"))
    x[:, 3] = torch.randn(4)  # no row without a finite score
    assert_close(softmax(solution, x), reference.softmax(x), hint="exp(-inf) is 0, so nothing else needs to be done.")


@points(1)
def test_dtype(solution, reference):
    """The result has the dtype of `x`: float64 and bfloat16 too."""
    x = torch.randn(3, 8, dtype=torch.float64)
    assert_close(softmax(solution, x), reference.softmax(x))
    x = torch.randn(3, 8).bfloat16()
    assert_close(softmax(solution, x), reference.softmax(x), rtol=3e-2, atol=1e-2)


@points(2)
def test_gradient(solution, reference):
    """The gradient flows back to every score, also for large scores and other dims."""
    hint = "Every score moves the sum, so the gradient must pass through the sum as well."
    for shift, dim, tolerance in ((0.0, -1, 1e-5), (100.0, 0, 1e-4)):
        x, g = torch.randn(4, 5) + shift, torch.randn(4, 5)
        (got,) = gradients(lambda x, dim=dim: solution.softmax(x, dim=dim), [x], g)
        (expected,) = gradients(lambda x, dim=dim: reference.softmax(x, dim=dim), [x], g)
        assert_close(got, expected, rtol=tolerance, atol=tolerance, hint=hint)
