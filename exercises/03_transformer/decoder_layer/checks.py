"""Checks of the decoder layer."""

import torch

from tracker.grader.testing import assert_close, check, copy_weights, gradients, output, plain_tensor, points

BIASES = tuple(f"{kind}_attention.w_{name}.bias" for kind in ("self", "cross") for name in "qkvo")


def draw(low, high):
    """A random size, both ends included."""
    return int(torch.randint(low, high + 1, ()))


def twins(solution, reference, *, d_model=8, num_heads=2, d_ff=12, dropout=0.1, norm_first=False, biases=False):
    """The learner's module and the reference with the same random weights, in eval(); `biases`: those of attention."""
    ours = reference.DecoderLayer(d_model, num_heads, d_ff, dropout, norm_first).eval()
    with torch.no_grad():
        for name, parameter in ours.named_parameters():
            if name in BIASES:
                parameter.normal_(std=0.5 * biases)
            elif name.startswith("norm"):
                parameter.uniform_(0.5, 1.5) if name.endswith("weight") else parameter.normal_(std=0.5)
            else:
                parameter.normal_(std=parameter.size(-1) ** -0.5)
    theirs = solution.DecoderLayer(d_model, num_heads, d_ff, dropout, norm_first=norm_first)
    copy_weights(ours, theirs, optional=BIASES)
    theirs.eval()
    return theirs, ours


def pair(batch, length, memory_length, d_model=8):
    """x (batch, length, d_model) and a memory (batch, memory_length, d_model)."""
    return 2 * torch.randn(batch, length, d_model), torch.randn(batch, memory_length, d_model)


def padding(batch, length):
    """A mask (batch, 1, 1, length): sequence 0 hides its last position, sequence 1 its last two, …"""
    return (torch.arange(length) < length - 1 - torch.arange(batch)[:, None])[:, None, None, :]


def causal(length):
    """A mask (length, length): the lower triangle."""
    return torch.ones(length, length, dtype=torch.bool).tril()


def order(norm_first):
    """What to look at."""
    if norm_first:
        return "Pre-norm: each sublayer gets its input through its norm, and its output is added to the input itself."
    return "Post-norm: each sublayer's output is added to its input, and the sum goes through the norm."


@points(1)
def test_shape(solution, reference):
    """The output is as long as x, not as the memory, for both orders."""
    x, memory = pair(2, draw(3, 4), draw(5, 7))
    for norm_first in (False, True):
        theirs, _ = twins(solution, reference, norm_first=norm_first)
        shape = tuple(plain_tensor(output(theirs(x, memory))).shape)
        check(shape == tuple(x.shape), f"The output has shape {shape}; {tuple(x.shape)} is asked.")


@points(4)
def test_post_norm(solution, reference):
    """With norm_first=False the norms stand after the sums; there are no masks here."""
    x, memory = pair(2, 5, 5, d_model=12)
    theirs, ours = twins(solution, reference, d_model=12, num_heads=3, d_ff=draw(14, 20))
    assert_close(output(theirs(x, memory)), ours(x, memory), hint=f"No mask means no mask. {order(norm_first=False)}")


@points(4)
def test_pre_norm(solution, reference):
    """With norm_first=True the norms stand before the sublayers, on x only; there are no masks here."""
    x, memory = pair(2, 5, 5, d_model=12)
    theirs, ours = twins(solution, reference, d_model=12, num_heads=3, d_ff=draw(14, 20), norm_first=True)
    assert_close(output(theirs(x, memory)), ours(x, memory), hint=f"No mask means no mask. {order(norm_first=True)}")


@points(1)
def test_memory_of_another_length(solution, reference):
    """The memory may be longer or shorter than x."""
    for length, memory_length in ((3, draw(5, 7)), (draw(5, 7), 3)):
        x, memory = pair(2, length, memory_length)
        theirs, ours = twins(solution, reference)
        hint = f"x has {length} positions, the memory {memory_length}."
        assert_close(output(theirs(x, memory)), ours(x, memory), hint=hint)


@points(2)
def test_target_mask(solution, reference):
    """target_mask belongs to self-attention: causal, 2-D, or with padding of the output, 4-D."""
    length = draw(5, 7)
    x, memory = pair(3, length, length)
    for norm_first in (False, True):
        theirs, ours = twins(solution, reference, norm_first=norm_first)
        for mask in (causal(length), causal(length) & padding(3, length)):
            got = output(theirs(x, memory, target_mask=mask))
            hint = f"Only target_mask is given, {tuple(mask.shape)}. It says which positions of x may be seen."
            assert_close(got, ours(x, memory, target_mask=mask), hint=hint)


@points(2)
def test_memory_mask(solution, reference):
    """memory_mask belongs to cross-attention: it hides the padding of the memory."""
    length = draw(5, 7)
    x, memory = pair(3, length, length)
    mask = padding(3, length)
    for norm_first in (False, True):
        theirs, ours = twins(solution, reference, norm_first=norm_first)
        got = output(theirs(x, memory, memory_mask=mask))
        hint = "Only memory_mask is given. It says which positions of the memory may be seen."
        assert_close(got, ours(x, memory, memory_mask=mask), hint=hint)


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
    """Under a causal mask, changing a position changes no earlier one, in value or in gradient."""
    x, memory = pair(2, 6, 4)
    late = (torch.arange(6) >= 3)[None, :, None]
    for norm_first in (False, True):
        theirs, _ = twins(solution, reference, norm_first=norm_first)
        before = plain_tensor(output(theirs(x, memory, target_mask=causal(6))))
        after = plain_tensor(output(theirs(torch.where(late, torch.randn_like(x), x), memory, target_mask=causal(6))))
        hint = "Positions 3, 4 and 5 of x were changed, and positions before them changed too."
        assert_close(after[:, :3], before[:, :3], hint=hint)

        def early(x, layer=theirs):
            return plain_tensor(output(layer(x, memory, target_mask=causal(6))))[:, :3]

        (grad,) = gradients(early, (x,))
        leak = (grad * late).abs().max()
        check(leak < 1e-6, f"Positions 0 to 2 send a gradient of {leak:.2g} to the future, which they may not see.")


@points(2)
def test_padding_of_the_memory_has_no_influence(solution, reference):
    """What stands in the memory's padding changes nothing, and gets no gradient."""
    x, memory = pair(3, 4, 6)
    mask = padding(3, 6)
    hidden = ~mask[:, 0, 0, :, None]
    theirs, _ = twins(solution, reference)
    before = plain_tensor(output(theirs(x, memory, memory_mask=mask)))
    changed = torch.where(hidden, 20 * torch.randn_like(memory), memory)
    hint = "Only the memory's padding was changed, and the output changed with it."
    assert_close(output(theirs(x, changed, memory_mask=mask)), before, hint=hint)
    (grad,) = gradients(lambda memory: theirs(x, memory, memory_mask=mask), (memory,))
    leak = (grad * hidden).abs().max()
    check(leak < 1e-6, f"The memory's padding gets a gradient of {leak:.2g}; its weight is not exactly 0.")


@points(2)
def test_gradients(solution, reference):
    """The gradients of x, of the memory and of all weights are right, in both orders."""
    x, memory = pair(2, 4, 5)
    above = torch.randn(2, 4, 8)
    for norm_first in (False, True):
        theirs, ours = twins(solution, reference, norm_first=norm_first)
        hint = f"A gradient counts only where the values are right. {order(norm_first)}"
        assert_close(output(theirs(x, memory)), ours(x, memory), hint=hint)
        got, expected = gradients(theirs, (x, memory), above), gradients(ours, (x, memory), above)
        for name, mine, wanted in zip(("x", "the memory"), got, expected, strict=True):
            assert_close(mine, wanted, hint=f"This is the gradient of {name}. {order(norm_first)}")
        ours(x, memory).backward(above)
        for name, grad in theirs.gradients().items():
            check(grad is not None, f"`{name}` gets no gradient: forward does not use it, or cuts it out of the graph.")
            assert_close(grad, ours.get_parameter(name).grad, hint=f"This is the gradient of `{name}`.")


@points(1)
def test_biases_of_attention(solution, reference):
    """If your attentions have biases, they are added."""
    x, memory = pair(2, 4, 5)
    theirs, ours = twins(solution, reference, biases=True)
    size = sum(parameter.numel() for parameter in theirs.parameters().values())
    if size == sum(parameter.numel() for parameter in ours.parameters()):
        hint = "All was right until the biases of attention were not zero."
        assert_close(output(theirs(x, memory)), ours(x, memory), hint=hint)


@points(1)
def test_dropout(solution, reference):
    """Dropout acts in train() and is absent in eval()."""
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


@points(1)
def test_float64(solution, reference):
    """After .double() it computes in float64."""
    x, memory = (tensor.double() for tensor in pair(2, 4, 5))
    theirs, ours = twins(solution, reference)
    theirs.double()
    assert_close(output(theirs(x, memory)), ours.double()(x, memory), hint="Keep the dtype of the input.")
