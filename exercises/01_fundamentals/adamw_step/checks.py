"""Checks of a step of AdamW."""

import torch

from tracker.grader.testing import assert_close, check, points

NAMES = ("param", "exp_avg", "exp_avg_sq")
USUAL = {"lr": 0.1, "betas": (0.9, 0.98), "eps": 1e-8, "weight_decay": 0.0}


def _state(*shape, dtype=torch.float32):
    """A parameter, a gradient, and averages as they are in the middle of training."""
    param, grad, exp_avg = (torch.randn(shape, dtype=dtype) for _ in range(3))
    return param, grad, exp_avg, exp_avg.square() + torch.rand(shape, dtype=dtype) + 0.1


def _three(solution, tensors, step, **changed):
    """The learner's new parameter and averages, by name."""
    h = {**USUAL, **changed}
    got = solution.adamw_step(*tensors, step, h["lr"], h["betas"], h["eps"], h["weight_decay"])
    is_three = isinstance(got, tuple | list) and len(got) == 3
    check(is_three, "Three tensors are asked: return the new param, exp_avg and exp_avg_sq.")
    return dict(zip(NAMES, got, strict=True))


def _compare(solution, reference, tensors, step, *, names=NAMES, hint="", **changed):
    got = _three(solution, tensors, step, **changed)
    expected = _three(reference, tensors, step, **changed)
    for name in names:
        assert_close(got[name], expected[name], hint=f"This is the new {name}. {hint}".strip())


@points(2)
def test_averages(solution, reference):
    """The averages mix a share β of the old value with a share 1 − β of the gradient, and of its square."""
    hint = "They come back without bias correction."
    _compare(solution, reference, _state(6), 4, names=NAMES[1:], betas=(0.8, 0.95), hint=hint)


@points(2)
def test_first_step(solution, reference):
    """At the first step, from averages of 0, every number moves by lr against its gradient."""
    param, grad, _, _ = _state(8)
    grad = grad + 0.1 * grad.sign()  # none so small that eps matters
    tensors = (param, grad, torch.zeros(8), torch.zeros(8))
    hint = "After bias correction m̂ is the gradient and v̂ its square, whatever the betas are."
    _compare(solution, reference, tensors, 1, names=["param"], hint=hint)
    moved = _three(solution, tensors, 1)["param"] - param
    assert_close(moved, -0.1 * grad.sign(), rtol=1e-4, atol=1e-4, hint="Here lr is 0.1. " + hint)


@points(2)
def test_later_step(solution, reference):
    """At a later step the direction is the corrected average, divided by the root of the other one."""
    for step in (2, 3, 10):
        hint = f"This is step {step}: correct by 1 − β₁^{step} and 1 − β₂^{step}."
        _compare(solution, reference, _state(7), step, names=["param"], hint=hint)


@points(2)
def test_weight_decay(solution, reference):
    """Weight decay is taken directly from the old weight, times lr, and touches neither average."""
    param, grad, exp_avg, exp_avg_sq = _state(6)
    tensors = (3 * param, grad, exp_avg, exp_avg_sq)
    hint = "Here lr is 0.2 and weight_decay 0.5: lr · weight_decay · θ is subtracted."
    _compare(solution, reference, tensors, 5, lr=0.2, weight_decay=0.5, hint=hint)


@points(1)
def test_eps(solution, reference):
    """eps is added to √v̂, after the correction and outside of the root."""
    param, grad, exp_avg, exp_avg_sq = _state(6)
    tensors = (param, 0.1 * grad, 0.1 * exp_avg, 0.01 * exp_avg_sq)
    _compare(solution, reference, tensors, 3, names=["param"], eps=0.1, hint="Here eps is 0.1, about as large as √v̂.")


@points(1)
def test_scale_of_the_loss(solution, reference):
    """A loss that is 10,000 times as small or as large gives nearly the same step."""
    param, grad, exp_avg, exp_avg_sq = _state(6)
    for scale in (1.0, 1e4, 1e-4):
        tensors = (param, scale * grad, scale * exp_avg, scale**2 * exp_avg_sq)
        hint = f"Gradients are {scale:g} times as large, eps is 1e-8. m̂ / √v̂ has no unit; under the root eps shows."
        _compare(solution, reference, tensors, 3, names=["param"], hint=hint)


@points(1)
def test_no_gradient(solution, reference):
    """Where there never was a gradient, only the decay acts, without nan."""
    param = torch.randn(4)
    zeros = torch.zeros(4)
    tensors = (param, zeros, zeros, zeros)
    _compare(solution, reference, tensors, 1, weight_decay=0.3, hint="0 / (0 + eps) is 0.")


@points(2)
def test_five_steps(solution, reference):
    """Five steps in a row go where torch.optim.AdamW goes."""
    param = torch.randn(3, 4, dtype=torch.float64)
    mine = theirs = (param, torch.zeros_like(param), torch.zeros_like(param))
    changed = {"lr": 0.05, "betas": (0.7, 0.9), "eps": 1e-3, "weight_decay": 0.2}
    for step in range(1, 6):
        grad = torch.randn(3, 4, dtype=torch.float64)
        mine = tuple(_three(solution, (mine[0], grad, *mine[1:]), step, **changed).values())
        theirs = tuple(_three(reference, (theirs[0], grad, *theirs[1:]), step, **changed).values())
        assert_close(mine[0], theirs[0], hint=f"This is after step {step} of 5.")


@points(1)
def test_shapes_and_strides(solution, reference):
    """Any shape is fine, also a single number, and the tensors need not be contiguous."""
    for tensors in (_state(), _state(2, 3, 2), tuple(tensor.T for tensor in _state(5, 3, dtype=torch.float64))):
        _compare(solution, reference, tensors, 6, weight_decay=0.1)
