"""Checks of the decoder."""

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
    ours = reference.Decoder(num_layers, 8, 2, 12, dropout, norm_first).eval()
    optional = [name for name, _ in ours.named_parameters() if "attention" in name and name.endswith("bias")]
    with torch.no_grad():
        for name, parameter in ours.named_parameters():
            if name in optional:
                parameter.normal_(std=0.5 * biases)
            elif "norm" in name:
                parameter.uniform_(0.5, 1.5) if name.endswith("weight") else parameter.normal_(std=0.5)
            else:
                parameter.normal_(std=parameter.size(-1) ** -0.5)
    theirs = solution.Decoder(num_layers, 8, 2, 12, dropout, norm_first=norm_first)
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


def causal(length):
    """A mask (length, length): the lower triangle."""
    return torch.ones(length, length, dtype=torch.bool).tril()


def pair(batch, length, memory_length):
    """x (batch, length, 8) and a memory (batch, memory_length, 8)."""
    return 2 * torch.randn(batch, length, 8), torch.randn(batch, memory_length, 8)


@points(1)
def test_one_layer(solution, reference):
    """A post-norm decoder with one layer is that layer."""
    x, memory = pair(2, draw(3, 4), draw(5, 6))
    theirs, ours = twins(solution, reference, num_layers=1)
    assert_close(
        output(theirs(x, memory)), ours(x, memory), hint="One layer, post-norm: no norm but those of the layer."
    )


@points(3)
def test_post_norm(solution, reference):
    """With norm_first=False each layer reads the one below and the same memory, and no norm follows the last."""
    (x, memory), num_layers = pair(2, 5, 5), draw(3, 4)
    theirs, ours = twins(solution, reference, num_layers=num_layers)
    hint = (
        f"{num_layers} layers, post-norm, no masks. Each gets what the one below returns, and the memory as it comes."
    )
    assert_close(output(theirs(x, memory)), ours(x, memory), hint=hint)


@points(3)
def test_pre_norm(solution, reference):
    """With norm_first=True the layers are pre-norm, and one final norm follows the last."""
    (x, memory), num_layers = pair(2, 5, 5), draw(2, 3)
    theirs, ours = twins(solution, reference, num_layers=num_layers, norm_first=True)
    hint = f"{num_layers} layers, pre-norm: norm_first goes to every layer, and `norm` stands once, at the end."
    assert_close(output(theirs(x, memory)), ours(x, memory), hint=hint)


@points(2)
def test_target_mask_in_every_layer(solution, reference):
    """target_mask reaches the self-attention of every layer."""
    x, memory = pair(3, 6, 6)
    for norm_first, mask in ((False, causal(6)), (True, causal(6) & padding(3, 6))):
        theirs, ours = twins(solution, reference, norm_first=norm_first)
        got = output(theirs(x, memory, target_mask=mask))
        hint = f"Only target_mask is given, {tuple(mask.shape)}. Every layer needs it, in self-attention."
        assert_close(got, ours(x, memory, target_mask=mask), hint=hint)


@points(2)
def test_memory_mask_in_every_layer(solution, reference):
    """memory_mask reaches the cross-attention of every layer."""
    x, memory = pair(3, 6, 6)
    for norm_first in (False, True):
        theirs, ours = twins(solution, reference, norm_first=norm_first)
        got = output(theirs(x, memory, memory_mask=padding(3, 6)))
        hint = "Only memory_mask is given. Every layer needs it, in cross-attention."
        assert_close(got, ours(x, memory, memory_mask=padding(3, 6)), hint=hint)


@points(2)
def test_both_masks(solution, reference):
    """Both masks together, with x and a memory of different lengths."""
    x, memory = pair(3, 5, 7)
    masks = {"target_mask": causal(5) & padding(3, 5), "memory_mask": padding(3, 7)}
    for norm_first in (False, True):
        theirs, ours = twins(solution, reference, norm_first=norm_first)
        hint = "x has 5 positions, the memory 7. Each mask fits one attention only."
        assert_close(output(theirs(x, memory, **masks)), ours(x, memory, **masks), hint=hint)


@points(2)
def test_future_has_no_influence(solution, reference):
    """Through all layers, under a causal mask, changing a position changes no earlier one, in value or in gradient."""
    x, memory = pair(2, 6, 4)
    late = (torch.arange(6) >= 3)[None, :, None]
    for norm_first in (False, True):
        theirs, _ = twins(solution, reference, norm_first=norm_first)
        before = plain_tensor(output(theirs(x, memory, target_mask=causal(6))))
        after = plain_tensor(output(theirs(torch.where(late, torch.randn_like(x), x), memory, target_mask=causal(6))))
        hint = "Positions 3, 4 and 5 of x were changed, and positions before them changed too."
        assert_close(after[:, :3], before[:, :3], hint=hint)

        def early(x, stack=theirs):
            return plain_tensor(output(stack(x, memory, target_mask=causal(6))))[:, :3]

        (grad,) = gradients(early, (x,))
        leak = (grad * late).abs().max()
        check(leak < 1e-6, f"Positions 0 to 2 send a gradient of {leak:.2g} to the future, which they may not see.")


@points(2)
def test_gradients(solution, reference):
    """The gradients of x, of the memory and of every layer's weights are right, in both orders."""
    x, memory = pair(2, 4, 5)
    above = torch.randn(2, 4, 8)
    for norm_first in (False, True):
        theirs, ours = twins(solution, reference, norm_first=norm_first)
        got, expected = gradients(theirs, (x, memory), above), gradients(ours, (x, memory), above)
        for name, mine, wanted in zip(("x", "the memory"), got, expected, strict=True):
            assert_close(mine, wanted, hint=f"This is the gradient of {name}.")
        ours(x, memory).backward(above)
        expected = {name: parameter.grad for name, parameter in ours.named_parameters()}
        for name, grad in theirs.gradients().items():
            if name in expected:  # an unused final norm is not
                check(grad is not None, f"`{name}` gets no gradient: it is not used, or cut out of the graph.")
                assert_close(grad, expected[name], hint=f"This is the gradient of `{name}`.")


@points(1)
def test_biases_of_attention(solution, reference):
    """If your attentions have biases, they are added."""
    x, memory = pair(2, 4, 5)
    theirs, ours = twins(solution, reference, biases=True, norm_first=True)
    size = sum(parameter.numel() for parameter in theirs.parameters().values())
    if size == sum(parameter.numel() for parameter in ours.parameters()):
        hint = "All was right until the biases of attention were not zero."
        assert_close(output(theirs(x, memory)), ours(x, memory), hint=hint)


@points(1)
def test_dropout(solution, reference):
    """Dropout acts in train() and is absent in eval(), and `dropout` is how strong it is, in every layer."""
    x, memory = pair(2, 5, 4)
    theirs, ours = twins(solution, reference, dropout=0.5)
    expected = ours(x, memory)
    theirs.train()
    got = plain_tensor(output(theirs(x, memory)))
    check(got.shape == expected.shape, f"The output has shape {tuple(got.shape)}; {tuple(expected.shape)} is asked.")
    check(not torch.allclose(got, expected, atol=1e-3), "In train() with dropout=0.5 your output is the one of eval().")
    theirs.eval()
    hint = "The module is in eval(), where dropout must do nothing. F.dropout needs training=self.training."
    assert_close(output(theirs(x, memory)), expected, hint=hint)
    theirs, ours = twins(solution, reference, dropout=0.0)
    theirs.train()
    hint = "With dropout=0.0 nothing may be dropped, in train() either. Does `dropout` reach every layer?"
    assert_close(output(theirs(x, memory)), ours(x, memory), hint=hint)


@points(1)
def test_float64(solution, reference):
    """After .double() it computes in float64."""
    x, memory = (tensor.double() for tensor in pair(2, 4, 5))
    theirs, ours = twins(solution, reference, norm_first=True)
    theirs.double()
    assert_close(output(theirs(x, memory)), ours.double()(x, memory), hint="Keep the dtype of the input.")
