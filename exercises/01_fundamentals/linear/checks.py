"""Checks of a linear layer."""

import torch

from tracker.grader.testing import assert_close, check, copy_weights, gradients, output, points

PRODUCT = "Every output is the sum of products of x with its own row of the weight: x @ weight.T."


def _pair(solution, reference, *sizes, **bias):
    """The learner's layer and ours, with the same random weight and bias."""
    ours = reference.Linear(*sizes, **bias)
    with torch.no_grad():
        for parameter in ours.parameters():
            parameter.normal_()
    theirs = solution.Linear(*sizes, **bias)
    copy_weights(ours, theirs)
    return theirs, ours


def _compare(pair, x, hint="", **tolerance):
    theirs, ours = pair
    assert_close(output(theirs(x)), ours(x), hint=hint, **tolerance)


def _count(layer):
    return sum(parameter.numel() for parameter in layer.parameters().values())


@points(1)
def test_without_bias(solution, reference):
    """With bias=False every output is a weighted sum of the inputs, and there is no other parameter."""
    theirs, ours = _pair(solution, reference, 4, 3, bias=False)
    _compare((theirs, ours), torch.randn(2, 4), PRODUCT)
    count = _count(theirs)
    check(count == 12, f"With d_in 4, d_out 3 and no bias there are 12 numbers to learn; `parameters()` finds {count}.")


@points(2)
def test_bias(solution, reference):
    """By default each output has a bias, which is added."""
    theirs, ours = _pair(solution, reference, 5, 3)
    _compare((theirs, ours), torch.randn(2, 5), "x @ weight.T, plus the bias.")
    count = _count(theirs)
    check(count == 18, f"With d_in 5 and d_out 3 there are 18 numbers to learn; `parameters()` finds {count}.")


@points(2)
def test_square_weight(solution, reference):
    """A square weight is used the same way: row o belongs to output o."""
    hint = "Here d_in = d_out = 4, so that a missing transpose raises no error. " + PRODUCT
    _compare(_pair(solution, reference, 4, 4), torch.randn(3, 4), hint)


@points(2)
def test_leading_dimensions(solution, reference):
    """A single vector, and any number of leading dimensions, give the same leading dimensions back."""
    pair = _pair(solution, reference, 4, 6)
    for x in (torch.randn(4), torch.randn(2, 3, 4), torch.randn(2, 1, 3, 2, 4), torch.randn(4, 3, 2).transpose(0, 2)):
        _compare(pair, x, "Only the last dimension changes.")


@points(2)
def test_gradient_of_x(solution, reference):
    """The gradient flows back to x."""
    theirs, ours = _pair(solution, reference, 5, 3)
    x, grad = torch.randn(2, 4, 5), torch.randn(2, 4, 3)
    (got,), (expected,) = gradients(theirs, [x], grad), gradients(ours, [x], grad)
    assert_close(got, expected)


@points(2)
def test_gradients_of_weight_and_bias(solution, reference):
    """weight and bias learn: their gradients are summed over all vectors."""
    theirs, ours = _pair(solution, reference, 5, 3)
    x, grad = torch.randn(2, 4, 5), torch.randn(2, 4, 3)
    _compare((theirs, ours), x, "A gradient counts only where the values are right.")
    gradients(theirs, [x], grad)
    ours(x).backward(grad)
    for name, got in theirs.gradients().items():
        check(got is not None, f"No gradient reaches `{name}`: it is not used in forward, or it is detached.")
        assert_close(got, getattr(ours, name).grad, hint=f"This is the gradient of `{name}`.")


@points(1)
def test_dtype(solution, reference):
    """After .double() or .bfloat16() the layer works in that dtype."""
    for dtype, tolerance in ((torch.float64, 1e-5), (torch.bfloat16, 6e-2)):
        theirs, ours = _pair(solution, reference, 6, 3)
        theirs.to(dtype)
        _compare((theirs, ours.to(dtype)), torch.randn(2, 6).to(dtype), rtol=tolerance, atol=tolerance)
