"""Checks of attention's backward pass."""

import torch

from tracker.grader.testing import assert_close, check, plain_tensor, points

NAMES = ("grad_query", "grad_key", "grad_value")


def draw(low, high):
    """A random size, both ends included."""
    return int(torch.randint(low, high + 1, ()))


def some(*leading, queries=4, keys=4, d_k=5, d_v=5, dtype=torch.float32):
    """grad_output, query, key and value with random numbers."""
    shapes = ((queries, d_v), (queries, d_k), (keys, d_k), (keys, d_v))
    return [torch.randn(*leading, *shape, dtype=dtype) for shape in shapes]


def three(result):
    """The three gradients; fails unless a tuple or list of three came."""
    right = isinstance(result, tuple | list) and len(result) == 3
    check(right, "A tuple of three gradients is asked: (grad_query, grad_key, grad_value).")
    return dict(zip(NAMES, result, strict=True))


def compare(solution, reference, given, names=NAMES, hint="", tolerance=1e-5):
    """Compare the named gradients."""
    got, expected = three(solution.attention_backward(*given)), three(reference.attention_backward(*given))
    for name in names:
        says = f"This is {name}. {hint}"
        assert_close(got[name], expected[name], rtol=tolerance, atol=tolerance, hint=says)


@points(2)
def test_grad_value(solution, reference):
    """grad_value: each value gets the output's gradient, weighted by how much it was attended to."""
    compare(solution, reference, some(), ["grad_value"], "From O = P V follows dV = Pᵀ dO.")


@points(3)
def test_grad_query(solution, reference):
    """grad_query is right, for as many queries as keys and d_v = d_k."""
    compare(solution, reference, some(), ["grad_query"], "Look at the softmax's gradient, and at the factor 1/√d_k.")


@points(3)
def test_grad_key(solution, reference):
    """grad_key is right, for as many queries as keys and d_v = d_k."""
    compare(solution, reference, some(), ["grad_key"], "Look at the softmax's gradient, and at the factor 1/√d_k.")


@points(2)
def test_different_sizes(solution, reference):
    """All three are right for fewer or more keys than queries, and for d_v ≠ d_k."""
    for queries, keys in ((draw(2, 4), draw(6, 8)), (draw(6, 8), draw(2, 4))):
        given = some(queries=queries, keys=keys, d_k=draw(3, 5), d_v=draw(7, 9))
        compare(solution, reference, given, hint="Here S_q ≠ S_k and d_v ≠ d_k; the scale is √d_k.")


@points(2)
def test_batch_and_heads(solution, reference):
    """Any number of leading dimensions: each sequence and each head has its own gradients."""
    for leading in ((3,), (2, 3)):
        given = some(*leading, queries=3, keys=5, d_k=4, d_v=6)
        compare(solution, reference, given, hint=f"Here the leading dimensions are {leading}.")


@points(2)
def test_against_small_steps(solution, reference):
    """The gradients predict what the loss does when query, key and value move a little."""
    given = some(2, queries=3, keys=4, d_k=5, d_v=2, dtype=torch.float64)
    got = three(solution.attention_backward(*given))
    grad_output, *inputs = given
    steps = [torch.randn_like(x) for x in inputs]

    def loss(size):
        q, k, v = (x + size * step for x, step in zip(inputs, steps, strict=True))
        return (((q @ k.mT / q.size(-1) ** 0.5).softmax(-1) @ v) * grad_output).sum()

    slope = (loss(1e-5) - loss(-1e-5)) / 2e-5
    for name, x in zip(NAMES, inputs, strict=True):
        shape = tuple(plain_tensor(got[name]).shape)
        check(shape == tuple(x.shape), f"{name} has shape {shape}; {tuple(x.shape)} is asked.")
    predicted = sum((got[name] * step).sum() for name, step in zip(NAMES, steps, strict=True))
    hint = "This is how fast the loss grows along a random direction, predicted by your three gradients together."
    assert_close(predicted, slope, rtol=1e-6, atol=1e-6, hint=hint)


@points(1)
def test_equal_keys(solution, reference):
    """Where all keys are equal, no query can prefer one of them: grad_query is 0."""
    grad_output, query, key, value = some(2, queries=3, keys=5, d_k=4, d_v=6)
    key = key[:, :1].expand(-1, 5, -1)
    compare(solution, reference, (grad_output, query, key, value), hint="All keys are equal here, so grad_query is 0.")


@points(1)
def test_large_scores(solution, reference):
    """Large scores do not overflow."""
    grad_output, query, key, value = some(2, queries=3, keys=5, d_k=4, d_v=6, dtype=torch.float64)
    direction = torch.nn.functional.normalize(torch.randn(4, dtype=torch.float64), dim=0)
    given = (grad_output, query + 45 * direction, key + 45 * direction, value)  # all scores grow by about the same
    compare(solution, reference, given, hint="Scores are near 1000 here, in float64, and exp(710) is too large for it.")


@points(1)
def test_float64(solution, reference):
    """float64 stays float64."""
    given = some(2, queries=3, keys=5, d_k=4, d_v=6, dtype=torch.float64)
    compare(solution, reference, given, hint="The inputs are float64.", tolerance=1e-9)
