"""Checks of Add & Norm."""

from itertools import product

import torch

from tracker.grader.testing import assert_close, check, copy_weights, gradients, output, plain_tensor, points


def draw(low, high):
    """A random size, both ends included."""
    return int(torch.randint(low, high + 1, ()))


def twins(solution, reference, d_model, dropout=0.1, affine=True):
    """The learner's module and the reference with the same weights, in eval(); without `affine` they are 1 and 0."""
    ours = reference.AddNorm(d_model, dropout).eval()
    if affine:
        with torch.no_grad():
            ours.norm.weight.uniform_(0.5, 2.0)
            ours.norm.bias.normal_()
    theirs = solution.AddNorm(d_model, dropout)
    copy_weights(ours, theirs)
    theirs.eval()
    return theirs, ours


def pair(*shape):
    """An input and a sublayer's output."""
    return torch.randn(shape), 2 * torch.randn(shape) + 1


@points(2)
def test_normalised_sum(solution, reference):
    """The sum of both is normalised over the last dimension; weight is 1 and bias is 0 here."""
    given = pair(1, draw(3, 5), draw(6, 9))
    theirs, ours = twins(solution, reference, given[0].size(-1), affine=False)
    assert_close(output(theirs(*given)), ours(*given), hint="First add, then normalise the sum.")


@points(1)
def test_starts_at_one_and_zero(solution, reference):
    """A new module has weight 1 and bias 0: every position comes out with mean 0 and variance 1."""
    given = pair(2, 3, 64)
    theirs = solution.AddNorm(64, 0.0)
    theirs.eval()
    expected = reference.AddNorm(64, 0.0).eval()(*given)
    assert_close(output(theirs(*given)), expected, hint="No weights were put in here; this is how your module starts.")


@points(2)
def test_weight_and_bias(solution, reference):
    """The norm's weight and bias are used."""
    given = pair(2, 3, draw(5, 8))
    theirs, ours = twins(solution, reference, given[0].size(-1))
    assert_close(output(theirs(*given)), ours(*given), hint="After the division: times weight, plus bias.")


@points(1)
def test_any_leading_dimensions(solution, reference):
    """There may be any number of dimensions before the last; each position has its own mean and variance."""
    theirs, ours = twins(solution, reference, 6)
    for shape in ((6,), (5, 6), (2, 3, 4, 6)):
        given = pair(*shape)
        assert_close(output(theirs(*given)), ours(*given), hint=f"Both inputs have the shape {shape}.")


@points(2)
def test_nearly_constant_rows(solution, reference):
    """eps = 1e-5 stands inside the root: it matters where a row is nearly constant."""
    x, sublayer_output = 0.003 * torch.randn(4, 8), 0.02 + 0.003 * torch.randn(4, 8)
    theirs, ours = twins(solution, reference, 8)
    hint = "The variance is about as small as eps here. √(var + eps), with the biased variance and eps = 1e-5."
    assert_close(output(theirs(x, sublayer_output)), ours(x, sublayer_output), rtol=1e-4, atol=1e-4, hint=hint)


@points(1)
def test_no_dropout_in_eval(solution, reference):
    """In eval() nothing is dropped."""
    given = pair(2, 3, 8)
    theirs, ours = twins(solution, reference, 8, dropout=0.5)
    hint = "The module is in eval(), where dropout must do nothing. F.dropout needs training=self.training."
    assert_close(output(theirs(*given)), ours(*given), hint=hint)


@points(2)
def test_everything_dropped(solution, reference):
    """In train() with dropout=1 nothing of sublayer_output is left, and all of x: the result is the norm of x."""
    x, sublayer_output = pair(2, 3, 8)
    theirs, ours = twins(solution, reference, 8, dropout=1.0)
    theirs.train()
    hint = "Dropout is on sublayer_output, before the sum; x stays whole."
    assert_close(output(theirs(x, sublayer_output)), ours(x, torch.zeros_like(x)), hint=hint)


@points(3)
def test_half_dropped(solution, reference):
    """In train() with dropout=0.5 each number of sublayer_output becomes 0 or twice itself, each on its own."""
    rows, d_model = 64, 4
    x, sublayer_output = pair(rows, d_model)
    theirs, ours = twins(solution, reference, d_model, dropout=0.5)
    theirs.train()
    got = plain_tensor(output(theirs(x, sublayer_output)))
    check(got.shape == x.shape, f"The output has shape {tuple(got.shape)}; {tuple(x.shape)} is asked.")
    choices = torch.tensor(list(product((0.0, 2.0), repeat=d_model)))[:, None]  # (16, 1, d_model)
    possible = ours(x, choices * sublayer_output)  # (16, rows, d_model)
    distance = (possible - got).abs().amax(dim=-1)  # (16, rows)
    row = int(distance.amin(dim=0).argmax())
    check(
        distance[:, row].min() < 1e-3,
        f"Row {row} of your output is not the norm of x + s for any way to make each number of s 0 or twice itself.",
    )
    chosen = distance.argmin(dim=0)
    kept = choices[chosen, 0].mean() / 2  # 256 numbers: further than 0.25 from a half by chance is out of the question
    check(0.25 < kept < 0.75, f"With dropout=0.5 about half of the numbers should be kept; here it was {kept:.0%}.")
    check(len(chosen.unique()) > 2, "All rows lost the same numbers: draw for each number of the tensor on its own.")


@points(2)
def test_gradients_of_the_inputs(solution, reference):
    """The gradients of x and of sublayer_output are right: the residual connection lets them through."""
    given, above = pair(2, 3, 8), torch.randn(2, 3, 8)
    theirs, ours = twins(solution, reference, 8)
    got, expected = gradients(theirs, given, above), gradients(ours, given, above)
    for name, mine, wanted in zip(("x", "sublayer_output"), got, expected, strict=True):
        assert_close(mine, wanted, hint=f"This is the gradient of {name}.")


@points(1)
def test_gradients_of_weight_and_bias(solution, reference):
    """The norm's weight and bias learn."""
    given, above = pair(2, 3, 8), torch.randn(2, 3, 8)
    theirs, ours = twins(solution, reference, 8)
    gradients(theirs, given, above)
    ours(*given).backward(above)
    for name, grad in theirs.gradients().items():
        check(grad is not None, f"`{name}` gets no gradient: forward does not use it, or cuts it out of the graph.")
        assert_close(grad, ours.get_parameter(name).grad, hint=f"This is the gradient of `{name}`.")


@points(1)
def test_float64_and_non_contiguous_inputs(solution, reference):
    """After .double() it computes in float64, also for inputs whose memory is not contiguous."""
    given = [x.double().transpose(0, 1) for x in pair(4, 3, 6)]
    theirs, ours = twins(solution, reference, 6)
    theirs.double()
    assert_close(output(theirs(*given)), ours.double()(*given), hint="Keep the dtype; use reshape where view refuses.")
