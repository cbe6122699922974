"""Checks of cross-entropy."""

import math

import torch

from tracker.grader.testing import assert_close, check, gradients, output, plain_tensor, points

MEAN = "Take the mean over all positions that count, together."
LAST = "The classes stand in the last dimension, dim=-1."
IGNORED = "An ignored position adds nothing to the sum and nothing to the count."
SAFE = "Use log-softmax of the logits: no exp of a large number, no logarithm of a rounded 0."


def cross_entropy(solution, *inputs):
    """The learner's loss, alone or as the first of several."""
    return plain_tensor(output(solution.cross_entropy(*inputs)))


def _batch(*lead, classes):
    """Logits (*lead, classes) and targets (*lead)."""
    return 2 * torch.randn(*lead, classes), torch.randint(classes, lead)


def _compare(solution, reference, logits, targets, *ignore_index, hint="", **tolerance):
    got = cross_entropy(solution, logits, targets, *ignore_index)
    assert_close(got, reference.cross_entropy(logits, targets, *ignore_index), hint=hint, **tolerance)


@points(2)
def test_one_position(solution, reference):
    """The loss of one position is minus the log-probability of the right class."""
    _compare(solution, reference, *_batch(1, classes=5), hint="−log_softmax(logits)[target].")


@points(1)
def test_equal_scores(solution):
    """A model that gives all classes the same score has the loss log C."""
    classes = 5 + int(torch.randint(4, ()))
    logits = torch.randn(3, 1).expand(3, classes).contiguous()
    got = cross_entropy(solution, logits, torch.randint(classes, (3,)))
    assert_close(got, torch.tensor(math.log(classes)), hint=f"Here C is {classes}. " + LAST)


@points(2)
def test_mean(solution, reference):
    """The loss of several positions is their mean."""
    _compare(solution, reference, *_batch(6, classes=4), hint=MEAN)


@points(2)
def test_leading_dimensions(solution, reference):
    """Logits (batch, length, C) work too, with the classes in the last dimension, and so do more dimensions."""
    for lead in ((2, 5), (3, 2, 4), (2, 1, 3, 2)):
        _compare(solution, reference, *_batch(*lead, classes=5), hint=LAST + " " + MEAN)


@points(2)
def test_ignore_index(solution, reference):
    """Targets of −100 are not counted."""
    logits, targets = _batch(7, classes=5)
    targets[[1, 4, 5]] = -100
    _compare(solution, reference, logits, targets, hint=IGNORED)


@points(1)
def test_any_ignore_index(solution, reference):
    """`ignore_index` may be any integer, also the class 0."""
    for ignored in (0, 3, -1, 99):
        logits, targets = _batch(8, classes=5)
        targets[targets == ignored] = 1
        targets[[0, 3, 6]] = ignored
        _compare(solution, reference, logits, targets, ignored, hint=f"Here ignore_index is {ignored}. " + IGNORED)


@points(1)
def test_sentences_of_different_length(solution, reference):
    """In a batch of sentences of different length, every position that counts weighs the same."""
    logits, targets = _batch(3, 6, classes=4)
    targets[0, 5:] = -100
    targets[1, 1:] = -100
    targets[2, 3:] = -100
    _compare(
        solution,
        reference,
        logits,
        targets,
        hint="Here 5, 1 and 3 positions count, together 9. " + MEAN,
    )


@points(2)
def test_large_logits(solution, reference):
    """Large logits and tiny probabilities give a finite loss."""
    logits, targets = _batch(4, classes=5)
    logits = logits.mul(64).round() / 64  # exact in float32 too, for those who compute in it
    logits = logits.double() + torch.tensor([1000.0, -1000.0, 0.0, 800.0]).unsqueeze(-1)
    _compare(solution, reference, logits, targets, hint=SAFE)
    logits, targets = _batch(4, classes=5)
    logits.scatter_add_(-1, targets.unsqueeze(-1), torch.tensor([0.0, -20.0, 0.0, -150.0]).unsqueeze(-1))
    _compare(solution, reference, logits, targets, hint=SAFE)


@points(2)
def test_gradient(solution, reference):
    """The gradient flows to every position that counts, and to no other."""
    logits, targets = _batch(3, 4, classes=5)
    targets[0, 2:] = -100
    targets[2, 3] = -100
    (got,) = gradients(lambda logits: solution.cross_entropy(logits, targets), [logits])
    leak = got[targets == -100].abs().max()
    check(leak < 1e-7, f"An ignored position gets a gradient of {leak:.3g}: it should be 0.")
    (expected,) = gradients(lambda logits: reference.cross_entropy(logits, targets), [logits])
    assert_close(got, expected, hint=IGNORED)


@points(1)
def test_dtype_and_strides(solution, reference):
    """float64 and bfloat16 stay what they are, and the tensors need not be contiguous."""
    logits, targets = _batch(2, 3, classes=4)
    _compare(solution, reference, logits.double(), targets)
    _compare(solution, reference, logits.bfloat16(), targets, rtol=3e-2, atol=3e-2)
    logits, targets = _batch(3, 2, classes=4)
    _compare(solution, reference, logits.transpose(0, 1), targets.T)
