"""Checks of the gradient of cross-entropy."""

import torch

from tracker.grader.testing import assert_close, check, output, plain_tensor, points

RULE = "Softmax minus 1 at the target, divided by the number of positions."
COUNT = "The loss is a mean over all positions, so divide by `targets.numel()`."


def cross_entropy_grad(solution, logits, targets):
    """The learner's gradient, alone or as the first of several."""
    return plain_tensor(output(solution.cross_entropy_grad(logits, targets)))


def _batch(*lead, classes):
    """Logits (*lead, classes) and targets (*lead)."""
    return 2 * torch.randn(*lead, classes), torch.randint(classes, lead)


def _compare(solution, reference, logits, targets, hint="", **tolerance):
    got = cross_entropy_grad(solution, logits, targets)
    assert_close(got, reference.cross_entropy_grad(logits, targets), hint=hint, **tolerance)


def _mean_loss(logits, targets):
    """The mean cross-entropy, which the gradient belongs to."""
    return -torch.log_softmax(logits, -1).gather(-1, targets.unsqueeze(-1)).mean()


@points(2)
def test_one_position(solution, reference):
    """For one position it is what the model said, minus what was right."""
    _compare(solution, reference, *_batch(1, classes=5), hint=RULE)


@points(1)
def test_rows_sum_to_zero(solution):
    """The entries of every row sum to 0, and only the one of the target is negative."""
    logits, targets = _batch(4, classes=6)
    got = cross_entropy_grad(solution, logits, targets)
    assert_close(got.sum(-1), torch.zeros(4), hint="What the right class gains, the others lose.")
    right = torch.zeros(4, 6, dtype=torch.bool).scatter(-1, targets.unsqueeze(-1), True)
    assert_close(got < 0, right, hint="Only the entry of the target is negative.")


@points(2)
def test_mean_of_several_positions(solution, reference):
    """With several positions every row is divided by their number."""
    _compare(solution, reference, *_batch(6, classes=4), hint=COUNT)


@points(2)
def test_leading_dimensions(solution, reference):
    """Logits (batch, length, C) work too: all positions count together."""
    for lead in ((2, 5), (3, 2, 4), (2, 1, 3, 2)):
        _compare(solution, reference, *_batch(*lead, classes=5), hint=COUNT)


@points(2)
def test_predicts_the_loss(solution):
    """A small step against the gradient lowers the mean loss as much as the gradient says."""
    logits, targets = _batch(3, 2, classes=5)
    logits = logits.double()
    step = 1e-4 * torch.randn(3, 2, 5, dtype=torch.float64)
    change = _mean_loss(logits + step, targets) - _mean_loss(logits - step, targets)
    got = cross_entropy_grad(solution, logits, targets)
    check(got.shape == step.shape, f"The gradient has shape {tuple(got.shape)}; {tuple(step.shape)} is asked.")
    hint = "The gradient predicts another change of the loss than there is."
    assert_close((got * step).sum() / 1e-4, change / 2e-4, hint=hint)


@points(1)
def test_large_logits(solution, reference):
    """Large logits do not overflow, and a sure but wrong answer has a gradient."""
    logits, targets = _batch(4, classes=5)
    logits = logits.mul(64).round() / 64  # exact in float32 too, for those who compute in it
    logits = logits.double() + torch.tensor([1000.0, -1000.0, 0.0, 800.0]).unsqueeze(-1)
    logits[2, targets[2]] -= 300.0
    _compare(solution, reference, logits, targets, hint="Subtract the row's maximum before exp, or use torch.softmax.")


@points(1)
def test_dtype_and_strides(solution, reference):
    """float64 and bfloat16 stay what they are, and the tensors need not be contiguous."""
    logits, targets = _batch(2, 3, classes=4)
    _compare(solution, reference, logits.double(), targets)
    _compare(solution, reference, logits.bfloat16(), targets, rtol=3e-2, atol=3e-2)
    logits, targets = _batch(3, 2, classes=4)
    _compare(solution, reference, logits.transpose(0, 1), targets.T)
