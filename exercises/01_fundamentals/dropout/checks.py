"""Checks of dropout. What is drawn differs from run to run, so they look at what must hold for every draw."""

import torch

from tracker.grader.testing import assert_close, check, output, plain_tensor, points

SCALE = "In train() a number is either 0 or x / (1 − p)."


def _numbers(*shape):
    """Random numbers that are not near 0, so that a 0 in the output was dropped."""
    return torch.randn(*shape).sign() * (0.5 + torch.rand(*shape))


def _dropped(dropout, x):
    """Where the learner's output is 0; fails when it is neither 0 nor scaled, or has another shape or dtype."""
    y = plain_tensor(output(dropout(x)))
    check(y.shape == x.shape, f"The output has shape {tuple(y.shape)}; {tuple(x.shape)} is asked.")
    return y, y == 0


def _expected(x, dropped, p):
    return torch.where(dropped, torch.zeros_like(x), x / (1 - p))


@points(2)
def test_eval(solution):
    """In eval() nothing changes."""
    dropout = solution.Dropout(0.4)
    dropout.eval()
    x = _numbers(3, 4, 5)
    assert_close(output(dropout(x)), x, hint="In eval() the output is x itself, not scaled and not dropped.")


@points(4)
def test_zero_or_scaled(solution):
    """In train() every number is either 0 or x / (1 − p)."""
    for p in (0.5, 0.2):
        x = _numbers(20, 20)
        y, dropped = _dropped(solution.Dropout(p), x)
        check(dropped.any(), f"Nothing was dropped in train(), with p = {p} and 400 numbers.")
        check(not dropped.all(), f"Everything was dropped in train(), with p = {p} and 400 numbers.")
        assert_close(y, _expected(x, dropped, p), hint=f"Here p is {p}. " + SCALE)


@points(2)
def test_probability(solution):
    """p is the share that is dropped, and 0.5 by default."""
    x = _numbers(200, 100)
    for dropout, p in ((solution.Dropout(0.1), 0.1), (solution.Dropout(0.8), 0.8), (solution.Dropout(), 0.5)):
        share = _dropped(dropout, x)[1].float().mean().item()
        check(abs(share - p) < 0.025, f"With p = {p} a share of {share:.2f} was dropped, of 20000 numbers.")


@points(1)
def test_each_number_on_its_own(solution):
    """Each number is dropped on its own: no whole vectors, and no places shared over the batch."""
    dropped = _dropped(solution.Dropout(0.5), _numbers(30, 4, 30))[1]
    check(dropped.any() and not dropped.all(), "Either everything or nothing was dropped.")
    check((dropped != dropped[:1]).any(), "All sentences of the batch lose the same places: draw in the shape of x.")
    check((dropped != dropped[:, :1]).any(), "All positions lose the same places: draw in the shape of x.")
    check((dropped != dropped[..., :1]).any(), "Whole vectors are dropped: draw in the shape of x.")


@points(1)
def test_every_call_draws_again(solution):
    """Every call draws a new mask."""
    dropout, x = solution.Dropout(0.5), _numbers(20, 20)
    first, second = _dropped(dropout, x)[1], _dropped(dropout, x)[1]
    check((first != second).any(), "Two calls dropped exactly the same places: draw a new mask in forward.")
    check(first.any(), "Nothing was dropped in train().")


@points(1)
def test_train_and_eval_again(solution):
    """train() and eval() may be called at any time."""
    dropout, x = solution.Dropout(0.5), _numbers(10, 20)
    dropout.eval()
    assert_close(output(dropout(x)), x, hint="This is in eval().")
    dropout.train()
    y, dropped = _dropped(dropout, x)
    check(dropped.any(), "Nothing was dropped after train() was called again.")
    assert_close(y, _expected(x, dropped, 0.5), hint=SCALE)
    dropout.eval()
    assert_close(output(dropout(x)), x, hint="This is in eval() again.")


@points(1)
def test_p_zero_and_one(solution):
    """p = 0 changes nothing, p = 1 gives zeros without nan."""
    x = _numbers(6, 7)
    assert_close(output(solution.Dropout(0.0)(x)), x, hint="Here p is 0, in train().")
    assert_close(output(solution.Dropout(1.0)(x)), torch.zeros(6, 7), hint="Here p is 1, in train().")


@points(3)
def test_gradient(solution):
    """The gradient passes where the number passed, scaled by 1 / (1 − p), and nowhere else."""
    x, grad, p = _numbers(8, 9).requires_grad_(), torch.randn(8, 9), 0.6
    y, dropped = _dropped(solution.Dropout(p), x)
    check(y.requires_grad, "No gradient flows from the output back to x.")
    y.backward(grad)
    assert_close(x.grad, _expected(grad, dropped, p), hint="A dropped number gets no gradient, a kept one 1 / (1 − p).")


@points(1)
def test_dtype_and_strides(solution):
    """float64 and bfloat16 stay what they are, and x need not be contiguous."""
    for x in (_numbers(6, 30).double(), _numbers(6, 30).bfloat16(), _numbers(30, 6).T):
        y, dropped = _dropped(solution.Dropout(0.5), x)
        check(dropped.any(), "Nothing was dropped in train().")
        assert_close(y, _expected(x, dropped, 0.5), hint=SCALE)
