"""Known wrong ways to write the masks; each docstring is what the learner is told."""

import torch


class _Base:
    """The correct masks; a mistake overrides the one it gets wrong."""

    @classmethod
    def padding_mask(cls, token_ids, pad_id):
        return (token_ids != pad_id)[:, None, None, :]

    @classmethod
    def causal_mask(cls, length):
        return torch.ones(length, length, dtype=torch.bool).tril()

    @classmethod
    def decoder_mask(cls, token_ids, pad_id):
        return cls.padding_mask(token_ids, pad_id) & cls.causal_mask(token_ids.size(1))


class padding_inverted(_Base):
    """Your padding mask is inverted: it is True for padding. True means "may attend", so compare with !=, not ==."""

    @classmethod
    def padding_mask(cls, token_ids, pad_id):
        return (token_ids == pad_id)[:, None, None, :]


class causal_inverted(_Base):
    """Your causal mask is inverted: it is True for the future. True means "may attend": keep the lower triangle."""

    @classmethod
    def causal_mask(cls, length):
        return torch.ones(length, length, dtype=torch.bool).triu(diagonal=1)


class everything_inverted(_Base):
    """All your masks mean the opposite: True marks what is forbidden. Here True means "may attend", as in the
    statement."""

    @classmethod
    def padding_mask(cls, token_ids, pad_id):
        return (token_ids == pad_id)[:, None, None, :]

    @classmethod
    def causal_mask(cls, length):
        return torch.ones(length, length, dtype=torch.bool).triu(diagonal=1)

    @classmethod
    def decoder_mask(cls, token_ids, pad_id):
        return cls.padding_mask(token_ids, pad_id) | cls.causal_mask(token_ids.size(1))


class wrong_triangle(_Base):
    """Your causal mask keeps the upper triangle: every query sees itself and the future, and not the past. Rows are
    queries and columns are keys, so keep the lower one."""

    @classmethod
    def causal_mask(cls, length):
        return torch.ones(length, length, dtype=torch.bool).triu()


class not_itself(_Base):
    """Your causal mask hides a position from itself: the diagonal is False, and the first row is empty. A query may
    look at its own position, so the diagonal belongs to the triangle."""

    @classmethod
    def causal_mask(cls, length):
        return torch.ones(length, length, dtype=torch.bool).tril(diagonal=-1)


class one_step_ahead(_Base):
    """Your causal mask lets every query see the next position: the answer that the decoder has to predict. The
    triangle ends at the diagonal; look at the `diagonal` argument, or at < against ≤."""

    @classmethod
    def causal_mask(cls, length):
        return torch.ones(length, length, dtype=torch.bool).tril(diagonal=1)


class pad_id_ignored(_Base):
    """Your padding mask takes 0 for padding whatever `pad_id` says: compare the ids with `pad_id`."""

    @classmethod
    def padding_mask(cls, token_ids, pad_id):
        return (token_ids != 0)[:, None, None, :]


class padding_on_the_query_axis(_Base):
    """Your padding mask lies along the queries, (batch, 1, length, 1): it silences whole rows and hides no key. The
    last dimension of the scores is the keys; the ids belong there."""

    @classmethod
    def padding_mask(cls, token_ids, pad_id):
        return (token_ids != pad_id)[:, None, :, None]

    @classmethod
    def decoder_mask(cls, token_ids, pad_id):
        return (token_ids != pad_id)[:, None, None, :] & cls.causal_mask(token_ids.size(1))


class decoder_padding_on_the_query_axis(_Base):
    """Your decoder mask empties the rows of padded queries. Mask padding as a key only, on the last dimension: a row
    with nothing allowed turns into nan in softmax."""

    @classmethod
    def decoder_mask(cls, token_ids, pad_id):
        return (token_ids != pad_id)[:, None, :, None] & cls.causal_mask(token_ids.size(1))


class decoder_either(_Base):
    """Your decoder mask allows a key when one of the two masks allows it. Both must: use & (and), not | (or)."""

    @classmethod
    def decoder_mask(cls, token_ids, pad_id):
        return cls.padding_mask(token_ids, pad_id) | cls.causal_mask(token_ids.size(1))


class decoder_forgets_padding(_Base):
    """Your decoder mask hides the future but not the padding: combine both masks with &."""

    @classmethod
    def decoder_mask(cls, token_ids, pad_id):
        batch, length = token_ids.shape
        return cls.causal_mask(length).expand(batch, 1, length, length)


class decoder_forgets_the_future(_Base):
    """Your decoder mask hides the padding but not the future: combine both masks with &."""

    @classmethod
    def decoder_mask(cls, token_ids, pad_id):
        length = token_ids.size(1)
        return cls.padding_mask(token_ids, pad_id).expand(-1, 1, length, -1)


class padding_without_head_dimension(_Base):
    """Your padding mask has the shape (batch, length): laid over scores (batch, heads, queries, keys), its batch
    lands on the queries. Add the two dimensions of size 1 for heads and queries."""

    @classmethod
    def padding_mask(cls, token_ids, pad_id):
        return token_ids != pad_id

    @classmethod
    def decoder_mask(cls, token_ids, pad_id):
        return (token_ids != pad_id)[:, None, None, :] & cls.causal_mask(token_ids.size(1))


class decoder_without_head_dimension(_Base):
    """Your decoder mask has the shape (batch, length, length): laid over four-dimensional scores, its batch lands on
    the heads. Add a dimension of size 1 for the heads."""

    @classmethod
    def decoder_mask(cls, token_ids, pad_id):
        return (token_ids != pad_id)[:, None, :] & cls.causal_mask(token_ids.size(1))


class causal_with_batch_dimension(_Base):
    """Your causal mask has a batch dimension, (1, length, length): the statement asks for (length, length). It is the
    same for all sequences and broadcasts without that dimension."""

    @classmethod
    def causal_mask(cls, length):
        return torch.ones(1, length, length, dtype=torch.bool).tril()


class zeros_and_ones(_Base):
    """Your masks hold the numbers 0 and 1. The statement asks for dtype torch.bool: compare, or call .bool()."""

    @classmethod
    def padding_mask(cls, token_ids, pad_id):
        return (token_ids != pad_id)[:, None, None, :].int()

    @classmethod
    def causal_mask(cls, length):
        return torch.ones(length, length, dtype=torch.int).tril()


class additive(_Base):
    """Your masks hold 0 and -inf, to be added to the scores. The statement asks for booleans: True = may attend."""

    @classmethod
    def padding_mask(cls, token_ids, pad_id):
        return torch.zeros(token_ids.shape).masked_fill(token_ids == pad_id, -torch.inf)[:, None, None, :]

    @classmethod
    def causal_mask(cls, length):
        return torch.full((length, length), -torch.inf).triu(diagonal=1)

    @classmethod
    def decoder_mask(cls, token_ids, pad_id):
        return cls.padding_mask(token_ids, pad_id) + cls.causal_mask(token_ids.size(1))
