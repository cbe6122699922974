"""Checks of double."""

import torch

from tracker.grader.testing import assert_close, check, gradients, points


@points(1)
def test_doubles(solution, reference):
    """Every number is doubled."""
    x = torch.randn(3, 4)
    assert_close(solution.double(x), reference.double(x), hint="Multiply by 2.")


@points(2)
def test_gradient(solution):
    """The gradient is 2 everywhere."""
    (gradient,) = gradients(solution.double, [torch.randn(5)])
    check(torch.equal(gradient, torch.full((5,), 2.0)), "The gradient of 2x is 2.")


@points(1)
def test_dimensions(solution, reference):
    """Any number of dimensions is fine."""
    for shape in ((), (0,), (2, 1, 3)):
        x = torch.randn(shape)
        assert_close(solution.double(x), reference.double(x))
