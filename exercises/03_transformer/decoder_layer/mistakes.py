"""Known wrong ways to write the decoder layer; each docstring is what the learner is told."""

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
        self.cross_attention = _Attention(d_model, num_heads, dropout)
        self.feed_forward = _FeedForward(d_model, d_ff)
        self.norm_1, self.norm_2, self.norm_3 = (nn.LayerNorm(d_model) for _ in range(3))

    def forward(self, x, memory, target_mask=None, memory_mask=None):
        run = self.pre_norm if self.norm_first else self.post_norm
        return run(x, memory, target_mask, memory_mask)

    def post_norm(self, x, memory, target_mask, memory_mask):
        x = self.norm_1(x + self.attend(x, target_mask))
        x = self.norm_2(x + self.look(x, memory, memory_mask))
        return self.norm_3(x + self.think(x))

    def pre_norm(self, x, memory, target_mask, memory_mask):
        x = x + self.attend(self.norm_1(x), target_mask)
        x = x + self.look(self.norm_2(x), memory, memory_mask)
        return x + self.think(self.norm_3(x))

    def attend(self, x, mask):
        return self.drop(self.self_attention(x, x, x, mask))

    def look(self, x, memory, mask):
        return self.drop(self.cross_attention(x, memory, memory, mask))

    def think(self, x):
        return self.drop(self.feed_forward(x))

    def drop(self, x):
        return F.dropout(x, self.p, self.training)


class masks_swapped:
    """Your masks are swapped: self-attention gets memory_mask and cross-attention gets target_mask. A mask belongs to
    the keys: keys from x go with target_mask, keys from the memory with memory_mask."""

    class DecoderLayer(_Layer):
        def forward(self, x, memory, target_mask=None, memory_mask=None):
            return super().forward(x, memory, memory_mask, target_mask)


class memory_mask_for_both:
    """You use memory_mask in self-attention too. It describes the memory; x has its own mask, target_mask."""

    class DecoderLayer(_Layer):
        def forward(self, x, memory, target_mask=None, memory_mask=None):
            return super().forward(x, memory, memory_mask, memory_mask)


class target_mask_for_both:
    """You use target_mask in cross-attention too. It describes x; the memory has its own mask, memory_mask."""

    class DecoderLayer(_Layer):
        def forward(self, x, memory, target_mask=None, memory_mask=None):
            return super().forward(x, memory, target_mask, target_mask)


class target_mask_ignored:
    """target_mask does not reach self-attention: every position sees the future. Pass it on."""

    class DecoderLayer(_Layer):
        def forward(self, x, memory, target_mask=None, memory_mask=None):
            return super().forward(x, memory, None, memory_mask)


class memory_mask_ignored:
    """memory_mask does not reach cross-attention: the padding of the memory is seen. Pass it on."""

    class DecoderLayer(_Layer):
        def forward(self, x, memory, target_mask=None, memory_mask=None):
            return super().forward(x, memory, target_mask, None)


class masks_inverted:
    """Your masks work the wrong way round. True means "may attend": fill the scores where the mask is False."""

    class DecoderLayer(_Layer):
        def forward(self, x, memory, target_mask=None, memory_mask=None):
            target_mask, memory_mask = (None if mask is None else ~mask for mask in (target_mask, memory_mask))
            return super().forward(x, memory, target_mask, memory_mask)


class always_causal:
    """Your self-attention is causal even without a mask. target_mask=None means no mask; whoever calls the layer
    passes a causal one."""

    class DecoderLayer(_Layer):
        def attend(self, x, mask):
            causal = torch.ones(x.size(1), x.size(1), dtype=torch.bool).tril()
            return super().attend(x, causal if mask is None else mask & causal)


class causal_cross_attention:
    """Your cross-attention is causal: position i sees only the first i + 1 positions of the memory. The whole memory
    is known before the first word is written."""

    class DecoderLayer(_Layer):
        def look(self, x, memory, mask):
            causal = torch.ones(x.size(1), memory.size(1), dtype=torch.bool).tril()
            return super().look(x, memory, causal if mask is None else mask & causal)


class memory_ignored:
    """Your second attention looks at x again instead of at the memory: the decoder never reads the input. Key and
    value are the memory."""

    class DecoderLayer(_Layer):
        def look(self, x, memory, mask):
            return self.drop(self.cross_attention(x, x, x, mask))


class values_from_x:
    """In cross-attention your keys are the memory, but your values are x. Both are the memory."""

    class DecoderLayer(_Layer):
        def look(self, x, memory, mask):
            return self.drop(self.cross_attention(x, memory, x, mask))


class query_from_memory:
    """Your cross-attention takes its queries from the memory and its keys and values from x. The decoder asks:
    queries from x, keys and values from the memory."""

    class DecoderLayer(_Layer):
        def look(self, x, memory, mask):
            return self.drop(self.cross_attention(memory, x, x, mask))


class memory_normalised:
    """In pre-norm you normalise the memory too. Only x goes through norm_2; the memory is used as it comes."""

    class DecoderLayer(_Layer):
        def pre_norm(self, x, memory, target_mask, memory_mask):
            x = x + self.attend(self.norm_1(x), target_mask)
            x = x + self.look(self.norm_2(x), self.norm_2(memory), memory_mask)
            return x + self.think(self.norm_3(x))


class cross_attention_reads_the_start:
    """Your cross-attention takes its queries from the layer's input x. It has to ask with what self-attention has
    made of it, a."""

    class DecoderLayer(_Layer):
        def post_norm(self, x, memory, target_mask, memory_mask):
            a = self.norm_1(x + self.attend(x, target_mask))
            x = self.norm_2(a + self.look(x, memory, memory_mask))
            return self.norm_3(x + self.think(x))

        def pre_norm(self, x, memory, target_mask, memory_mask):
            a = x + self.attend(self.norm_1(x), target_mask)
            x = a + self.look(self.norm_2(x), memory, memory_mask)
            return x + self.think(self.norm_3(x))


class one_attention_for_both:
    """You use the same attention twice. Self-attention and cross-attention have weights of their own."""

    class DecoderLayer(_Layer):
        def look(self, x, memory, mask):
            return self.drop(self.self_attention(x, memory, memory, mask))


class attentions_swapped:
    """Cross-attention comes first in your layer. First the positions of x talk to each other, then they look into the
    memory."""

    class DecoderLayer(_Layer):
        def post_norm(self, x, memory, target_mask, memory_mask):
            x = self.norm_1(x + self.look(x, memory, memory_mask))
            x = self.norm_2(x + self.attend(x, target_mask))
            return self.norm_3(x + self.think(x))

        def pre_norm(self, x, memory, target_mask, memory_mask):
            x = x + self.look(self.norm_1(x), memory, memory_mask)
            x = x + self.attend(self.norm_2(x), target_mask)
            return x + self.think(self.norm_3(x))


class cross_attention_forgotten:
    """There is no cross-attention in your layer: this is an encoder layer, and the decoder never reads the input."""

    class DecoderLayer(_Layer):
        def post_norm(self, x, memory, target_mask, memory_mask):
            x = self.norm_1(x + self.attend(x, target_mask))
            x = self.norm_2(x)
            return self.norm_3(x + self.think(x))

        def pre_norm(self, x, memory, target_mask, memory_mask):
            x = x + self.attend(self.norm_1(x), target_mask)
            return x + self.think(self.norm_3(x))


class self_attention_residual_forgotten:
    """The first residual connection is missing: x is not added to the output of self-attention."""

    class DecoderLayer(_Layer):
        def post_norm(self, x, memory, target_mask, memory_mask):
            x = self.norm_1(self.attend(x, target_mask))
            x = self.norm_2(x + self.look(x, memory, memory_mask))
            return self.norm_3(x + self.think(x))

        def pre_norm(self, x, memory, target_mask, memory_mask):
            x = self.attend(self.norm_1(x), target_mask)
            x = x + self.look(self.norm_2(x), memory, memory_mask)
            return x + self.think(self.norm_3(x))


class cross_attention_residual_forgotten:
    """The second residual connection is missing: the output of cross-attention replaces its input instead of being
    added to it."""

    class DecoderLayer(_Layer):
        def post_norm(self, x, memory, target_mask, memory_mask):
            x = self.norm_1(x + self.attend(x, target_mask))
            x = self.norm_2(self.look(x, memory, memory_mask))
            return self.norm_3(x + self.think(x))

        def pre_norm(self, x, memory, target_mask, memory_mask):
            x = x + self.attend(self.norm_1(x), target_mask)
            x = self.look(self.norm_2(x), memory, memory_mask)
            return x + self.think(self.norm_3(x))


class feed_forward_residual_forgotten:
    """The third residual connection is missing: the output of the feed-forward network replaces its input instead of
    being added to it."""

    class DecoderLayer(_Layer):
        def post_norm(self, x, memory, target_mask, memory_mask):
            x = self.norm_1(x + self.attend(x, target_mask))
            x = self.norm_2(x + self.look(x, memory, memory_mask))
            return self.norm_3(self.think(x))

        def pre_norm(self, x, memory, target_mask, memory_mask):
            x = x + self.attend(self.norm_1(x), target_mask)
            x = x + self.look(self.norm_2(x), memory, memory_mask)
            return self.think(self.norm_3(x))


class norm_first_ignored:
    """Your layer is post-norm whatever norm_first says. With norm_first=True the norms stand before the sublayers."""

    class DecoderLayer(_Layer):
        def pre_norm(self, x, memory, target_mask, memory_mask):
            return self.post_norm(x, memory, target_mask, memory_mask)


class always_norm_first:
    """Your layer is pre-norm whatever norm_first says. With norm_first=False, the paper's order, the norms stand
    after the sums."""

    class DecoderLayer(_Layer):
        def post_norm(self, x, memory, target_mask, memory_mask):
            return self.pre_norm(x, memory, target_mask, memory_mask)


class norm_first_reversed:
    """Your two orders are swapped: norm_first=True means that the norms stand *before* the sublayers."""

    class DecoderLayer(_Layer):
        def forward(self, x, memory, target_mask=None, memory_mask=None):
            run = self.post_norm if self.norm_first else self.pre_norm
            return run(x, memory, target_mask, memory_mask)


class norm_before_the_sum:
    """In post-norm you normalise the sublayer's output and add x afterwards. The norm comes after the sum: norm(x +
    sublayer(x))."""

    class DecoderLayer(_Layer):
        def post_norm(self, x, memory, target_mask, memory_mask):
            x = x + self.norm_1(self.attend(x, target_mask))
            x = x + self.norm_2(self.look(x, memory, memory_mask))
            return x + self.norm_3(self.think(x))


class normalised_residual:
    """In pre-norm you add the *normalised* x back. The residual connection carries x as it came; only the branch to
    the sublayer is normalised."""

    class DecoderLayer(_Layer):
        def pre_norm(self, x, memory, target_mask, memory_mask):
            x = self.norm_1(x)
            x = x + self.attend(x, target_mask)
            x = self.norm_2(x)
            x = x + self.look(x, memory, memory_mask)
            x = self.norm_3(x)
            return x + self.think(x)


class second_and_third_norm_swapped:
    """Your norms are out of order: norm_2 belongs to cross-attention, norm_3 to the feed-forward network."""

    class DecoderLayer(_Layer):
        def post_norm(self, x, memory, target_mask, memory_mask):
            x = self.norm_1(x + self.attend(x, target_mask))
            x = self.norm_3(x + self.look(x, memory, memory_mask))
            return self.norm_2(x + self.think(x))

        def pre_norm(self, x, memory, target_mask, memory_mask):
            x = x + self.attend(self.norm_1(x), target_mask)
            x = x + self.look(self.norm_3(x), memory, memory_mask)
            return x + self.think(self.norm_2(x))


class first_and_second_norm_swapped:
    """Your norms are out of order: norm_1 belongs to self-attention, norm_2 to cross-attention."""

    class DecoderLayer(_Layer):
        def post_norm(self, x, memory, target_mask, memory_mask):
            x = self.norm_2(x + self.attend(x, target_mask))
            x = self.norm_1(x + self.look(x, memory, memory_mask))
            return self.norm_3(x + self.think(x))

        def pre_norm(self, x, memory, target_mask, memory_mask):
            x = x + self.attend(self.norm_2(x), target_mask)
            x = x + self.look(self.norm_1(x), memory, memory_mask)
            return x + self.think(self.norm_3(x))


class third_norm_forgotten:
    """norm_3 is not used: the feed-forward network has no norm."""

    class DecoderLayer(_Layer):
        def post_norm(self, x, memory, target_mask, memory_mask):
            x = self.norm_1(x + self.attend(x, target_mask))
            x = self.norm_2(x + self.look(x, memory, memory_mask))
            return x + self.think(x)

        def pre_norm(self, x, memory, target_mask, memory_mask):
            x = x + self.attend(self.norm_1(x), target_mask)
            x = x + self.look(self.norm_2(x), memory, memory_mask)
            return x + self.think(x)


class extra_norm_at_the_end:
    """In pre-norm you normalise once more at the end. A pre-norm layer ends with the sum; the final norm belongs to
    the stack of layers."""

    class DecoderLayer(_Layer):
        def pre_norm(self, x, memory, target_mask, memory_mask):
            return self.norm_3(super().pre_norm(x, memory, target_mask, memory_mask))


class gelu:
    """Your feed-forward network uses GELU. This paper's activation is ReLU."""

    class DecoderLayer(_Layer):
        def __init__(self, d_model, num_heads, d_ff, dropout=0.1, norm_first=False):
            super().__init__(d_model, num_heads, d_ff, dropout, norm_first)
            self.feed_forward = _FeedForward(d_model, d_ff, F.gelu)


class one_head:
    """Your attentions have one big head each: num_heads has no effect."""

    class DecoderLayer(_Layer):
        def __init__(self, d_model, num_heads, d_ff, dropout=0.1, norm_first=False):
            super().__init__(d_model, 1, d_ff, dropout, norm_first)


class dropout_in_eval:
    """Your dropout also acts in eval(). Use nn.Dropout, or F.dropout with training=self.training."""

    class DecoderLayer(_Layer):
        def drop(self, x):
            return F.dropout(x, self.p)


class dropout_never:
    """Your dropout never acts: in train() the output is the same as in eval(). Pass `dropout` on to the sublayers,
    and apply it to their outputs."""

    class DecoderLayer(_Layer):
        def __init__(self, d_model, num_heads, d_ff, dropout=0.1, norm_first=False):
            super().__init__(d_model, num_heads, d_ff, 0.0, norm_first)
