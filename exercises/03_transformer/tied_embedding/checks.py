"""Checks of the tied embedding."""

import math

import torch

from tracker.grader.testing import CheckFailed, assert_close, check, output, plain_tensor, points

SCALE = "embed takes the rows of the table times √d_model."
PRODUCT = "The score of a word is the dot product of hidden with its row; no scale, no bias, no softmax."
DETACHED = "No gradient flows from the output to the table. Use the parameter itself, without .data and .detach()."


def draw(low, high):
    """A random size, both ends included."""
    return int(torch.randint(low, high + 1, ()))


def twins(solution, reference, vocab_size, d_model):
    """The learner's module and the reference with the same random table.

    A second matrix and a bias get values too, where there are any: then the checks can say what is wrong with them.
    """
    ours, theirs = reference.TiedEmbedding(vocab_size, d_model), solution.TiedEmbedding(vocab_size, d_model)
    table = torch.randn(vocab_size, d_model)
    ours.embedding.weight.data = table.clone()
    extra = {"generator.weight": table, "generator.bias": torch.randn(vocab_size)}
    try:
        theirs.load({"embedding.weight": table, **extra}, optional=extra)
    except CheckFailed as failure:
        try:
            theirs.load({"weight": table, **extra}, optional=extra)
        except CheckFailed:
            raise failure from None
    theirs.eval()
    return theirs, ours


@points(2)
def test_embed(solution, reference):
    """`embed` gives the rows of the table times √d_model."""
    theirs, ours = twins(solution, reference, draw(7, 10), draw(5, 8))
    ids = torch.randint(1, 7, (5,))
    assert_close(output(theirs.embed(ids)), ours.embed(ids), hint=SCALE)


@points(2)
def test_logits(solution, reference):
    """`logits` gives the dot products with all rows of the same table."""
    theirs, ours = twins(solution, reference, 9, draw(5, 8))
    hidden = torch.randn(4, ours.embedding.embedding_dim)
    assert_close(output(theirs.logits(hidden)), ours.logits(hidden), hint=PRODUCT)


@points(1)
def test_as_many_words_as_dimensions(solution, reference):
    """It works when vocab_size and d_model are equal, and when the vocabulary is the smaller one."""
    for vocab_size, d_model in ((6, 6), (4, 10)):
        theirs, ours = twins(solution, reference, vocab_size, d_model)
        ids, hidden = torch.randint(vocab_size, (3,)), torch.randn(3, d_model)
        assert_close(output(theirs.logits(hidden)), ours.logits(hidden), hint="The table is (vocab_size, d_model).")
        assert_close(output(theirs.embed(ids)), ours.embed(ids), hint=SCALE)


@points(2)
def test_leading_dimensions(solution, reference):
    """A single id, a batch of sentences and more dimensions keep their shape."""
    theirs, ours = twins(solution, reference, 9, 5)
    for lead in ((), (2, 5), (2, 3, 1, 4)):
        ids, hidden = torch.randint(9, lead), torch.randn(*lead, 5)
        assert_close(output(theirs.embed(ids)), ours.embed(ids), hint=SCALE)
        assert_close(output(theirs.logits(hidden)), ours.logits(hidden), hint=PRODUCT)


@points(2)
def test_one_table(solution):
    """The table is the only parameter, and both methods read it."""
    vocab_size, d_model = draw(7, 10), 6
    module = solution.TiedEmbedding(vocab_size, d_model)
    rows = plain_tensor(output(module.embed(torch.arange(vocab_size)))) / math.sqrt(d_model)
    columns = plain_tensor(output(module.logits(torch.eye(d_model))))
    assert_close(
        columns, rows.T, hint="Here the weights are your own first ones: logits reads another matrix than embed."
    )
    check(bool((rows != 0).any()), "All initial values are 0: nothing could be learnt.")
    count = sum(parameter.numel() for parameter in module.parameters().values())
    asked = f"{vocab_size} · {d_model} = {vocab_size * d_model}"
    check(count == vocab_size * d_model, f"`parameters()` finds {count} numbers; the table has {asked}.")


@points(3)
def test_gradient_of_the_table(solution, reference):
    """The table learns from both uses, and their gradients are added, also in row 0."""
    theirs, ours = twins(solution, reference, 8, 5)
    ids, above = torch.tensor([[5, 2, 5], [0, 2, 1]]), torch.randn(2, 3, 8)
    got, expected = plain_tensor(output(theirs.logits(output(theirs.embed(ids))))), ours.logits(ours.embed(ids))
    assert_close(got, expected)
    check(got.requires_grad, DETACHED)
    got.backward(above)
    expected.backward(above)
    grads = theirs.gradients()
    for name in [name for name in grads if "generator" not in name]:
        check(grads[name] is not None, DETACHED)
        hint = "Both uses were trained here: each row collects what comes from embed and what comes from logits."
        assert_close(grads[name], ours.embedding.weight.grad, hint=hint)


@points(1)
def test_gradient_of_hidden(solution, reference):
    """A gradient flows through `logits` to what comes before it."""
    theirs, ours = twins(solution, reference, 8, 5)
    hidden, above = torch.randn(2, 3, 5), torch.randn(2, 3, 8)
    leaves = [hidden.clone().requires_grad_() for _ in range(2)]
    got = plain_tensor(output(theirs.logits(leaves[0])))
    assert_close(got, ours.logits(leaves[1]), hint=PRODUCT)
    check(got.requires_grad, "No gradient flows from the scores back to hidden.")
    got.backward(above)
    ours.logits(leaves[1]).backward(above)
    check(leaves[0].grad is not None, "No gradient flows from the scores back to hidden.")
    assert_close(leaves[0].grad, leaves[1].grad, hint="This is the gradient of hidden.")


@points(1)
def test_dtype(solution, reference):
    """After .double() or .bfloat16() the results have that dtype."""
    for dtype in (torch.float64, torch.bfloat16):
        theirs, ours = twins(solution, reference, 6, 3)
        theirs.to(dtype)
        ours.to(dtype)
        ids, hidden = torch.randint(6, (2, 4)), torch.randn(2, 4, 3, dtype=dtype)
        tolerance = 1e-5 if dtype is torch.float64 else 3e-2
        assert_close(output(theirs.embed(ids)), ours.embed(ids), rtol=tolerance, atol=tolerance)
        assert_close(output(theirs.logits(hidden)), ours.logits(hidden), rtol=tolerance, atol=tolerance)
