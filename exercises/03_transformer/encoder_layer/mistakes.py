"""Known wrong ways to write the encoder layer; each docstring is what the learner is told."""

import math

import torch
import torch.nn.functional as F
from torch import nn


class _Attention(nn.Module):
    """Correct multi-head attention."""

    def __init__(self, d_model, num_heads, p):
        super().__init__()
        self.num_heads, self.p = num_heads, p
        self.w_q, self.w_k, self.w_v, self.w_o = (nn.Linear(d_model, d_model) for _ in range(4))

    def forward(self, query, key, value, mask=None):
        projected = (self.w_q(query), self.w_k(key), self.w_v(value))
        q, k, v = (x.unflatten(-1, (self.num_heads, -1)).transpose(1, 2) for x in projected)
        scores = q @ k.mT / math.sqrt(q.size(-1))
        if mask is not None:
            scores = scores.masked_fill(~mask, -1e9)
        weights = F.dropout(scores.softmax(dim=-1), self.p, self.training)
        return self.w_o((weights @ v).transpose(1, 2).flatten(2))


class _FeedForward(nn.Module):
    """Correct feed-forward network, but for the activation if another one is given."""

    def __init__(self, d_model, d_ff, activation=torch.relu):
        super().__init__()
        self.linear_1, self.linear_2 = nn.Linear(d_model, d_ff), nn.Linear(d_ff, d_model)
        self.activation = activation

    def forward(self, x):
        return self.linear_2(self.activation(self.linear_1(x)))


class _Layer(nn.Module):
    """Correct; a mistake overrides the step that it gets wrong."""

    def __init__(self, d_model, num_heads, d_ff, dropout=0.1, norm_first=False):
        super().__init__()
        self.norm_first, self.p = norm_first, dropout
        self.self_attention = _Attention(d_model, num_heads, dropout)
        self.feed_forward = _FeedForward(d_model, d_ff)
        self.norm_1, self.norm_2 = nn.LayerNorm(d_model), nn.LayerNorm(d_model)

    def forward(self, x, mask=None):
        return self.pre_norm(x, mask) if self.norm_first else self.post_norm(x, mask)

    def post_norm(self, x, mask):
        x = self.norm_1(x + self.attend(x, mask))
        return self.norm_2(x + self.think(x))

    def pre_norm(self, x, mask):
        x = x + self.attend(self.norm_1(x), mask)
        return x + self.think(self.norm_2(x))

    def attend(self, x, mask):
        return self.drop(self.self_attention(x, x, x, mask))

    def think(self, x):
        return self.drop(self.feed_forward(x))

    def drop(self, x):
        return F.dropout(x, self.p, self.training)


class first_residual_forgotten:
    """x is not added to the output of attention: the first residual connection is missing."""

    class EncoderLayer(_Layer):
        def post_norm(self, x, mask):
            x = self.norm_1(self.attend(x, mask))
            return self.norm_2(x + self.think(x))

        def pre_norm(self, x, mask):
            x = self.attend(self.norm_1(x), mask)
            return x + self.think(self.norm_2(x))


class second_residual_forgotten:
    """The result of the first half is not added to the output of the feed-forward network: the second residual
    connection is missing."""

    class EncoderLayer(_Layer):
        def post_norm(self, x, mask):
            return self.norm_2(self.think(self.norm_1(x + self.attend(x, mask))))

        def pre_norm(self, x, mask):
            return self.think(self.norm_2(x + self.attend(self.norm_1(x), mask)))


class both_residuals_forgotten:
    """Both residual connections are missing: each sublayer's output has to be added to its input."""

    class EncoderLayer(_Layer):
        def post_norm(self, x, mask):
            return self.norm_2(self.think(self.norm_1(self.attend(x, mask))))

        def pre_norm(self, x, mask):
            return self.think(self.norm_2(self.attend(self.norm_1(x), mask)))


class residual_from_the_start:
    """Your second residual connection adds the layer's input x. It has to add what came out of the first half, a."""

    class EncoderLayer(_Layer):
        def post_norm(self, x, mask):
            return self.norm_2(x + self.think(self.norm_1(x + self.attend(x, mask))))

        def pre_norm(self, x, mask):
            return x + self.think(self.norm_2(x + self.attend(self.norm_1(x), mask)))


class norm_first_ignored:
    """Your layer is post-norm whatever norm_first says. With norm_first=True the norms stand before the sublayers."""

    class EncoderLayer(_Layer):
        def forward(self, x, mask=None):
            return self.post_norm(x, mask)


class always_norm_first:
    """Your layer is pre-norm whatever norm_first says. With norm_first=False, the paper's order, the norms stand
    after the sums."""

    class EncoderLayer(_Layer):
        def forward(self, x, mask=None):
            return self.pre_norm(x, mask)


class norm_first_reversed:
    """Your two orders are swapped: norm_first=True means that the norms stand *before* the sublayers."""

    class EncoderLayer(_Layer):
        def forward(self, x, mask=None):
            return self.post_norm(x, mask) if self.norm_first else self.pre_norm(x, mask)


class norm_before_the_sum:
    """In post-norm you normalise the sublayer's output and add x afterwards. The norm comes after the sum: norm(x +
    sublayer(x))."""

    class EncoderLayer(_Layer):
        def post_norm(self, x, mask):
            x = x + self.norm_1(self.attend(x, mask))
            return x + self.norm_2(self.think(x))


class normalised_residual:
    """In pre-norm you add the *normalised* x back. The residual connection carries x as it came; only the branch to
    the sublayer is normalised."""

    class EncoderLayer(_Layer):
        def pre_norm(self, x, mask):
            x = self.norm_1(x)
            x = x + self.attend(x, mask)
            x = self.norm_2(x)
            return x + self.think(x)


class only_the_query_normalised:
    """In pre-norm you normalise the query only, and pass x itself as key and value. All three are norm_1(x)."""

    class EncoderLayer(_Layer):
        def pre_norm(self, x, mask):
            x = x + self.drop(self.self_attention(self.norm_1(x), x, x, mask))
            return x + self.think(self.norm_2(x))


class values_not_normalised:
    """In pre-norm your values are x itself. Query, key and value are all norm_1(x)."""

    class EncoderLayer(_Layer):
        def pre_norm(self, x, mask):
            normed = self.norm_1(x)
            x = x + self.drop(self.self_attention(normed, normed, x, mask))
            return x + self.think(self.norm_2(x))


class norms_swapped:
    """Your norms are swapped: norm_1 belongs to attention, norm_2 to the feed-forward network."""

    class EncoderLayer(_Layer):
        def post_norm(self, x, mask):
            x = self.norm_2(x + self.attend(x, mask))
            return self.norm_1(x + self.think(x))

        def pre_norm(self, x, mask):
            x = x + self.attend(self.norm_2(x), mask)
            return x + self.think(self.norm_1(x))


class one_norm_used_twice:
    """You use norm_1 in both places. Each sublayer has its own norm; the second is norm_2."""

    class EncoderLayer(_Layer):
        def post_norm(self, x, mask):
            x = self.norm_1(x + self.attend(x, mask))
            return self.norm_1(x + self.think(x))

        def pre_norm(self, x, mask):
            x = x + self.attend(self.norm_1(x), mask)
            return x + self.think(self.norm_1(x))


class second_norm_forgotten:
    """norm_2 is not used: the feed-forward half has no norm."""

    class EncoderLayer(_Layer):
        def post_norm(self, x, mask):
            x = self.norm_1(x + self.attend(x, mask))
            return x + self.think(x)

        def pre_norm(self, x, mask):
            x = x + self.attend(self.norm_1(x), mask)
            return x + self.think(x)


class extra_norm_at_the_end:
    """In pre-norm you normalise once more at the end. A pre-norm layer ends with the sum; the final norm belongs to
    the stack of layers."""

    class EncoderLayer(_Layer):
        def pre_norm(self, x, mask):
            return self.norm_2(super().pre_norm(x, mask))


class sublayers_swapped:
    """Your feed-forward network comes first and attention second. First the positions talk to each other, then each
    thinks on its own."""

    class EncoderLayer(_Layer):
        def post_norm(self, x, mask):
            x = self.norm_1(x + self.think(x))
            return self.norm_2(x + self.attend(x, mask))

        def pre_norm(self, x, mask):
            x = x + self.think(self.norm_1(x))
            return x + self.attend(self.norm_2(x), mask)


class parallel_sublayers:
    """Attention and feed-forward both read the layer's input, side by side. Here the feed-forward network reads what
    attention has made of it."""

    class EncoderLayer(_Layer):
        def post_norm(self, x, mask):
            return self.norm_2(self.norm_1(x + self.attend(x, mask)) + self.think(x))

        def pre_norm(self, x, mask):
            return x + self.attend(self.norm_1(x), mask) + self.think(self.norm_2(x))


class feed_forward_forgotten:
    """The feed-forward network is missing: your layer ends after attention and two norms."""

    class EncoderLayer(_Layer):
        def post_norm(self, x, mask):
            return self.norm_2(self.norm_1(x + self.attend(x, mask)))

        def pre_norm(self, x, mask):
            return x + self.attend(self.norm_1(x), mask)


class mask_ignored:
    """The mask does not reach the attention: every position sees the padding. Pass it on."""

    class EncoderLayer(_Layer):
        def attend(self, x, mask):
            return super().attend(x, None)


class mask_inverted:
    """Your mask works the wrong way round. True means "may attend": fill the scores where the mask is False."""

    class EncoderLayer(_Layer):
        def attend(self, x, mask):
            return super().attend(x, None if mask is None else ~mask)


class always_causal:
    """Your layer hides the future even when no mask asks for it. An encoder looks both ways; only the mask
    decides."""

    class EncoderLayer(_Layer):
        def attend(self, x, mask):
            causal = torch.ones(x.size(1), x.size(1), dtype=torch.bool).tril()
            return super().attend(x, causal if mask is None else mask & causal)


class one_head:
    """Your attention has one big head: num_heads has no effect."""

    class EncoderLayer(_Layer):
        def __init__(self, d_model, num_heads, d_ff, dropout=0.1, norm_first=False):
            super().__init__(d_model, 1, d_ff, dropout, norm_first)


class gelu:
    """Your feed-forward network uses GELU. This paper's activation is ReLU."""

    class EncoderLayer(_Layer):
        def __init__(self, d_model, num_heads, d_ff, dropout=0.1, norm_first=False):
            super().__init__(d_model, num_heads, d_ff, dropout, norm_first)
            self.feed_forward = _FeedForward(d_model, d_ff, F.gelu)


class no_activation:
    """There is no ReLU in your feed-forward network, so its two layers are a single linear one."""

    class EncoderLayer(_Layer):
        def __init__(self, d_model, num_heads, d_ff, dropout=0.1, norm_first=False):
            super().__init__(d_model, num_heads, d_ff, dropout, norm_first)
            self.feed_forward = _FeedForward(d_model, d_ff, lambda hidden: hidden)


class dropout_in_eval:
    """Your dropout also acts in eval(). Use nn.Dropout, or F.dropout with training=self.training."""

    class EncoderLayer(_Layer):
        def drop(self, x):
            return F.dropout(x, self.p)


class dropout_never:
    """Your dropout never acts: in train() the output is the same as in eval(). Pass `dropout` on to the sublayers,
    and apply it to their outputs."""

    class EncoderLayer(_Layer):
        def __init__(self, d_model, num_heads, d_ff, dropout=0.1, norm_first=False):
            super().__init__(d_model, num_heads, d_ff, 0.0, norm_first)
