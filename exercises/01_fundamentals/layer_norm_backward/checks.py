"""Checks of the backward step of layer normalisation."""

import torch

from tracker.grader.testing import assert_close, check, points

NAMES = ("grad_x", "grad_weight", "grad_bias")
TERMS = "grad_x = (g − mean(g) − x̂ · mean(g · x̂)) / σ with g = grad_output · weight."


def _inputs(*lead, d, dtype=torch.float32):
    """grad_output and x (*lead, d), and a weight (d,) that is not 1."""
    return (
        torch.randn(*lead, d, dtype=dtype),
        2 * torch.randn(*lead, d, dtype=dtype) + 1,
        torch.randn(d, dtype=dtype) + 0.5,
    )


def _three(solution, *inputs):
    """The learner's three gradients by name."""
    got = solution.layer_norm_backward(*inputs)
    is_three = isinstance(got, tuple | list) and len(got) == 3
    check(is_three, "Three tensors are asked: return grad_x, grad_weight, grad_bias.")
    return dict(zip(NAMES, got, strict=True))


def _compare(solution, reference, *inputs, names=NAMES, hint=""):
    got = _three(solution, *inputs)
    expected = dict(zip(NAMES, reference.layer_norm_backward(*inputs), strict=True))
    for name in names:
        assert_close(got[name], expected[name], hint=f"This is {name}. {hint}".strip())


@points(1)
def test_grad_bias(solution, reference):
    """grad_bias is the sum of grad_output over the vectors."""
    _compare(solution, reference, *_inputs(4, d=6), names=["grad_bias"])


@points(2)
def test_grad_weight(solution, reference):
    """grad_weight is the sum of grad_output times the normalised vector."""
    hint = "y = weight · x̂ + bias: what is multiplied with the weight?"
    _compare(solution, reference, *_inputs(4, d=6), names=["grad_weight"], hint=hint)


@points(2)
def test_grad_x_of_one_vector(solution, reference):
    """grad_x of one vector, with all weights 1: the direct way, through the mean and through the variance."""
    grad_output, x, _ = _inputs(1, d=5)
    _compare(solution, reference, grad_output, x, torch.ones(5), names=["grad_x"], hint=TERMS)


@points(2)
def test_grad_x(solution, reference):
    """grad_x of several vectors, each with its own statistics, and with weights that are not 1."""
    _compare(solution, reference, *_inputs(5, d=6), names=["grad_x"], hint=TERMS)


@points(1)
def test_directions_without_effect(solution, reference):
    """Adding a constant to x changes nothing, and neither does stretching it: grad_x never points there."""
    grad_output, x, weight = _inputs(4, d=6, dtype=torch.float64)
    inputs = (grad_output, 10 * x, weight)
    got = _three(solution, *inputs)["grad_x"]
    expected = reference.layer_norm_backward(*inputs)[0]
    check(getattr(got, "shape", None) == x.shape, "grad_x must have the shape of x.")
    hint = "grad_x must sum to 0 in every vector: subtract mean(g)."
    assert_close(got.sum(-1), torch.zeros(4, dtype=torch.float64), hint=hint)
    centred = x - x.mean(-1, keepdim=True)
    hint = "grad_x · x̂ must sum to nearly 0 in every vector: subtract x̂ · mean(g · x̂)."
    assert_close((got * centred).sum(-1), (expected * centred).sum(-1), hint=hint)
    assert_close(got, expected, hint=TERMS)


@points(2)
def test_leading_dimensions(solution, reference):
    """With several leading dimensions the sums run over all of them; with none there is nothing to sum."""
    for lead in ((2, 3), (2, 1, 3, 2), ()):
        _compare(solution, reference, *_inputs(*lead, d=5), hint="Sum over all dimensions but the last.")


@points(1)
def test_eps(solution, reference):
    """eps is the one that was given, inside the root: nearly constant vectors show it."""
    grad_output, x, weight = _inputs(4, d=6)
    x = 1 + 0.05 * x
    hint = "Here eps is 0.1, and σ = √(var + eps)."
    _compare(solution, reference, grad_output, x, weight, 0.1, hint=hint)


@points(2)
def test_agrees_with_autograd(solution):
    """It is what autograd finds for layer norm, in float64."""
    inputs = _inputs(3, 4, d=7, dtype=torch.float64)
    grad_output, x, weight = (tensor.clone() for tensor in inputs)
    bias = torch.zeros(7, dtype=torch.float64)
    leaves = [tensor.requires_grad_() for tensor in (x, weight, bias)]
    y = torch.nn.functional.layer_norm(x, (7,), weight, bias)
    expected = torch.autograd.grad(y, leaves, grad_output)
    for (name, got), right in zip(_three(solution, *inputs).items(), expected, strict=True):
        assert_close(got, right, hint=f"This is {name}.")


@points(1)
def test_strides(solution, reference):
    """The inputs need not be contiguous."""
    grad_output, x, weight = _inputs(3, 2, d=6)
    x = x.mT.contiguous().mT  # the same numbers, in another order in memory
    _compare(solution, reference, grad_output.transpose(0, 1), x.transpose(0, 1), weight)
