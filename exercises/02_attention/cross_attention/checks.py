"""Checks of cross-attention."""

import torch

from tracker.grader.testing import assert_close, check, copy_weights, gradients, output, plain_tensor, points

BIASES = ("w_q.bias", "w_k.bias", "w_v.bias", "w_o.bias")


def draw(low, high):
    """A random size, both ends included."""
    return int(torch.randint(low, high + 1, ()))


def twins(solution, reference, d_model, d_memory, num_heads, biases=False):
    """The learner's module and the reference with the same random weights, both in eval()."""
    ours = reference.CrossAttention(d_model, d_memory, num_heads).eval()
    with torch.no_grad():
        for name, parameter in ours.named_parameters():
            std = parameter.size(-1) ** -0.5 if name.endswith("weight") else 0.5 * biases
            parameter.normal_(std=std)
    theirs = solution.CrossAttention(d_model, d_memory, num_heads)
    copy_weights(ours, theirs, optional=BIASES)
    theirs.eval()
    return theirs, ours


def padding(batch, length):
    """A mask (batch, 1, 1, length): sequence 0 hides its last position, sequence 1 its last two, …"""
    return (torch.arange(length) < length - 1 - torch.arange(batch)[:, None])[:, None, None, :]


@points(2)
def test_same_width(solution, reference):
    """With a memory as long and as wide as x, queries come from x, and keys and values from the memory."""
    x, memory = torch.randn(1, 4, 8), torch.randn(1, 4, 8)
    theirs, ours = twins(solution, reference, 8, 8, 1)
    assert_close(output(theirs(x, memory)), ours(x, memory), hint="One head; w_q takes x, w_k and w_v take the memory.")


@points(3)
def test_memory_of_another_length_and_width(solution, reference):
    """The memory may be longer or shorter, wider or narrower than x; there are several heads."""
    for d_memory, length, memory_length in (
        (draw(13, 20), draw(2, 4), draw(5, 7)),
        (draw(3, 8), draw(5, 7), draw(2, 4)),
    ):
        x, memory = torch.randn(2, length, 12), torch.randn(2, memory_length, d_memory)
        theirs, ours = twins(solution, reference, 12, d_memory, 3)
        hint = f"d_model is 12, d_memory {d_memory}, 3 heads; x has {length} positions, the memory {memory_length}."
        assert_close(output(theirs(x, memory)), ours(x, memory), hint=hint)


@points(2)
def test_padding_of_the_memory(solution, reference):
    """A mask (batch, 1, 1, memory_length) hides each memory's own padding."""
    length = draw(5, 7)
    x, memory, mask = torch.randn(3, length, 8), torch.randn(3, length, 6), padding(3, length)
    theirs, ours = twins(solution, reference, 8, 6, 2)
    hint = "Sequence 0 hides the last position of its memory, sequence 1 the last two. x has no padding."
    got = output(theirs(x, memory, memory_mask=mask))
    assert_close(got, ours(x, memory, memory_mask=mask), hint=hint)


@points(2)
def test_mask_for_every_position_of_x(solution, reference):
    """A mask (length, memory_length) or (batch, 1, length, memory_length) has a row for every position of x."""
    x, memory = torch.randn(3, 4, 8), torch.randn(3, 6, 10)
    rows = torch.ones(4, 6, dtype=torch.bool).tril(diagonal=2)
    theirs, ours = twins(solution, reference, 8, 10, 2)
    for mask in (rows, rows & padding(3, 6)):
        got = output(theirs(x, memory, memory_mask=mask))
        assert_close(got, ours(x, memory, memory_mask=mask), hint=f"The mask is {tuple(mask.shape)} here.")


@points(2)
def test_forbidden_memory_has_no_influence_and_no_gradient(solution, reference):
    """What stands at a forbidden position of the memory changes nothing, and no gradient flows to it."""
    x, memory, mask = torch.randn(3, 4, 8), torch.randn(3, 6, 10), padding(3, 6)
    theirs, _ = twins(solution, reference, 8, 10, 2)
    hidden = ~mask[:, 0, 0, :, None]  # (batch, memory_length, 1)
    before = plain_tensor(output(theirs(x, memory, memory_mask=mask)))
    after = output(theirs(x, torch.where(hidden, 20 * torch.randn_like(memory), memory), memory_mask=mask))
    assert_close(
        after, before, hint="Only forbidden positions of the memory were changed, and the output changed with them."
    )
    (grad,) = gradients(lambda memory: theirs(x, memory, memory_mask=mask), (memory,))
    leak = grad[hidden.expand_as(grad)].abs().max()
    check(
        leak < 1e-6, f"A forbidden position of the memory gets a gradient of {leak:.2g}; its weight is not exactly 0."
    )


@points(1)
def test_order_of_the_memory_does_not_matter(solution, reference):
    """Shuffling the memory's positions changes nothing: attention takes a weighted mean over them."""
    x, memory = torch.randn(2, 4, 8), torch.randn(2, 6, 10)
    theirs, ours = twins(solution, reference, 8, 10, 2)
    got = output(theirs(x, memory[:, torch.randperm(6)]))
    assert_close(got, ours(x, memory), hint="The memory was shuffled. No position of it is special.")


@points(2)
def test_gradients(solution, reference):
    """The gradients of x, of the memory and of the weights are right."""
    x, memory, above = torch.randn(2, 4, 8), torch.randn(2, 5, 6), torch.randn(2, 4, 8)
    theirs, ours = twins(solution, reference, 8, 6, 2)
    got = gradients(theirs, (x, memory), above)
    expected = gradients(ours, (x, memory), above)
    for name, mine, wanted in zip(("x", "the memory"), got, expected, strict=True):
        assert_close(mine, wanted, hint=f"This is the gradient of {name}.")
    ours(x, memory).backward(above)
    for name, grad in theirs.gradients().items():
        check(grad is not None, f"`{name}` gets no gradient: forward does not use it, or cuts it out of the graph.")
        assert_close(grad, ours.get_parameter(name).grad, hint=f"This is the gradient of `{name}`.")


@points(1)
def test_biases(solution, reference):
    """If your projections have biases, they are added."""
    x, memory = torch.randn(2, 4, 8), torch.randn(2, 5, 6)
    theirs, ours = twins(solution, reference, 8, 6, 2, biases=True)
    assert_close(output(theirs(x, memory)), ours(x, memory), hint="All was right until the biases were not zero.")


@points(1)
def test_float64_and_non_contiguous_inputs(solution, reference):
    """After .double() it computes in float64, also for inputs whose memory is not contiguous."""
    theirs, ours = twins(solution, reference, 8, 6, 2)
    theirs.double()
    x, memory = (torch.randn(4, 3, size, dtype=torch.float64).transpose(0, 1) for size in (8, 6))
    assert_close(
        output(theirs(x, memory)), ours.double()(x, memory), hint="Keep the dtype; use reshape where view refuses."
    )
