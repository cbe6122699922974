"""Checks of label smoothing."""

import torch

from tracker.grader.testing import assert_close, check, gradients, output, plain_tensor, points

MEAN = "Take the mean over all positions that count, together."
IGNORED = "An ignored position adds nothing to the sum and nothing to the count."
SHARE = "Every class gets s/K, the right one too; the right one gets 1 − s on top."


def smoothed(solution, *inputs, **named):
    """The learner's loss, alone or as the first of several."""
    return plain_tensor(output(solution.label_smoothing_loss(*inputs, **named)))


def batch(*lead, classes):
    """Logits (*lead, classes) and targets (*lead)."""
    return 2 * torch.randn(*lead, classes), torch.randint(classes, lead)


def compare(solution, reference, logits, targets, hint="", tolerance=1e-5, **named):
    """The learner's loss is the reference's."""
    got = smoothed(solution, logits, targets, **named)
    expected = reference.label_smoothing_loss(logits, targets, **named)
    assert_close(got, expected, hint=hint, rtol=tolerance, atol=tolerance)


@points(2)
def test_one_position(solution, reference):
    """One position is compared with (1 − s)·one-hot + s/K, here with s = 0.2 and more."""
    for smoothing in (0.2, 0.35):
        logits, targets = batch(1, classes=4 + int(torch.randint(3, ())))
        compare(solution, reference, logits, targets, smoothing=smoothing, hint=f"s = {smoothing}. {SHARE}")


@points(1)
def test_no_smoothing(solution, reference):
    """With smoothing 0 it is cross-entropy."""
    logits, targets = batch(6, classes=5)
    expected = -torch.log_softmax(logits, dim=-1)[torch.arange(6), targets].mean()
    assert_close(smoothed(solution, logits, targets, smoothing=0.0), expected, hint=MEAN)


@points(1)
def test_all_smoothing(solution, reference):
    """With smoothing 1 the target does not matter: all classes are equally right."""
    logits, targets = batch(6, classes=5)
    compare(solution, reference, logits, targets, smoothing=1.0, hint="Here every class has the same share, 1/K.")


@points(2)
def test_default(solution, reference):
    """Without the argument the smoothing is 0.1, and several positions are averaged."""
    compare(solution, reference, *batch(8, classes=5), hint="s = 0.1. " + MEAN)


@points(1)
def test_smallest_loss(solution):
    """The smallest loss is reached where the model's probabilities are the smoothed target itself."""
    classes, smoothing = 5, 0.3
    target = torch.randint(classes, (1,))
    goal = torch.full((1, classes), smoothing / classes)
    goal[0, target] += 1 - smoothing
    entropy = -(goal * goal.log()).sum()
    (slope,) = gradients(lambda logits: solution.label_smoothing_loss(logits, target, smoothing), (goal.log(),))
    assert_close(smoothed(solution, goal.log(), target, smoothing), entropy, hint="The entropy of q is asked here.")
    assert_close(slope, torch.zeros(1, classes), hint="At the smallest loss the gradient is 0. " + SHARE)


@points(2)
def test_leading_dimensions(solution, reference):
    """Logits (batch, length, K) work too, with the classes in the last dimension, and so do more dimensions."""
    for lead in ((2, 5), (3, 2, 4), (2, 1, 3, 2)):
        logits, targets = batch(*lead, classes=5)
        compare(solution, reference, logits, targets, hint="The classes stand in the last dimension. " + MEAN)


@points(2)
def test_ignore_index(solution, reference):
    """Targets of −100 are not counted."""
    logits, targets = batch(7, classes=5)
    targets[[1, 4, 5]] = -100
    compare(solution, reference, logits, targets, hint=IGNORED, smoothing=0.2)


@points(2)
def test_padding_as_a_class(solution, reference):
    """`ignore_index` may be a class such as 0: it is never the target, but keeps its share s/K elsewhere."""
    for ignored in (0, 3, -1):
        logits, targets = batch(9, classes=6)
        targets[targets == ignored] = 1
        targets[[0, 3, 6]] = ignored
        hint = f"Here ignore_index is {ignored}. {IGNORED} At the others, every class keeps its share."
        compare(solution, reference, logits, targets, hint=hint, smoothing=0.3, ignore_index=ignored)


@points(1)
def test_sentences_of_different_length(solution, reference):
    """In a batch of sentences of different length, every position that counts weighs the same."""
    logits, targets = batch(3, 6, classes=4)
    targets[0, 5:] = -100
    targets[1, 1:] = -100
    targets[2, 3:] = -100
    compare(
        solution,
        reference,
        logits,
        targets,
        hint="Here 5, 1 and 3 positions count, together 9. " + MEAN,
    )


@points(1)
def test_large_logits(solution, reference):
    """Large logits give a finite loss."""
    logits, targets = batch(4, classes=5)
    logits = 1000 * logits.double() + torch.tensor([1000.0, -1000.0, 0.0, 800.0]).unsqueeze(-1)
    compare(solution, reference, logits, targets, hint="Use log-softmax of the logits: exp(1000) overflows.")


@points(2)
def test_gradient(solution, reference):
    """The gradient flows to every class of every position that counts, and to no ignored one."""
    logits, targets = batch(3, 4, classes=5)
    targets[0, 2:] = -100
    targets[2, 3] = -100
    (got,) = gradients(lambda logits: solution.label_smoothing_loss(logits, targets, 0.2), [logits])
    leak = got[targets == -100].abs().max()
    check(leak < 1e-7, f"An ignored position gets a gradient of {leak:.3g}: it should be 0.")
    (expected,) = gradients(lambda logits: reference.label_smoothing_loss(logits, targets, 0.2), [logits])
    assert_close(got, expected, hint=IGNORED)


@points(1)
def test_dtype_and_strides(solution, reference):
    """float64 and bfloat16 stay what they are, and the tensors need not be contiguous."""
    logits, targets = batch(2, 3, classes=4)
    compare(solution, reference, logits.double(), targets)
    compare(solution, reference, logits.bfloat16(), targets, tolerance=3e-2)
    logits, targets = batch(3, 2, classes=4)
    compare(solution, reference, logits.transpose(0, 1), targets.T)
