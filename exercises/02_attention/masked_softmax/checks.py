"""Checks of the masked softmax."""

import torch

from tracker.grader.testing import assert_close, check, gradients, output, plain_tensor, points


def draw(low, high):
    """A random size, both ends included."""
    return int(torch.randint(low, high + 1, ()))


def some_mask(*shape):
    """A random mask in which every row along the last dimension allows something and forbids something."""
    mask = torch.rand(shape) < 0.5
    first, second = torch.rand(shape).topk(2, dim=-1).indices.split(1, dim=-1)
    return mask.scatter(-1, first, True).scatter(-1, second, False)


def emptied(mask):
    """`mask` with its first row (of the last dimension) forbidden altogether."""
    mask = mask.clone()
    mask.flatten(0, -2)[0] = False
    return mask


@points(1)
def test_everything_allowed(solution, reference):
    """Where everything is allowed it is the ordinary softmax."""
    scores, mask = torch.randn(3, draw(4, 7)), torch.ones((), dtype=torch.bool)
    assert_close(
        output(solution.masked_softmax(scores, mask)), scores.softmax(dim=-1), hint="The mask is True everywhere."
    )


@points(2)
def test_forbidden_places_are_zero(solution, reference):
    """Forbidden places get exactly 0, and the allowed ones sum to 1."""
    scores, mask = torch.randn(4, draw(5, 8)), some_mask(4, 8)
    mask = mask[:, -scores.size(1) :] | (torch.arange(scores.size(1)) == 0)
    got = plain_tensor(output(solution.masked_softmax(scores, mask)))
    assert_close(got, reference.masked_softmax(scores, mask), hint="True = may attend. Mask before the softmax.")
    check(not got[~mask].any(), "A forbidden place is not exactly 0.")


@points(2)
def test_row_with_nothing_allowed(solution, reference):
    """A row with nothing allowed gives zeros, and leaves the other rows alone."""
    scores = torch.randn(3, 4, draw(4, 7))
    mask = emptied(some_mask(*scores.shape))
    got = output(solution.masked_softmax(scores, mask))
    assert_close(
        got, reference.masked_softmax(scores, mask), hint="Row [0, 0] has nothing allowed: it has to be zeros."
    )


@points(2)
def test_mask_broadcasts(solution, reference):
    """The mask may have size 1 in some dimensions, or fewer dimensions than the scores."""
    batch, keys = 3, draw(4, 6)
    scores = torch.randn(batch, 2, keys, keys)
    for mask in (emptied(some_mask(batch, 1, 1, keys)), torch.ones(keys, keys, dtype=torch.bool).tril()):
        got = output(solution.masked_softmax(scores, mask))
        hint = f"Here the scores are {tuple(scores.shape)} and the mask is {tuple(mask.shape)}."
        assert_close(got, reference.masked_softmax(scores, mask), hint=hint)


@points(2)
def test_other_dimension(solution, reference):
    """`dim` may be any dimension, also counted from the front; all of a column may be forbidden there."""
    scores = torch.randn(draw(4, 6), 3, 5)
    mask = emptied(some_mask(3, 5, scores.size(0))).movedim(-1, 0)
    for dim in (0, -3):
        got = output(solution.masked_softmax(scores, mask, dim=dim))
        hint = f"Here dim is {dim}: the allowed values along that dimension sum to 1."
        assert_close(got, reference.masked_softmax(scores, mask, dim=dim), hint=hint)


@points(2)
def test_forbidden_scores_do_not_matter(solution, reference):
    """Forbidden scores have no influence, even where they are far above the allowed ones, which are near −200."""
    mask = some_mask(5, draw(5, 8))
    for allowed, forbidden in ((0.0, 5.0), (-200.0, 200.0)):
        scores = torch.randn(mask.shape) + torch.where(mask, allowed, forbidden)
        got = output(solution.masked_softmax(scores, mask))
        hint = f"Allowed scores are near {allowed:g} here, forbidden ones near {forbidden:g}."
        assert_close(got, reference.masked_softmax(scores, mask), rtol=1e-4, atol=1e-4, hint=hint)


@points(1)
def test_large_scores(solution, reference):
    """Large scores do not overflow, and two rows may lie far apart."""
    scores = 3 * torch.randn(4, 6) + torch.tensor([500.0, -500.0, 100.0, 0.0])[:, None]
    mask = some_mask(4, 6)
    got = output(solution.masked_softmax(scores, mask))
    hint = "Row 0 has scores near 500, row 1 near -500. exp(500) overflows, exp(-500) is 0."
    assert_close(got, reference.masked_softmax(scores, mask), rtol=1e-4, atol=1e-4, hint=hint)


@points(2)
def test_gradient(solution, reference):
    """The gradient is right, and forbidden scores get none."""
    scores, above = torch.randn(3, 6), torch.randn(3, 6)
    mask = some_mask(3, 6)
    (got,) = gradients(lambda scores: solution.masked_softmax(scores, mask), (scores,), above)
    (expected,) = gradients(lambda scores: reference.masked_softmax(scores, mask), (scores,), above)
    assert_close(got, expected, hint="This is the gradient of the scores. All rows have something allowed.")


@points(3)
def test_gradient_of_an_empty_row(solution, reference):
    """A row with nothing allowed has the gradient 0, not nan."""
    scores, above = torch.randn(3, 6), torch.randn(3, 6)
    mask = emptied(some_mask(3, 6))
    value, hint = output(solution.masked_softmax(scores, mask)), "These are the values; row 0 has nothing allowed."
    assert_close(value, reference.masked_softmax(scores, mask), hint=hint)
    (got,) = gradients(lambda scores: solution.masked_softmax(scores, mask), (scores,), above)
    (expected,) = gradients(lambda scores: reference.masked_softmax(scores, mask), (scores,), above)
    assert_close(got, expected, hint="This is the gradient of the scores; row 0 has nothing allowed.")


@points(1)
def test_dtypes(solution, reference):
    """float64 stays float64, and bfloat16 stays bfloat16."""
    mask = emptied(some_mask(4, 6))
    for dtype, tolerance in ((torch.float64, 1e-7), (torch.bfloat16, 2e-2)):
        scores = torch.randn(4, 6, dtype=dtype)
        got = output(solution.masked_softmax(scores, mask))
        hint = f"The scores are {dtype}. A fill value must fit into that dtype."
        assert_close(got, reference.masked_softmax(scores, mask), rtol=tolerance, atol=tolerance, hint=hint)
