"""Checks of the three masks."""

import torch

from tracker.grader.testing import assert_close, check, output, plain_tensor, points


def some_ids(batch, length, pad_id, vocab_size=12):
    """Rows of ids that end in padding, (batch, length); the first row has none, the second has one, the third two, …"""
    ids = torch.randint(0, vocab_size - 1, (batch, length))
    ids = ids + (ids >= pad_id)  # any id but the padding's
    for row in range(batch):
        ids[row, length - row :] = pad_id
    return ids


def draw(low, high):
    """A random size, both ends included."""
    return int(torch.randint(low, high + 1, ()))


def assert_mask(got, expected, hint):
    """Compare two masks; where they differ, say which key which query may see or not."""
    got = plain_tensor(output(got))
    if got.shape == expected.shape and got.dtype == torch.bool and not torch.equal(got, expected):
        where = (got != expected).nonzero()[0].tolist()
        *_, query, key = where
        says = "has to be allowed" if expected[tuple(where)] else "must not be allowed"
        hint = f"Row {query}, column {key} {says}. {hint}"
    assert_close(got, expected, hint=hint)


@points(1)
def test_padding_is_false(solution, reference):
    """padding_mask is True for tokens and False for padding."""
    ids = some_ids(3, 6, pad_id=0)
    hint = "True = may attend. The shape is (batch, 1, 1, length)."
    assert_mask(solution.padding_mask(ids, 0), reference.padding_mask(ids, 0), hint)


@points(1)
def test_causal_mask_is_the_lower_triangle(solution, reference):
    """causal_mask(4) is True on the diagonal and below it."""
    assert_mask(solution.causal_mask(4), reference.causal_mask(4), "Row q may see the columns 0 to q.")


@points(1)
def test_causal_mask_of_any_length(solution, reference):
    """causal_mask works for every length, also for 1."""
    for length in (1, 2, draw(5, 12)):
        assert_mask(solution.causal_mask(length), reference.causal_mask(length), f"The length is {length}.")


@points(2)
def test_pad_id_need_not_be_zero(solution, reference):
    """padding_mask goes by pad_id; where padding has another id, 0 is an ordinary token."""
    pad_id = draw(1, 6)
    ids = some_ids(4, draw(6, 9), pad_id)
    ids[:, 1] = 0
    hint = f"Here pad_id is {pad_id}, and 0 is a token."
    assert_mask(solution.padding_mask(ids, pad_id), reference.padding_mask(ids, pad_id), hint)


@points(2)
def test_padding_hides_keys_from_every_head_and_query(solution, reference):
    """Laid over the scores of several heads, padding_mask gives padded keys no weight and hides nothing else."""
    batch, heads, queries, keys = 3, 2, draw(2, 4), draw(5, 8)
    ids = some_ids(batch, keys, pad_id=1)
    mask = plain_tensor(output(solution.padding_mask(ids, 1)))
    shape = tuple(mask.shape)
    check(mask.dtype == torch.bool, f"The mask has to be boolean; yours is {mask.dtype}.")
    check(
        shape == (batch, 1, 1, keys), f"The shape has to be {(batch, 1, 1, keys)}, one mask per row; yours is {shape}."
    )
    scores = torch.randn(batch, heads, queries, keys)
    expected = scores.masked_fill(~reference.padding_mask(ids, 1), -torch.inf).softmax(dim=-1)
    got = scores.masked_fill(~mask, -torch.inf).softmax(dim=-1)
    assert_close(got, expected, hint="These are the attention weights under your mask. The last dimension is the keys.")


@points(2)
def test_decoder_mask_hides_the_future(solution, reference):
    """Without padding, decoder_mask is the causal mask for every sequence, in the shape (batch, 1, length, length)."""
    ids = torch.randint(1, 12, (draw(2, 4), draw(5, 8)))
    assert_mask(solution.decoder_mask(ids, 0), reference.decoder_mask(ids, 0), "There is no padding here.")


@points(3)
def test_decoder_mask_hides_padding_and_the_future(solution, reference):
    """decoder_mask allows a key that is no padding and does not come after the query; padded queries keep their row."""
    pad_id, length = draw(1, 6), draw(5, 8)
    ids = some_ids(length, length, pad_id)  # batch = length, so that a wrong axis cannot show itself by its size
    ids[:-1, 1] = 0
    hint = f"Here pad_id is {pad_id}. Both masks must allow a key."
    assert_mask(solution.decoder_mask(ids, pad_id), reference.decoder_mask(ids, pad_id), hint)
