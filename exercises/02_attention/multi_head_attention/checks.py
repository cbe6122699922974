"""Checks of multi-head attention."""

import torch

from tracker.grader.testing import assert_close, check, copy_weights, gradients, output, plain_tensor, points

BIASES = ("w_q.bias", "w_k.bias", "w_v.bias", "w_o.bias")


def draw(low, high):
    """A random size, both ends included."""
    return int(torch.randint(low, high + 1, ()))


def twins(solution, reference, d_model, num_heads, dropout=0.0, biases=False):
    """The learner's module and the reference with the same random weights, both in eval()."""
    ours = reference.MultiHeadAttention(d_model, num_heads, dropout).eval()
    with torch.no_grad():
        for name, parameter in ours.named_parameters():
            std = d_model**-0.5 if name.endswith("weight") else 0.5 * biases
            parameter.normal_(std=std)
    theirs = solution.MultiHeadAttention(d_model, num_heads, dropout)
    copy_weights(ours, theirs, optional=BIASES)
    theirs.eval()
    return theirs, ours


def inputs(batch, queries, keys, d_model):
    """A query (batch, queries, d_model), a key and a value (batch, keys, d_model), all different."""
    return torch.randn(batch, queries, d_model), torch.randn(batch, keys, d_model), torch.randn(batch, keys, d_model)


def padding(batch, keys):
    """A mask (batch, 1, 1, keys): sequence 0 hides its last key, sequence 1 its last two, …"""
    return (torch.arange(keys) < keys - 1 - torch.arange(batch)[:, None])[:, None, None, :]


def causal(length):
    """A mask (length, length): the lower triangle."""
    return torch.ones(length, length, dtype=torch.bool).tril()


@points(1)
def test_shape(solution, reference):
    """The output has one vector of size d_model for every query."""
    queries, keys = draw(2, 4), draw(5, 7)
    theirs, _ = twins(solution, reference, 12, 3)
    got = plain_tensor(output(theirs(*inputs(2, queries, keys, 12))))
    wanted = (2, queries, 12)
    check(
        tuple(got.shape) == wanted,
        f"The output has shape {tuple(got.shape)}; (batch, S_q, d_model) = {wanted} is asked.",
    )


@points(2)
def test_one_head(solution, reference):
    """With one head it is attention between four projections."""
    x = torch.randn(1, draw(3, 6), 8)
    theirs, ours = twins(solution, reference, 8, 1)
    assert_close(output(theirs(x, x, x)), ours(x, x, x), hint="Project, attend, then apply w_o.")


@points(3)
def test_several_heads(solution, reference):
    """Every head attends on its own block of columns, and every sequence of the batch on its own."""
    d_head = draw(3, 5)
    x = torch.randn(3, draw(4, 6), 4 * d_head)
    theirs, ours = twins(solution, reference, 4 * d_head, 4)
    hint = f"Here are 4 heads of size {d_head}. Look at the split, at the scale √d_head, and at the merge."
    assert_close(output(theirs(x, x, x)), ours(x, x, x), hint=hint)


@points(2)
def test_query_key_and_value_differ(solution, reference):
    """Query, key and value may be three different tensors, with fewer or more keys than queries."""
    for queries, keys in ((draw(2, 4), draw(5, 7)), (draw(5, 7), draw(2, 4))):
        theirs, ours = twins(solution, reference, 12, 3)
        given = inputs(2, queries, keys, 12)
        hint = f"{queries} queries, {keys} keys. w_q takes the query, w_k the key, w_v the value."
        assert_close(output(theirs(*given)), ours(*given), hint=hint)


@points(2)
def test_causal_mask(solution, reference):
    """A 2-D mask (S_q, S_k) holds for every sequence and every head: a causal mask hides the future."""
    length = draw(4, 7)
    x, mask = torch.randn(3, length, 8), causal(length)
    theirs, ours = twins(solution, reference, 8, 2)
    assert_close(output(theirs(x, x, x, mask=mask)), ours(x, x, x, mask=mask), hint="True = may attend.")


@points(2)
def test_padding_mask(solution, reference):
    """A 4-D mask (batch, 1, 1, S_k) hides each sequence's own padding."""
    keys = draw(5, 7)
    given, mask = inputs(3, keys, keys, 8), padding(3, keys)
    theirs, ours = twins(solution, reference, 8, 2)
    hint = "Sequence 0 hides its last key, sequence 1 its last two. The mask belongs before the softmax."
    assert_close(output(theirs(*given, mask=mask)), ours(*given, mask=mask), hint=hint)


@points(2)
def test_pad_and_causal_together(solution, reference):
    """A 4-D mask (batch, 1, S_q, S_k) with padding and the future hidden together."""
    length = draw(5, 7)
    given, mask = inputs(3, length, length, 12), padding(3, length) & causal(length)
    theirs, ours = twins(solution, reference, 12, 3)
    assert_close(
        output(theirs(*given, mask=mask)), ours(*given, mask=mask), hint="Each query has its own row of the mask."
    )


@points(2)
def test_forbidden_keys_have_no_influence_and_no_gradient(solution, reference):
    """What stands at a forbidden key changes nothing, and no gradient flows to it."""
    keys = draw(5, 7)
    (query, key, value), mask = inputs(3, 4, keys, 8), padding(3, keys)
    theirs, _ = twins(solution, reference, 8, 2)
    hidden = ~mask[:, 0, 0, :, None]  # (batch, keys, 1)
    before = plain_tensor(output(theirs(query, key, value, mask=mask)))
    others = [torch.where(hidden, 20 * torch.randn_like(x), x) for x in (key, value)]
    after = output(theirs(query, *others, mask=mask))
    assert_close(after, before, hint="Only forbidden keys and values were changed, and the output changed with them.")
    found = gradients(lambda k, v: theirs(query, k, v, mask=mask), (key, value))
    for name, grad in zip(("key", "value"), found, strict=True):
        leak = grad[hidden.expand_as(grad)].abs().max()
        check(leak < 1e-6, f"A forbidden {name} gets a gradient of {leak:.2g}: its attention weight is not exactly 0.")


@points(2)
def test_gradients_of_the_inputs(solution, reference):
    """The gradients with respect to query, key and value are right."""
    given, mask = inputs(2, 4, 6, 8), padding(2, 6)
    theirs, ours = twins(solution, reference, 8, 2)
    above = torch.randn(2, 4, 8)
    got = gradients(lambda *qkv: theirs(*qkv, mask=mask), given, above)
    expected = gradients(lambda *qkv: ours(*qkv, mask=mask), given, above)
    for name, mine, wanted in zip(("query", "key", "value"), got, expected, strict=True):
        assert_close(mine, wanted, hint=f"This is the gradient of the {name}.")


@points(2)
def test_gradients_of_the_weights(solution, reference):
    """Every projection learns: the gradients of the weights are right."""
    given = inputs(2, 4, 6, 8)
    theirs, ours = twins(solution, reference, 8, 2)
    above = torch.randn(2, 4, 8)
    assert_close(output(theirs(*given)), ours(*given), hint="A gradient counts only where the values are right.")
    gradients(theirs, given, above)
    ours(*given).backward(above)
    expected = {name: parameter.grad for name, parameter in ours.named_parameters()}
    for name, grad in theirs.gradients().items():
        check(grad is not None, f"`{name}` gets no gradient: forward does not use it, or cuts it out of the graph.")
        assert_close(grad, expected[name], hint=f"This is the gradient of `{name}`.")


@points(1)
def test_biases(solution, reference):
    """If your projections have biases, they are added."""
    given = inputs(2, 3, 5, 8)
    theirs, ours = twins(solution, reference, 8, 2, biases=True)
    assert_close(output(theirs(*given)), ours(*given), hint="The weights were right until the biases were not zero.")


@points(1)
def test_dropout(solution, reference):
    """Dropout acts in train() and is absent in eval()."""
    given = inputs(2, 5, 6, 8)
    theirs, ours = twins(solution, reference, 8, 2, dropout=0.5)
    expected = ours(*given)
    theirs.train()
    got = plain_tensor(output(theirs(*given)))
    check(got.shape == expected.shape, f"The output has shape {tuple(got.shape)}; {tuple(expected.shape)} is asked.")
    check(not torch.allclose(got, expected, atol=1e-3), "In train() with dropout=0.5 your output is the one of eval().")
    theirs.eval()
    hint = "The module is in eval(), where dropout must do nothing. F.dropout needs training=self.training."
    assert_close(output(theirs(*given)), expected, hint=hint)


@points(1)
def test_float64_and_non_contiguous_inputs(solution, reference):
    """After .double() it computes in float64, also for inputs whose memory is not contiguous."""
    theirs, ours = twins(solution, reference, 8, 2)
    theirs.double()
    given = [x.double().transpose(0, 1) for x in inputs(4, 2, 2, 8)]
    assert_close(output(theirs(*given)), ours.double()(*given), hint="Keep the dtype; use reshape where view refuses.")
