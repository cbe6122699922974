"""Checks of the position-wise feed-forward network."""

import torch

from tracker.grader.testing import assert_close, check, copy_weights, gradients, output, plain_tensor, points


def draw(low, high):
    """A random size, both ends included."""
    return int(torch.randint(low, high + 1, ()))


def twins(solution, reference, d_model, d_ff, dropout=0.1, biases=True):
    """The learner's module and the reference with the same random weights, both in eval()."""
    ours = reference.PositionwiseFeedForward(d_model, d_ff, dropout).eval()
    with torch.no_grad():
        for name, parameter in ours.named_parameters():
            parameter.normal_(std=parameter.size(-1) ** -0.5 if name.endswith("weight") else 0.5 * biases)
    theirs = solution.PositionwiseFeedForward(d_model, d_ff, dropout)
    copy_weights(ours, theirs)
    theirs.eval()
    return theirs, ours


@points(2)
def test_one_vector(solution, reference):
    """One vector goes through linear_1, ReLU and linear_2; the biases are 0 here."""
    x = torch.randn(draw(4, 7))
    theirs, ours = twins(solution, reference, len(x), 3 * len(x), biases=False)
    assert_close(output(theirs(x)), ours(x), hint="Widen, ReLU, narrow. Nothing before, nothing after.")


@points(2)
def test_every_position_of_a_batch(solution, reference):
    """Every position of every sequence goes through the same two layers, with their biases."""
    x = torch.randn(draw(2, 3), draw(4, 6), 6)
    theirs, ours = twins(solution, reference, 6, draw(9, 15))
    assert_close(
        output(theirs(x)), ours(x), hint="linear_1 and linear_2 both have a bias, and ReLU stands between them."
    )


@points(1)
def test_any_leading_dimensions(solution, reference):
    """There may be any number of dimensions before the last."""
    theirs, ours = twins(solution, reference, 5, 7)
    for shape in ((3, 5), (2, 3, 2, 5)):
        x = torch.randn(shape)
        assert_close(output(theirs(x)), ours(x), hint=f"The input has the shape {shape}.")


@points(1)
def test_switched_off(solution, reference):
    """Where all hidden numbers are negative, only the bias of linear_2 is left."""
    x = torch.randn(3, 6)
    theirs, ours = twins(solution, reference, 6, 10)
    with torch.no_grad():
        ours.linear_1.bias.fill_(-100.0)
    copy_weights(ours, theirs)
    got = output(theirs(x))
    assert_close(
        got,
        ours.linear_2.bias.expand(3, 6),
        hint="The bias of linear_1 is -100 here: ReLU makes every hidden number 0.",
    )


@points(2)
def test_positions_do_not_mix(solution, reference):
    """A position's output depends on that position alone."""
    length = draw(5, 7)
    x = torch.randn(2, length, 6)
    theirs, _ = twins(solution, reference, 6, 10)
    before = plain_tensor(output(theirs(x)))
    check(before.shape == x.shape, f"The output has shape {tuple(before.shape)}; {tuple(x.shape)} is asked.")
    changed = x.clone()
    changed[:, 2] = torch.randn(2, 6)
    after = plain_tensor(output(theirs(changed)))
    kept = [position for position in range(length) if position != 2]
    assert_close(
        after[:, kept], before[:, kept], hint="Only position 2 was changed, and other positions changed with it."
    )
    check(not torch.allclose(after[:, 2], before[:, 2]), "Position 2 was changed, and its output stayed the same.")


@points(2)
def test_gradients(solution, reference):
    """The gradients of the input, the weights and the biases are right."""
    x, above = torch.randn(2, 4, 6), torch.randn(2, 4, 6)
    theirs, ours = twins(solution, reference, 6, 10)
    assert_close(output(theirs(x)), ours(x), hint="A gradient counts only where the values are right.")
    (got,), (expected,) = gradients(theirs, (x,), above), gradients(ours, (x,), above)
    assert_close(got, expected, hint="This is the gradient of the input.")
    ours(x).backward(above)
    for name, grad in theirs.gradients().items():
        check(grad is not None, f"`{name}` gets no gradient: forward does not use it, or cuts it out of the graph.")
        assert_close(grad, ours.get_parameter(name).grad, hint=f"This is the gradient of `{name}`.")


@points(1)
def test_dropout(solution, reference):
    """Dropout acts in train() and is absent in eval()."""
    x = torch.randn(4, 5, 6)
    theirs, ours = twins(solution, reference, 6, 10, dropout=0.5)
    expected = ours(x)
    theirs.train()
    got = plain_tensor(output(theirs(x)))
    check(got.shape == expected.shape, f"The output has shape {tuple(got.shape)}; {tuple(expected.shape)} is asked.")
    check(not torch.allclose(got, expected, atol=1e-3), "In train() with dropout=0.5 your output is the one of eval().")
    theirs.eval()
    hint = "The module is in eval(), where dropout must do nothing. F.dropout needs training=self.training."
    assert_close(output(theirs(x)), expected, hint=hint)


@points(1)
def test_float64_and_non_contiguous_inputs(solution, reference):
    """After .double() it computes in float64, also for inputs whose memory is not contiguous."""
    x = torch.randn(4, 3, 6, dtype=torch.float64).transpose(0, 1)
    theirs, ours = twins(solution, reference, 6, 10)
    theirs.double()
    assert_close(output(theirs(x)), ours.double()(x), hint="Keep the dtype; use reshape where view refuses.")
