"""Known wrong ways to split and merge heads; each docstring is what the learner is told."""


class _Base:
    """Correct; a mistake overrides the one that it gets wrong."""

    @staticmethod
    def split_heads(x, num_heads):
        return x.unflatten(-1, (num_heads, -1)).transpose(1, 2)

    @staticmethod
    def merge_heads(x):
        return x.transpose(1, 2).flatten(2)


class split_by_view(_Base):
    """You split with one view to (batch, num_heads, length, d_head): view moves no number, so head 0 gets the first
    positions instead of the first columns. View to (batch, length, num_heads, d_head), then transpose(1, 2)."""

    @staticmethod
    def split_heads(x, num_heads):
        return x.reshape(x.size(0), num_heads, x.size(1), -1)


class split_interleaved(_Base):
    """Your head h takes every num_heads-th column, because you cut the last dimension into (d_head, num_heads). A
    head owns columns that stand together: cut it into (num_heads, d_head)."""

    @staticmethod
    def split_heads(x, num_heads):
        return x.unflatten(-1, (-1, num_heads)).permute(0, 3, 1, 2)


class split_not_transposed(_Base):
    """Your heads stand behind the length, (batch, length, num_heads, d_head): attention would then run between the
    heads of one position. Add transpose(1, 2)."""

    @staticmethod
    def split_heads(x, num_heads):
        return x.unflatten(-1, (num_heads, -1))


class num_heads_taken_for_d_head(_Base):
    """You use num_heads as the size of a head: you get d_model / num_heads heads of size num_heads. The size of a
    head is d_model // num_heads."""

    @staticmethod
    def split_heads(x, num_heads):
        return x.unflatten(-1, (-1, num_heads)).transpose(1, 2)


class split_into_columns(_Base):
    """Your heads are (batch, num_heads, d_head, length): the last two dimensions are swapped. The length comes first,
    then d_head."""

    @staticmethod
    def split_heads(x, num_heads):
        return x.unflatten(-1, (num_heads, -1)).permute(0, 2, 3, 1)


class heads_before_batch(_Base):
    """Your heads come before the batch, (num_heads, batch, length, d_head). The batch stays first."""

    @staticmethod
    def split_heads(x, num_heads):
        return x.unflatten(-1, (num_heads, -1)).permute(2, 0, 1, 3)


class heads_folded_into_batch(_Base):
    """You fold the heads into the batch, (batch · num_heads, length, d_head). Here four dimensions are asked, with
    the heads in the second."""

    @staticmethod
    def split_heads(x, num_heads):
        return x.unflatten(-1, (num_heads, -1)).transpose(1, 2).flatten(0, 1)


class merge_by_view(_Base):
    """You merge with one view: view moves no number, so a position gets its neighbours' numbers instead of its own
    heads. First transpose(1, 2), then flatten the last two dimensions."""

    @staticmethod
    def merge_heads(x):
        return x.reshape(x.size(0), x.size(2), -1)


class merge_interleaved(_Base):
    """Your merge weaves the heads into each other: number 0 of every head, then number 1 of every head. Put whole
    heads side by side: (batch, length, num_heads, d_head), then flatten."""

    @staticmethod
    def merge_heads(x):
        return x.permute(0, 2, 3, 1).flatten(2)


class merge_not_flattened(_Base):
    """Your merge brings the heads back behind the length but leaves them apart, (batch, length, num_heads, d_head).
    Flatten the last two dimensions."""

    @staticmethod
    def merge_heads(x):
        return x.transpose(1, 2)


class merge_by_sum(_Base):
    """You add the heads up, and their vectors get lost in the sum. Concatenate them: num_heads vectors of size d_head
    become one of size d_model."""

    @staticmethod
    def merge_heads(x):
        return x.sum(dim=1)


class heads_in_reverse(_Base):
    """Your merge puts the heads side by side in the opposite order: head 0 must come first."""

    @staticmethod
    def merge_heads(x):
        return x.flip(1).transpose(1, 2).flatten(2)


class cut_out_of_the_graph(_Base):
    """Your values are right, but no gradient flows back: something on the way is detached (.data, .detach(),
    .tolist(), torch.tensor(…)). Stay in torch."""

    @staticmethod
    def split_heads(x, num_heads):
        return _Base.split_heads(x.detach(), num_heads)

    @staticmethod
    def merge_heads(x):
        return _Base.merge_heads(x.detach())
