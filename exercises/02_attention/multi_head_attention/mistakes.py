"""Known wrong ways to write multi-head attention; each docstring is what the learner is told."""

import math

import torch
import torch.nn.functional as F
from torch import nn


class _Attention(nn.Module):
    """Correct; a mistake overrides the step it gets wrong."""

    def __init__(self, d_model, num_heads, dropout=0.0):
        super().__init__()
        self.d_model, self.num_heads, self.p = d_model, num_heads, dropout
        self.w_q = nn.Linear(d_model, d_model)
        self.w_k = nn.Linear(d_model, d_model)
        self.w_v = nn.Linear(d_model, d_model)
        self.w_o = nn.Linear(d_model, d_model)

    def forward(self, query, key, value, mask=None):
        q, k, v = (self.split(x) for x in self.project(query, key, value))
        weights = self.drop(self.weigh(self.score(q, k), mask))
        return self.w_o(self.merge(weights @ v))

    def project(self, query, key, value):
        return self.w_q(query), self.w_k(key), self.w_v(value)

    def split(self, x):
        return x.unflatten(-1, (self.num_heads, -1)).transpose(1, 2)

    def score(self, q, k):
        return q @ k.mT / math.sqrt(q.size(-1))

    def weigh(self, scores, mask):
        return self.mask(scores, mask).softmax(dim=-1)

    def mask(self, scores, mask):
        return scores if mask is None else scores.masked_fill(~mask, -1e9)

    def drop(self, weights):
        return F.dropout(weights, self.p, self.training)

    def merge(self, heads):
        return heads.transpose(1, 2).flatten(2)


class no_scaling:
    """Your scores are not divided by √d_head: large scores make the softmax nearly one-hot. Divide before the
    softmax."""

    class MultiHeadAttention(_Attention):
        def score(self, q, k):
            return q @ k.mT


class scaled_by_root_d_model:
    """Your scores are divided by √d_model. Each head works in d_head = d_model / num_heads dimensions: divide by
    √d_head."""

    class MultiHeadAttention(_Attention):
        def score(self, q, k):
            return q @ k.mT / math.sqrt(self.d_model)


class scaled_by_d_head:
    """Your scores are divided by d_head, without the root. Divide by √d_head."""

    class MultiHeadAttention(_Attention):
        def score(self, q, k):
            return q @ k.mT / q.size(-1)


class softmax_over_queries:
    """Your softmax runs over the queries (dim=-2): the weights of one *key* sum to 1. It must run over the keys,
    dim=-1."""

    class MultiHeadAttention(_Attention):
        def weigh(self, scores, mask):
            return self.mask(scores, mask).softmax(dim=-2)


class softmax_over_heads:
    """Your softmax runs over the heads (dim=1): the heads compete with each other. It must run over the keys,
    dim=-1."""

    class MultiHeadAttention(_Attention):
        def weigh(self, scores, mask):
            return self.mask(scores, mask).softmax(dim=1)


class softmax_over_the_batch:
    """Your softmax runs over the batch (dim=0): sequences influence each other. It must run over the keys, dim=-1."""

    class MultiHeadAttention(_Attention):
        def weigh(self, scores, mask):
            return self.mask(scores, mask).softmax(dim=0)


class mask_inverted:
    """Your mask works the wrong way round: what may be seen is hidden. True means "may attend", so fill where the
    mask is False: masked_fill(~mask, …)."""

    class MultiHeadAttention(_Attention):
        def mask(self, scores, mask):
            return scores if mask is None else scores.masked_fill(mask, -1e9)


class mask_ignored:
    """Your module does not use the mask: every query sees every key. Fill the forbidden scores before the softmax."""

    class MultiHeadAttention(_Attention):
        def mask(self, scores, mask):
            return scores


class masked_with_zero:
    """Your forbidden scores are set to 0, and exp(0) = 1 is still a weight. Fill them with -inf (or -1e9)."""

    class MultiHeadAttention(_Attention):
        def mask(self, scores, mask):
            return scores if mask is None else scores.masked_fill(~mask, 0.0)


class masked_after_softmax:
    """You mask after the softmax, so the weights of the allowed keys no longer sum to 1. Mask the scores, then take
    the softmax."""

    class MultiHeadAttention(_Attention):
        def weigh(self, scores, mask):
            weights = scores.softmax(dim=-1)
            return weights if mask is None else weights.masked_fill(~mask, 0.0)


class mask_of_the_first_sequence:
    """You use the mask of the first sequence for the whole batch. Each sequence has its own: keep the mask's first
    dimension."""

    class MultiHeadAttention(_Attention):
        def mask(self, scores, mask):
            return super().mask(scores, mask if mask is None or mask.dim() == 2 else mask[:1])


class always_causal:
    """Your module hides the future even when no mask asks for it. Only the mask decides: an encoder looks both
    ways."""

    class MultiHeadAttention(_Attention):
        def mask(self, scores, mask):
            causal = torch.ones(scores.shape[-2:], dtype=torch.bool).tril()
            return super().mask(scores, causal if mask is None else mask & causal)


class split_by_view:
    """You split the heads with one view to (batch, heads, length, d_head): that mixes positions and heads. View to
    (batch, length, heads, d_head) first, then transpose(1, 2)."""

    class MultiHeadAttention(_Attention):
        def split(self, x):
            return x.reshape(x.size(0), self.num_heads, -1, self.d_model // self.num_heads)


class merged_by_view:
    """You merge the heads by a reshape alone: that mixes positions and heads. Transpose back first, so that a
    position's heads lie side by side: transpose(1, 2), then reshape."""

    class MultiHeadAttention(_Attention):
        def merge(self, heads):
            return heads.reshape(heads.size(0), -1, self.d_model)


class split_and_merged_by_view:
    """You split and merge the heads by view alone: each head then sees a piece of the sequence instead of a piece of
    the columns. Transpose after the split and before the merge."""

    class MultiHeadAttention(_Attention):
        def split(self, x):
            return x.reshape(x.size(0), self.num_heads, -1, self.d_model // self.num_heads)

        def merge(self, heads):
            return heads.reshape(heads.size(0), -1, self.d_model)


class interleaved_heads:
    """Your heads own every num_heads-th column: you view to (…, d_head, num_heads). Head i owns a block of d_head
    columns that stand together: view to (…, num_heads, d_head)."""

    class MultiHeadAttention(_Attention):
        def split(self, x):
            return x.unflatten(-1, (-1, self.num_heads)).permute(0, 3, 1, 2)

        def merge(self, heads):
            return heads.permute(0, 2, 3, 1).flatten(2)


class heads_merged_interleaved:
    """Your merge weaves the heads into each other: number 0 of every head, then number 1 of every head, … Put whole
    heads side by side: (batch, length, heads, d_head), then flatten the last two."""

    class MultiHeadAttention(_Attention):
        def merge(self, heads):
            return heads.permute(0, 2, 3, 1).flatten(2)


class one_head:
    """Your module attends with one big head: num_heads has no effect. Split q, k and v into heads before the
    scores."""

    class MultiHeadAttention(_Attention):
        def __init__(self, d_model, num_heads, dropout=0.0):
            super().__init__(d_model, 1, dropout)


class output_projection_forgotten:
    """Your output projection w_o is not applied: the heads stand side by side and never mix. End with w_o."""

    class MultiHeadAttention(_Attention):
        def forward(self, query, key, value, mask=None):
            q, k, v = (self.split(x) for x in self.project(query, key, value))
            return self.merge(self.drop(self.weigh(self.score(q, k), mask)) @ v)


class values_not_projected:
    """Your values go into the heads without w_v. Project query, key and value, each with its own matrix."""

    class MultiHeadAttention(_Attention):
        def project(self, query, key, value):
            return self.w_q(query), self.w_k(key), value


class one_projection_for_keys_and_values:
    """Your values are projected with w_k. They have their own matrix, w_v."""

    class MultiHeadAttention(_Attention):
        def project(self, query, key, value):
            return self.w_q(query), self.w_k(key), self.w_k(value)


class values_taken_from_keys:
    """Your values come from `key` instead of from `value`. In self-attention nobody notices, because both are the
    same tensor; here they may differ."""

    class MultiHeadAttention(_Attention):
        def project(self, query, key, value):
            return self.w_q(query), self.w_k(key), self.w_v(key)


class everything_from_the_query:
    """Your keys and values come from `query`: this is self-attention whatever is passed in. Use the key and the value
    that came."""

    class MultiHeadAttention(_Attention):
        def project(self, query, key, value):
            return self.w_q(query), self.w_k(query), self.w_v(query)


class queries_and_keys_swapped:
    """Your queries are projected with w_k and your keys with w_q. Give each its own matrix."""

    class MultiHeadAttention(_Attention):
        def project(self, query, key, value):
            return self.w_k(query), self.w_q(key), self.w_v(value)


class weights_not_transposed:
    """Your weights are used as x @ w. They are stored as (d_out, d_in), as in nn.Linear, so use x @ w.T."""

    class MultiHeadAttention(nn.Module):
        def __init__(self, d_model, num_heads, dropout=0.0):
            super().__init__()
            self.num_heads, self.p = num_heads, dropout
            for name in "qkvo":
                self.register_parameter(f"w_{name}", nn.Parameter(torch.randn(d_model, d_model) / d_model**0.5))

        def forward(self, query, key, value, mask=None):
            q, k, v = (
                (x @ w).unflatten(-1, (self.num_heads, -1)).transpose(1, 2)
                for x, w in ((query, self.w_q), (key, self.w_k), (value, self.w_v))
            )
            scores = q @ k.mT / math.sqrt(q.size(-1))
            if mask is not None:
                scores = scores.masked_fill(~mask, -1e9)
            weights = F.dropout(scores.softmax(dim=-1), self.p, self.training)
            return (weights @ v).transpose(1, 2).flatten(2) @ self.w_o


class biases_not_added:
    """Your projections own biases, but they are not added. Call the nn.Linear itself instead of multiplying with its
    weight, or build it with bias=False."""

    class MultiHeadAttention(_Attention):
        def project(self, query, key, value):
            return query @ self.w_q.weight.T, key @ self.w_k.weight.T, value @ self.w_v.weight.T

        def forward(self, query, key, value, mask=None):
            return super().forward(query, key, value, mask) - self.w_o.bias


class residual_added:
    """You add the query to the output. The residual connection belongs to the layer around this class, not in
    here."""

    class MultiHeadAttention(_Attention):
        def forward(self, query, key, value, mask=None):
            return query + super().forward(query, key, value, mask)


class dropout_in_eval:
    """Your dropout also acts in eval(). Use nn.Dropout, or F.dropout with training=self.training."""

    class MultiHeadAttention(_Attention):
        def drop(self, weights):
            return F.dropout(weights, self.p)


class dropout_never:
    """Your dropout never acts: in train() the output is the same as in eval(). Apply it to the attention weights."""

    class MultiHeadAttention(_Attention):
        def drop(self, weights):
            return weights


class projections_in_a_plain_list:
    """Your projections stand in a plain Python list, so parameters() does not find them and no optimiser would train
    them. Use nn.ModuleList, or one attribute for each."""

    class MultiHeadAttention(nn.Module):
        def __init__(self, d_model, num_heads, dropout=0.0):
            super().__init__()
            self.projections = [nn.Linear(d_model, d_model) for _ in range(4)]
