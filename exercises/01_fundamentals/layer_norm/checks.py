"""Checks of layer normalisation."""

import torch

from tracker.grader.testing import assert_close, check, copy_weights, gradients, output, points

LAST = "Mean and variance run over the last dimension only, dim=-1 with keepdim=True."
EPS = "eps is added to the variance, inside the root: √(var + eps)."


def _pair(solution, reference, d_model, *eps):
    """The learner's norm and ours, with the same weight and bias, which are not 1 and 0."""
    ours = reference.LayerNorm(d_model, *eps)
    with torch.no_grad():
        ours.weight.copy_(torch.randn(d_model) + 0.5)
        ours.bias.copy_(torch.randn(d_model))
    theirs = solution.LayerNorm(d_model, *eps)
    copy_weights(ours, theirs)
    return theirs, ours


def _compare(pair, x, hint="", **tolerance):
    theirs, ours = pair
    assert_close(output(theirs(x)), ours(x), hint=hint, **tolerance)


@points(1)
def test_mean_and_variance(solution):
    """Every vector comes out with mean 0 and variance about 1, whatever it was before."""
    x = 3 * torch.randn(4, 64) + 5 * torch.randn(4, 1)
    got = output(solution.LayerNorm(64)(x))
    assert_close(got.mean(-1), torch.zeros(4), atol=1e-4, hint="Subtract the mean of each vector. " + LAST)
    assert_close(
        got.var(-1, correction=0), torch.ones(4), atol=5e-2, hint="Divide each vector by its deviation. " + LAST
    )


@points(2)
def test_biased_variance(solution, reference):
    """The variance is divided by d_model, not by d_model − 1."""
    x = 4 * torch.randn(3, 5) + 2
    hint = "Here d_model is 5, so that dividing by 4 shows. " + LAST
    assert_close(output(solution.LayerNorm(5)(x)), reference.LayerNorm(5)(x), hint=hint)


@points(2)
def test_positions_are_independent(solution, reference):
    """Every position of every sentence is normalised on its own."""
    x = torch.randn(3, 4, 6) * torch.tensor([2.0, 3.0, 5.0, 9.0])[:, None] + 3 * torch.randn(3, 1, 1)
    assert_close(output(solution.LayerNorm(6)(x)), reference.LayerNorm(6)(x), hint=LAST)


@points(1)
def test_starts_as_one_and_zero(solution, reference):
    """A new norm has parameters, weight 1 and bias 0, so that it changes nothing."""
    norm = solution.LayerNorm(7)
    x = 4 * torch.randn(2, 7)
    assert_close(output(norm(x)), reference.LayerNorm(7)(x), hint="A new norm multiplies by 1 and adds 0.")
    count = sum(parameter.numel() for parameter in norm.parameters().values())
    check(count == 14, f"`parameters()` finds {count} numbers; weight and bias are 7 each. Are both nn.Parameter?")


@points(2)
def test_weight_and_bias(solution, reference):
    """The normalised vector is multiplied by weight, then bias is added."""
    hint = "weight · normalised + bias, in this order, each of size d_model."
    _compare(_pair(solution, reference, 6), 4 * torch.randn(2, 3, 6), hint)


@points(2)
def test_eps_inside_the_root(solution, reference):
    """eps is the one that was given, and stands inside the root: nearly constant rows show it."""
    x = torch.randn(4, 1) + 0.02 * torch.randn(4, 8)
    _compare(_pair(solution, reference, 8, 0.1), x, "Here eps is 0.1. " + EPS)


@points(1)
def test_constant_rows(solution, reference):
    """An exactly constant row gives the bias, without nan, and the default of eps is 1e-5."""
    x = 0.003 * torch.randn(4, 8)
    x[1] = 0.03125
    x[2] = 0.0
    _compare(_pair(solution, reference, 8), x, "Here the variance is about as small as eps. " + EPS)


@points(1)
def test_leading_dimensions(solution, reference):
    """A single vector, many leading dimensions, and a tensor that is not contiguous are all fine."""
    pair = _pair(solution, reference, 6)
    for x in (torch.randn(6), torch.randn(2, 1, 3, 2, 6), torch.randn(6, 5, 2).transpose(0, 2)):
        _compare(pair, 4 * x, LAST)


@points(2)
def test_gradient_of_x(solution, reference):
    """The gradient reaches x also through the mean and the variance."""
    theirs, ours = _pair(solution, reference, 6)
    x, grad = 3 * torch.randn(3, 2, 6), torch.randn(3, 2, 6)
    (got,), (expected,) = gradients(theirs, [x], grad), gradients(ours, [x], grad)
    assert_close(got, expected, hint="Mean and variance depend on x: do not detach them.")


@points(1)
def test_gradients_of_weight_and_bias(solution, reference):
    """weight and bias learn: their gradients are summed over all positions."""
    theirs, ours = _pair(solution, reference, 5)
    x, grad = 3 * torch.randn(3, 2, 5), torch.randn(3, 2, 5)
    gradients(theirs, [x], grad)
    gradients(ours, [x], grad)
    ours(x).backward(grad)
    for name, got in theirs.gradients().items():
        check(got is not None, f"No gradient reaches `{name}`: it is not used in forward, or it is detached.")
        assert_close(got, getattr(ours, name).grad, hint=f"This is the gradient of `{name}`.")


@points(1)
def test_dtype(solution, reference):
    """After .double() or .bfloat16() the module works in that dtype."""
    for dtype, tolerance in ((torch.float64, 1e-5), (torch.bfloat16, 6e-2)):
        theirs, ours = _pair(solution, reference, 8)
        theirs.to(dtype)
        x = (3 * torch.randn(3, 8) + 1).to(dtype)
        _compare((theirs, ours.to(dtype)), x, rtol=tolerance, atol=tolerance)
