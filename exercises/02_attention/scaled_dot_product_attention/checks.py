"""Checks of scaled dot-product attention."""

import torch

from tracker.grader.testing import assert_close, check, gradients, output, points

SCALE = "Look at the scale of the scores: divide by √d_k, the size of a query, before the softmax."
MASK = "True means may attend. Fill the scores with −inf where the mask is False, before the softmax."
KEYS = "The softmax runs over the keys, the last dimension of the scores."


def _inputs(*lead, queries=3, keys=5, d_k=8, d_v=6, dtype=torch.float32):
    """Query (..., S_q, d_k), key (..., S_k, d_k), value (..., S_k, d_v)."""
    shapes = ((queries, d_k), (keys, d_k), (keys, d_v))
    return tuple(torch.randn(*lead, *shape, dtype=dtype) for shape in shapes)


def _mask(*shape):
    """A random mask; every row allows at least one key and forbids at least one."""
    mask = torch.rand(shape) < 0.5
    allowed = torch.randint(shape[-1], shape[:-1]).unsqueeze(-1)
    mask = mask.scatter(-1, allowed, True)
    return mask.scatter(-1, (allowed + 1) % shape[-1], False)


def _compare(solution, reference, *inputs, hint="", **tolerance):
    got = output(solution.scaled_dot_product_attention(*inputs))
    assert_close(got, reference.scaled_dot_product_attention(*inputs), hint=hint, **tolerance)


@points(1)
def test_weighted_mean(solution, reference):
    """Each query gets the mean of the values, weighted by softmax of its dot products with the keys (d_k = 1)."""
    query, key, value = _inputs(queries=3, keys=4, d_k=1, d_v=3)
    _compare(solution, reference, query, key, value, hint=KEYS)


@points(1)
def test_weights_sum_to_one(solution):
    """The weights of every query sum to 1: where all values are equal, so is the output."""
    query, key, value = _inputs(2, 3, queries=4, keys=6)
    same = value[..., :1, :].expand_as(value)
    got = output(solution.scaled_dot_product_attention(query, key, same))
    assert_close(got, same[..., :1, :].expand(2, 3, 4, 6), hint=KEYS)


@points(2)
def test_scaling(solution, reference):
    """Scores are divided by the square root of d_k."""
    _compare(solution, reference, *_inputs(queries=4, keys=7, d_k=16, d_v=6), hint=SCALE)


@points(1)
def test_batch_and_heads(solution, reference):
    """With batch and heads in front, every head of every sentence attends on its own."""
    _compare(solution, reference, *_inputs(2, 4, queries=3, keys=5), hint=KEYS)


@points(1)
def test_leading_dimensions(solution, reference):
    """One leading dimension or three are as good as two."""
    for lead in ((3,), (2, 1, 3)):
        _compare(solution, reference, *_inputs(*lead), hint="Use the last two dimensions, -2 and -1, never 1 and 2.")


@points(2)
def test_mask(solution, reference):
    """A 2-D mask takes away the keys where it is False; the others share the whole 1."""
    query, key, value = _inputs(2, 2, queries=4, keys=4)
    _compare(solution, reference, query, key, value, torch.ones(4, 4, dtype=torch.bool).tril(), hint=MASK)
    query, key, value = _inputs(3, queries=4, keys=6)
    _compare(solution, reference, query, key, value, _mask(4, 6), hint=MASK)


@points(1)
def test_mask_broadcasts(solution, reference):
    """A 4-D mask broadcasts over heads and queries."""
    query, key, value = _inputs(2, 3, queries=4, keys=5)
    for shape in ((2, 1, 1, 5), (2, 1, 4, 5), (2, 3, 4, 5)):
        _compare(solution, reference, query, key, value, _mask(*shape), hint=MASK)


@points(1)
def test_masked_keys_have_no_influence(solution, reference):
    """What stands at a forbidden position changes nothing, however large it is."""
    query, key, value = _inputs(2, 2)
    mask = _mask(2, 1, 1, 5)
    hidden = ~mask.reshape(2, 1, 5, 1)
    before = output(solution.scaled_dot_product_attention(query, key, value, mask))
    changed = key.masked_fill(hidden, 30.0), value.masked_fill(hidden, -100.0)
    after = output(solution.scaled_dot_product_attention(query, *changed, mask))
    assert_close(after, before, hint="A forbidden key or value was changed, and the output moved. " + MASK)
    assert_close(before, reference.scaled_dot_product_attention(query, key, value, mask), hint=MASK)


@points(1)
def test_masked_keys_get_no_gradient(solution, reference):
    """No gradient flows to a forbidden key or value."""
    query, key, value = _inputs(2, 2)
    mask = _mask(2, 1, 1, 5)
    hidden = ~mask.reshape(2, 1, 5, 1)
    grad = torch.randn(2, 2, 3, 6)
    got = gradients(lambda *qkv: solution.scaled_dot_product_attention(*qkv, mask), [query, key, value], grad)
    for name, gradient in zip(("key", "value"), got[1:], strict=True):
        leaks = gradient.masked_select(hidden).abs().max()
        check(leaks < 1e-6, f"A forbidden {name} gets a gradient of {leaks:.3g}: it should be 0. {MASK}")
    expected = gradients(lambda *qkv: reference.scaled_dot_product_attention(*qkv, mask), [query, key, value], grad)
    for name, mine, right in zip(("query", "key", "value"), got, expected, strict=True):
        assert_close(mine, right, hint=f"This is the gradient of the {name}.")


@points(1)
def test_large_scores(solution, reference):
    """Scores in the thousands do not overflow."""
    query, key, value = _inputs(2, queries=3, keys=5, d_k=4, dtype=torch.float64)
    hint = "exp overflows: use torch.softmax, or subtract the largest score of the row first."
    query, key = (
        (60 * query + 40).round(),
        (60 * key).round(),
    )  # scores exact in float32 too, for those who compute in it
    _compare(solution, reference, query, key, value, hint=hint)


@points(1)
def test_low_scores_and_a_mask(solution, reference):
    """A forbidden key stays forbidden when every allowed score is near −200."""
    query, key, value = _inputs(2, 2, queries=3, keys=6, d_k=4, dtype=torch.float64)
    hint = "The number that you fill in must lie far below every possible score: −inf, or −1e9."
    query, key = 10 + (3 * query).round() / 32, -10 + (3 * key).round() / 32  # exact in float32 too
    _compare(solution, reference, query, key, value, _mask(2, 1, 1, 6), hint=hint)


@points(2)
def test_gradients(solution, reference):
    """Gradients flow back to query, key and value."""
    inputs = _inputs(2, 2, queries=3, keys=4, d_k=6, d_v=5)
    grad = torch.randn(2, 2, 3, 5)
    got = gradients(solution.scaled_dot_product_attention, inputs, grad)
    expected = gradients(reference.scaled_dot_product_attention, inputs, grad)
    for name, mine, right in zip(("query", "key", "value"), got, expected, strict=True):
        assert_close(mine, right, hint=f"This is the gradient of {name}.")


@points(1)
def test_dtype_and_strides(solution, reference):
    """float64 and bfloat16 stay what they are, and heads may come as a transposed view."""
    _compare(solution, reference, *_inputs(2, dtype=torch.float64), _mask(3, 5))
    short = tuple(tensor.bfloat16() for tensor in _inputs(2, d_k=4))
    _compare(solution, reference, *short, _mask(3, 5), rtol=5e-2, atol=5e-2)
    query, key, value = (torch.randn(2, 5, 3, 4).transpose(1, 2) for _ in range(3))  # (batch, heads, length, d_head)
    _compare(solution, reference, query, key, value)
