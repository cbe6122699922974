"""Checks of splitting and merging heads."""

import torch

from tracker.grader.testing import assert_close, gradients, output, points


def draw(low, high):
    """A random size, both ends included."""
    return int(torch.randint(low, high + 1, ()))


@points(1)
def test_split_of_one_sequence(solution, reference):
    """split_heads gives head 0 the first block of every position's vector, head 1 the second."""
    x = torch.arange(12.0).view(1, 3, 4)
    hint = "This is the example of the statement. Head 0 is [0 1] [4 5] [8 9]."
    assert_close(output(solution.split_heads(x, 2)), reference.split_heads(x, 2), hint=hint)


@points(2)
def test_split_of_a_batch(solution, reference):
    """split_heads works for any batch, length, number of heads and size of a head."""
    for num_heads in (1, draw(3, 5)):
        x = torch.randn(draw(2, 3), draw(6, 8), num_heads * draw(2, 5))
        hint = f"num_heads is {num_heads}. Cut the last dimension into (num_heads, d_head), then swap heads and length."
        assert_close(output(solution.split_heads(x, num_heads)), reference.split_heads(x, num_heads), hint=hint)


@points(2)
def test_split_where_all_sizes_are_equal(solution, reference):
    """split_heads is right where batch, length, heads and d_head are all the same."""
    size = draw(2, 4)
    x = torch.randn(size, size, size * size)
    hint = "The shape can't be wrong here; only the order of the dimensions can."
    assert_close(output(solution.split_heads(x, size)), reference.split_heads(x, size), hint=hint)


@points(1)
def test_merge_of_one_sequence(solution, reference):
    """merge_heads puts the heads of one position side by side."""
    x = torch.arange(12.0).view(1, 2, 3, 2)
    hint = "Head 0 is [0 1] [2 3] [4 5], head 1 is [6 7] [8 9] [10 11]; so position 0 is [0 1 6 7]."
    assert_close(output(solution.merge_heads(x)), reference.merge_heads(x), hint=hint)


@points(2)
def test_merge_of_a_batch(solution, reference):
    """merge_heads works for any batch, number of heads, length and size of a head."""
    for num_heads in (1, draw(3, 5)):
        x = torch.randn(draw(2, 3), num_heads, draw(6, 8), draw(2, 5))
        hint = (
            f"num_heads is {num_heads}. Bring the heads back behind the length, then flatten the last two dimensions."
        )
        assert_close(output(solution.merge_heads(x)), reference.merge_heads(x), hint=hint)


@points(2)
def test_merge_where_all_sizes_are_equal(solution, reference):
    """merge_heads is right where batch, length, heads and d_head are all the same."""
    size = draw(2, 4)
    x = torch.randn(size, size, size, size)
    hint = "The shape can't be wrong here; only the order of the dimensions can."
    assert_close(output(solution.merge_heads(x)), reference.merge_heads(x), hint=hint)


@points(1)
def test_non_contiguous_inputs(solution, reference):
    """Both work on inputs whose memory is not contiguous, in float64 and bfloat16 too."""
    for dtype in (torch.float64, torch.bfloat16):
        x = torch.randn(5, 2, 12, dtype=dtype).transpose(0, 1)
        hint = f"The input is {dtype} and not contiguous: use reshape where view refuses."
        assert_close(output(solution.split_heads(x, 3)), reference.split_heads(x, 3), hint=hint)
        heads = reference.split_heads(x, 3)
        assert_close(output(solution.merge_heads(heads)), reference.merge_heads(heads), hint=hint)


@points(1)
def test_gradients(solution, reference):
    """Gradients find their way back to where the numbers came from."""
    x, above = torch.randn(2, 5, 12), torch.randn(2, 3, 5, 4)
    (got,) = gradients(lambda x: solution.split_heads(x, 3), (x,), above)
    assert_close(got, reference.merge_heads(above), hint="This is the gradient of split_heads.")
    (got,) = gradients(solution.merge_heads, (above,), x)
    assert_close(got, reference.split_heads(x, 3), hint="This is the gradient of merge_heads.")
