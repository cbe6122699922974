"""Checks of the encoder."""

import torch

from tracker.grader.testing import (
    CheckFailed,
    assert_close,
    check,
    copy_weights,
    gradients,
    output,
    plain_tensor,
    points,
)


def draw(low, high):
    """A random size, both ends included."""
    return int(torch.randint(low, high + 1, ()))


def twins(solution, reference, *, num_layers=2, dropout=0.1, norm_first=False, biases=False):
    """The learner's module and the reference with the same random weights, in eval(); `biases`: those of attention."""
    ours = reference.Encoder(num_layers, 8, 2, 12, dropout, norm_first).eval()
    optional = [name for name, _ in ours.named_parameters() if "attention" in name and name.endswith("bias")]
    with torch.no_grad():
        for name, parameter in ours.named_parameters():
            if name in optional:
                parameter.normal_(std=0.5 * biases)
            elif "norm" in name:
                parameter.uniform_(0.5, 1.5) if name.endswith("weight") else parameter.normal_(std=0.5)
            else:
                parameter.normal_(std=parameter.size(-1) ** -0.5)
    theirs = solution.Encoder(num_layers, 8, 2, 12, dropout, norm_first=norm_first)
    try:
        copy_weights(ours, theirs, optional=optional)
    except CheckFailed:
        if norm_first:
            raise
        # a final norm may be there in post-norm, unused: it gets weights of its own, so that using it would show
        unused = {"norm.weight": 1 + torch.rand(8), "norm.bias": torch.randn(8)}
        placed = theirs.load({**dict(ours.named_parameters()), **unused}, optional=[*optional, *unused])
        with torch.no_grad():
            for name in set(optional) - placed:
                ours.get_parameter(name).zero_()
    theirs.eval()
    return theirs, ours


def padding(batch, length):
    """A mask (batch, 1, 1, length): sequence 0 hides its last position, sequence 1 its last two, …"""
    return (torch.arange(length) < length - 1 - torch.arange(batch)[:, None])[:, None, None, :]


@points(1)
def test_one_layer(solution, reference):
    """A post-norm encoder with one layer is that layer."""
    x = torch.randn(2, draw(4, 6), 8)
    theirs, ours = twins(solution, reference, num_layers=1)
    assert_close(output(theirs(x)), ours(x), hint="One layer, post-norm: no norm but those of the layer.")


@points(3)
def test_post_norm(solution, reference):
    """With norm_first=False each layer reads the output of the one below, and no norm follows the last."""
    x, num_layers = torch.randn(2, 5, 8), draw(3, 4)
    theirs, ours = twins(solution, reference, num_layers=num_layers)
    hint = f"{num_layers} layers, post-norm. Each has its own weights and gets what the one below returns."
    assert_close(output(theirs(x)), ours(x), hint=hint)


@points(3)
def test_pre_norm(solution, reference):
    """With norm_first=True the layers are pre-norm, and one final norm follows the last."""
    x, num_layers = torch.randn(2, 5, 8), draw(2, 3)
    theirs, ours = twins(solution, reference, num_layers=num_layers, norm_first=True)
    hint = f"{num_layers} layers, pre-norm: norm_first goes to every layer, and `norm` stands once, at the end."
    assert_close(output(theirs(x)), ours(x), hint=hint)


@points(2)
def test_mask_in_every_layer(solution, reference):
    """The mask reaches every layer, 2-D or 4-D, in both orders."""
    x = torch.randn(3, 6, 8)
    rows = torch.ones(6, 6, dtype=torch.bool).tril(diagonal=1)
    for norm_first, mask in (
        (False, padding(3, 6)),
        (True, padding(3, 6)),
        (False, rows),
        (True, rows & padding(3, 6)),
    ):
        theirs, ours = twins(solution, reference, norm_first=norm_first)
        hint = f"The mask is {tuple(mask.shape)} here. Every layer needs it."
        assert_close(output(theirs(x, mask=mask)), ours(x, mask=mask), hint=hint)


@points(2)
def test_padding_has_no_influence_and_no_gradient(solution, reference):
    """Through all layers, padding changes no real token and gets no gradient from one."""
    x, mask = torch.randn(3, 6, 8), padding(3, 6)
    tokens = mask[:, 0, 0, :, None]
    for norm_first in (False, True):
        theirs, _ = twins(solution, reference, norm_first=norm_first)
        before = plain_tensor(output(theirs(x, mask=mask))) * tokens
        after = plain_tensor(output(theirs(torch.where(tokens, x, 20 * torch.randn_like(x)), mask=mask))) * tokens
        assert_close(after, before, hint="Only padding was changed, and the output at real tokens changed with it.")
        (grad,) = gradients(lambda x, stack=theirs: plain_tensor(output(stack(x, mask=mask))) * tokens, (x,))
        leak = (grad * ~tokens).abs().max()
        check(leak < 1e-6, f"Real tokens send a gradient of {leak:.2g} to padding, which they may not attend to.")


@points(2)
def test_gradients(solution, reference):
    """The gradients of the input and of every layer's weights are right, in both orders."""
    x, above = torch.randn(2, 4, 8), torch.randn(2, 4, 8)
    for norm_first in (False, True):
        theirs, ours = twins(solution, reference, norm_first=norm_first)
        (got,), (expected,) = gradients(theirs, (x,), above), gradients(ours, (x,), above)
        assert_close(got, expected, hint="This is the gradient of the input.")
        ours(x).backward(above)
        expected = {name: parameter.grad for name, parameter in ours.named_parameters()}
        for name, grad in theirs.gradients().items():
            if name in expected:  # an unused final norm is not
                check(grad is not None, f"`{name}` gets no gradient: it is not used, or cut out of the graph.")
                assert_close(grad, expected[name], hint=f"This is the gradient of `{name}`.")


@points(1)
def test_biases_of_attention(solution, reference):
    """If your attention has biases, they are added."""
    x = torch.randn(2, 4, 8)
    theirs, ours = twins(solution, reference, biases=True, norm_first=True)
    size = sum(parameter.numel() for parameter in theirs.parameters().values())
    if size == sum(parameter.numel() for parameter in ours.parameters()):
        assert_close(output(theirs(x)), ours(x), hint="All was right until the biases of attention were not zero.")


@points(1)
def test_dropout(solution, reference):
    """Dropout acts in train() and is absent in eval(), and `dropout` is how strong it is, in every layer."""
    x = torch.randn(2, 5, 8)
    theirs, ours = twins(solution, reference, dropout=0.5)
    expected = ours(x)
    theirs.train()
    got = plain_tensor(output(theirs(x)))
    check(got.shape == expected.shape, f"The output has shape {tuple(got.shape)}; {tuple(expected.shape)} is asked.")
    check(not torch.allclose(got, expected, atol=1e-3), "In train() with dropout=0.5 your output is the one of eval().")
    theirs.eval()
    hint = "The module is in eval(), where dropout must do nothing. F.dropout needs training=self.training."
    assert_close(output(theirs(x)), expected, hint=hint)
    theirs, ours = twins(solution, reference, dropout=0.0)
    theirs.train()
    hint = "With dropout=0.0 nothing may be dropped, in train() either. Does `dropout` reach every layer?"
    assert_close(output(theirs(x)), ours(x), hint=hint)


@points(1)
def test_float64(solution, reference):
    """After .double() it computes in float64."""
    x = torch.randn(2, 4, 8, dtype=torch.float64)
    theirs, ours = twins(solution, reference, norm_first=True)
    theirs.double()
    assert_close(output(theirs(x)), ours.double()(x), hint="Keep the dtype of the input.")
