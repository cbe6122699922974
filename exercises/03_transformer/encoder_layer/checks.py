"""Checks of the encoder layer."""

import torch

from tracker.grader.testing import assert_close, check, copy_weights, gradients, output, plain_tensor, points

BIASES = tuple(f"self_attention.w_{name}.bias" for name in "qkvo")


def draw(low, high):
    """A random size, both ends included."""
    return int(torch.randint(low, high + 1, ()))


def twins(solution, reference, *, d_model=8, num_heads=2, d_ff=12, dropout=0.1, norm_first=False, biases=False):
    """The learner's module and the reference with the same random weights, in eval(); `biases`: those of attention."""
    ours = reference.EncoderLayer(d_model, num_heads, d_ff, dropout, norm_first).eval()
    with torch.no_grad():
        for name, parameter in ours.named_parameters():
            if name in BIASES:
                parameter.normal_(std=0.5 * biases)
            elif name.startswith("norm"):
                parameter.uniform_(0.5, 1.5) if name.endswith("weight") else parameter.normal_(std=0.5)
            else:
                parameter.normal_(std=parameter.size(-1) ** -0.5)
    theirs = solution.EncoderLayer(d_model, num_heads, d_ff, dropout, norm_first=norm_first)
    copy_weights(ours, theirs, optional=BIASES)
    theirs.eval()
    return theirs, ours


def padding(batch, length):
    """A mask (batch, 1, 1, length): sequence 0 hides its last position, sequence 1 its last two, …"""
    return (torch.arange(length) < length - 1 - torch.arange(batch)[:, None])[:, None, None, :]


def order(norm_first):
    """What to look at."""
    if norm_first:
        return "This is pre-norm: a = x + attention(norm_1(x)), then a + feed_forward(norm_2(a))."
    return "This is post-norm: a = norm_1(x + attention(x)), then norm_2(a + feed_forward(a))."


@points(1)
def test_shape(solution, reference):
    """The output has the shape of the input, for both orders."""
    x = torch.randn(2, draw(3, 6), 8)
    for norm_first in (False, True):
        theirs, _ = twins(solution, reference, norm_first=norm_first)
        shape = tuple(plain_tensor(output(theirs(x))).shape)
        check(shape == tuple(x.shape), f"The output has shape {shape}; {tuple(x.shape)} is asked.")


@points(4)
def test_post_norm(solution, reference):
    """With norm_first=False the norms stand after the sums, as in the paper."""
    x = 2 * torch.randn(2, draw(4, 6), 12)
    theirs, ours = twins(solution, reference, d_model=12, num_heads=3, d_ff=draw(14, 20))
    assert_close(output(theirs(x)), ours(x), hint=order(norm_first=False))


@points(4)
def test_pre_norm(solution, reference):
    """With norm_first=True the norms stand before the sublayers, and x itself goes straight through."""
    x = 2 * torch.randn(2, draw(4, 6), 12)
    theirs, ours = twins(solution, reference, d_model=12, num_heads=3, d_ff=draw(14, 20), norm_first=True)
    assert_close(output(theirs(x)), ours(x), hint=order(norm_first=True))


@points(2)
def test_padding_mask(solution, reference):
    """A mask (batch, 1, 1, length) reaches the attention, in both orders."""
    x = torch.randn(3, draw(5, 7), 8)
    mask = padding(3, x.size(1))
    for norm_first in (False, True):
        theirs, ours = twins(solution, reference, norm_first=norm_first)
        hint = f"True = may attend. {order(norm_first)}"
        assert_close(output(theirs(x, mask=mask)), ours(x, mask=mask), hint=hint)


@points(1)
def test_mask_for_every_query(solution, reference):
    """A mask (length, length) or (batch, 1, length, length) has its own row for every query."""
    x = torch.randn(3, 6, 8)
    rows = torch.ones(6, 6, dtype=torch.bool).triu(diagonal=-1) | torch.eye(6, dtype=torch.bool)
    theirs, ours = twins(solution, reference)
    for mask in (rows, rows & padding(3, 6) | torch.eye(6, dtype=torch.bool)):
        assert_close(output(theirs(x, mask=mask)), ours(x, mask=mask), hint=f"The mask is {tuple(mask.shape)} here.")


@points(2)
def test_padding_has_no_influence_and_no_gradient(solution, reference):
    """What stands at a padded position changes no other position, and gets no gradient from them."""
    x = torch.randn(3, 6, 8)
    mask = padding(3, 6)
    tokens = mask[:, 0, 0, :, None]  # (batch, length, 1): True where there is no padding
    for norm_first in (False, True):
        theirs, _ = twins(solution, reference, norm_first=norm_first)
        before = plain_tensor(output(theirs(x, mask=mask))) * tokens
        after = plain_tensor(output(theirs(torch.where(tokens, x, 20 * torch.randn_like(x)), mask=mask))) * tokens
        assert_close(after, before, hint="Only padding was changed, and the output at real tokens changed with it.")
        (grad,) = gradients(lambda x, layer=theirs: plain_tensor(output(layer(x, mask=mask))) * tokens, (x,))
        leak = (grad * ~tokens).abs().max()
        check(leak < 1e-6, f"Real tokens send a gradient of {leak:.2g} to padding, which they may not attend to.")


@points(1)
def test_shuffled_positions(solution, reference):
    """Without a mask the layer does not know the order: shuffled positions give the same outputs, shuffled."""
    x, shuffle = torch.randn(2, 6, 8), torch.randperm(6)
    for norm_first in (False, True):
        theirs, ours = twins(solution, reference, norm_first=norm_first)
        hint = "The positions were shuffled. Nothing in this layer knows where a position stands."
        assert_close(output(theirs(x[:, shuffle])), ours(x)[:, shuffle], hint=hint)


@points(2)
def test_gradients(solution, reference):
    """The gradients of the input and of all weights are right, in both orders."""
    x, above = torch.randn(2, 4, 8), torch.randn(2, 4, 8)
    for norm_first in (False, True):
        theirs, ours = twins(solution, reference, norm_first=norm_first)
        (got,), (expected,) = gradients(theirs, (x,), above), gradients(ours, (x,), above)
        assert_close(got, expected, hint=f"This is the gradient of the input. {order(norm_first)}")
        ours(x).backward(above)
        for name, grad in theirs.gradients().items():
            check(grad is not None, f"`{name}` gets no gradient: forward does not use it, or cuts it out of the graph.")
            assert_close(grad, ours.get_parameter(name).grad, hint=f"This is the gradient of `{name}`.")


@points(1)
def test_biases_of_attention(solution, reference):
    """If your attention has biases, they are added."""
    x = torch.randn(2, 4, 8)
    theirs, ours = twins(solution, reference, biases=True)
    size = sum(parameter.numel() for parameter in theirs.parameters().values())
    if size == sum(parameter.numel() for parameter in ours.parameters()):
        assert_close(output(theirs(x)), ours(x), hint="All was right until the biases of attention were not zero.")


@points(1)
def test_dropout(solution, reference):
    """Dropout acts in train() and is absent in eval()."""
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


@points(1)
def test_float64(solution, reference):
    """After .double() it computes in float64."""
    x = torch.randn(2, 4, 8, dtype=torch.float64)
    theirs, ours = twins(solution, reference)
    theirs.double()
    assert_close(output(theirs(x)), ours.double()(x), hint="Keep the dtype of the input.")
