"""Checks of an embedding."""

import torch

from tracker.grader.testing import assert_close, check, copy_weights, output, plain_tensor, points

DETACHED = "No gradient flows from the output to the table. Index the parameter itself."


def _pair(solution, reference, num_embeddings, d_model):
    """The learner's embedding and ours, with the same random table."""
    ours = reference.Embedding(num_embeddings, d_model)
    theirs = solution.Embedding(num_embeddings, d_model)
    copy_weights(ours, theirs)
    return theirs, ours


def _compare(pair, ids, hint="An id takes its row of the table, as it stands there."):
    theirs, ours = pair
    assert_close(output(theirs(ids)), ours(ids), hint=hint)


@points(2)
def test_one_sentence(solution, reference):
    """Every id of a sentence gives its row of the table."""
    _compare(_pair(solution, reference, 9, 6), torch.randint(1, 9, (5,)))


@points(1)
def test_repeated_ids(solution, reference):
    """The same id gives the same vector wherever it stands."""
    _compare(_pair(solution, reference, 8, 3), torch.tensor([[5, 2, 5, 5], [2, 5, 1, 2]]))


@points(1)
def test_first_and_last_row(solution, reference):
    """Ids count from 0: 0 is the first row and num_embeddings − 1 the last."""
    _compare(_pair(solution, reference, 7, 4), torch.tensor([6, 0, 3]), "Id 0 is row 0, and a word like any other.")


@points(2)
def test_leading_dimensions(solution, reference):
    """A single id, a batch of sentences and more dimensions keep their shape and get d_model at the end."""
    pair = _pair(solution, reference, 9, 4)
    for ids in (torch.tensor(3), torch.randint(9, (2, 5)), torch.randint(9, (2, 3, 1, 4)), torch.randint(9, (5, 3)).T):
        _compare(pair, ids, "Only d_model is new, at the end of the shape.")


@points(1)
def test_parameters(solution):
    """The table is learnt: it is the only parameter, with num_embeddings · d_model numbers."""
    embedding = solution.Embedding(7, 5)
    count = sum(parameter.numel() for parameter in embedding.parameters().values())
    check(count == 35, f"`parameters()` finds {count} numbers; the table has 7 · 5 = 35. Is it an nn.Parameter?")
    result = plain_tensor(output(embedding(torch.arange(7))))
    check(result.requires_grad, DETACHED)


@points(3)
def test_gradient_of_the_table(solution, reference):
    """A row's gradient is summed over all places that took it; a row that was not taken gets 0."""
    theirs, ours = _pair(solution, reference, 8, 4)
    ids = torch.tensor([[5, 2, 5, 0], [5, 2, 0, 1]])  # row 5 three times, rows 3, 4, 6 and 7 never
    result, expected = plain_tensor(output(theirs(ids))), ours(ids)
    assert_close(result, expected)
    check(result.requires_grad, DETACHED)
    grad = torch.randn(2, 4, 4)
    result.backward(grad)
    expected.backward(grad)
    for got in theirs.gradients().values():
        check(got is not None, DETACHED)
        assert_close(got, ours.weight.grad, hint="Row 5 was taken three times, rows 3, 4, 6 and 7 never.")


@points(1)
def test_dtype(solution, reference):
    """After .double() or .bfloat16() the vectors have that dtype."""
    for dtype in (torch.float64, torch.bfloat16):
        theirs, ours = _pair(solution, reference, 6, 3)
        theirs.to(dtype)
        _compare((theirs, ours.to(dtype)), torch.randint(6, (2, 4)))
