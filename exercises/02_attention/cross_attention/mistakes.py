"""Known wrong ways to write cross-attention; each docstring is what the learner is told."""

import math

import torch
from torch import nn


class _Cross(nn.Module):
    """Correct; a mistake overrides the step that it gets wrong."""

    def __init__(self, d_model, d_memory, num_heads):
        super().__init__()
        self.d_model, self.d_memory, self.num_heads = d_model, d_memory, num_heads
        self.w_q = nn.Linear(d_model, d_model)
        self.w_k = nn.Linear(d_memory, d_model)
        self.w_v = nn.Linear(d_memory, d_model)
        self.w_o = nn.Linear(d_model, d_model)

    def forward(self, x, memory, memory_mask=None):
        q, k, v = (self.split(t) for t in self.project(x, memory))
        return self.w_o(self.merge(self.weigh(self.score(q, k), memory_mask) @ v))

    def project(self, x, memory):
        return self.w_q(x), self.w_k(memory), self.w_v(memory)

    def split(self, x):
        return x.unflatten(-1, (self.num_heads, -1)).transpose(1, 2)

    def score(self, q, k):
        return q @ k.mT / math.sqrt(q.size(-1))

    def weigh(self, scores, mask):
        return self.mask(scores, mask).softmax(dim=-1)

    def mask(self, scores, mask):
        return scores if mask is None else scores.masked_fill(~mask, -1e9)

    def merge(self, heads):
        return heads.transpose(1, 2).flatten(2)


class queries_from_memory:
    """Your queries come from the memory and your keys and values from x: the roles are swapped. x asks, so the
    queries come from x; the memory answers."""

    class CrossAttention(_Cross):
        def project(self, x, memory):
            return self.w_q(memory), self.w_k(x), self.w_v(x)


class memory_ignored:
    """You never look at the memory: keys and values come from x, which is self-attention. Give w_k and w_v the
    memory."""

    class CrossAttention(_Cross):
        def project(self, x, memory):
            return self.w_q(x), self.w_k(x), self.w_v(x)


class values_from_x:
    """Your keys come from the memory, but your values from x: the weights belong to the memory's positions. Values
    are taken where the keys are taken."""

    class CrossAttention(_Cross):
        def project(self, x, memory):
            return self.w_q(x), self.w_k(memory), self.w_v(x)


class one_projection_for_keys_and_values:
    """Your values are projected with w_k. They have their own matrix, w_v."""

    class CrossAttention(_Cross):
        def project(self, x, memory):
            return self.w_q(x), self.w_k(memory), self.w_k(memory)


class no_scaling:
    """Your scores are not divided by √d_head. Divide before the softmax."""

    class CrossAttention(_Cross):
        def score(self, q, k):
            return q @ k.mT


class scaled_by_root_d_model:
    """Your scores are divided by √d_model. Each head works in d_head = d_model / num_heads dimensions: divide by
    √d_head."""

    class CrossAttention(_Cross):
        def score(self, q, k):
            return q @ k.mT / math.sqrt(self.d_model)


class scaled_by_memory_width:
    """Your scores are divided by the root of d_memory / num_heads. Queries and keys both live in the space of d_model
    after their projection: divide by √(d_model / num_heads)."""

    class CrossAttention(_Cross):
        def score(self, q, k):
            return q @ k.mT / math.sqrt(self.d_memory / self.num_heads)


class softmax_over_queries:
    """Your softmax runs over the positions of x (dim=-2). It must run over the memory, the last dimension."""

    class CrossAttention(_Cross):
        def weigh(self, scores, mask):
            return self.mask(scores, mask).softmax(dim=-2)


class softmax_over_heads:
    """Your softmax runs over the heads (dim=1): the heads compete with each other. It must run over the memory,
    dim=-1."""

    class CrossAttention(_Cross):
        def weigh(self, scores, mask):
            return self.mask(scores, mask).softmax(dim=1)


class mask_inverted:
    """Your mask works the wrong way round: what may be seen is hidden. True means "may attend", so fill where the
    mask is False: masked_fill(~memory_mask, …)."""

    class CrossAttention(_Cross):
        def mask(self, scores, mask):
            return scores if mask is None else scores.masked_fill(mask, -1e9)


class mask_ignored:
    """Your module does not use memory_mask: x sees the padding of the memory. Fill the forbidden scores before the
    softmax."""

    class CrossAttention(_Cross):
        def mask(self, scores, mask):
            return scores


class mask_on_the_wrong_axis:
    """Your mask lies along x instead of along the memory: whole rows are hidden and padded memory stays visible. The
    last dimension of the scores is the memory; leave the mask as it comes."""

    class CrossAttention(_Cross):
        def weigh(self, scores, mask):
            if mask is None or mask.dim() == 2 or mask.size(2) > 1:
                return super().weigh(scores, mask)
            rows = mask.mT  # (B, 1, M, 1): broadcasts only where x is as long as the memory
            return scores.masked_fill(~rows, -1e9).softmax(dim=-1)


class masked_with_zero:
    """Your forbidden scores are set to 0, and exp(0) = 1 is still a weight. Fill them with -inf (or -1e9)."""

    class CrossAttention(_Cross):
        def mask(self, scores, mask):
            return scores if mask is None else scores.masked_fill(~mask, 0.0)


class masked_after_softmax:
    """You mask after the softmax, so the weights of the allowed positions no longer sum to 1. Mask the scores
    first."""

    class CrossAttention(_Cross):
        def weigh(self, scores, mask):
            weights = scores.softmax(dim=-1)
            return weights if mask is None else weights.masked_fill(~mask, 0.0)


class mask_of_the_first_sequence:
    """You use the memory mask of the first sequence for the whole batch. Each memory has its own padding: keep the
    mask's first dimension."""

    class CrossAttention(_Cross):
        def mask(self, scores, mask):
            return super().mask(scores, mask if mask is None or mask.dim() == 2 else mask[:1])


class causal:
    """Your cross-attention is causal: position i of x sees only the first i + 1 positions of the memory. The memory
    is complete before x begins, so all of it may be seen."""

    class CrossAttention(_Cross):
        def mask(self, scores, mask):
            causal = torch.ones(scores.shape[-2:], dtype=torch.bool).tril()
            return super().mask(scores, causal if mask is None else mask & causal)


class split_by_view:
    """You split the heads with one view to (batch, heads, length, d_head): that mixes positions and heads. View to
    (batch, length, heads, d_head) first, then transpose(1, 2)."""

    class CrossAttention(_Cross):
        def split(self, x):
            return x.reshape(x.size(0), self.num_heads, -1, self.d_model // self.num_heads)


class merged_by_view:
    """You merge the heads by a reshape alone: that mixes positions and heads. Transpose back first: transpose(1, 2),
    then reshape."""

    class CrossAttention(_Cross):
        def merge(self, heads):
            return heads.reshape(heads.size(0), -1, self.d_model)


class one_head:
    """Your module attends with one big head: num_heads has no effect. Split q, k and v into heads before the
    scores."""

    class CrossAttention(_Cross):
        def split(self, x):
            return x.unsqueeze(1)


class output_projection_forgotten:
    """Your output projection w_o is not applied: the heads never mix. End with w_o."""

    class CrossAttention(_Cross):
        def forward(self, x, memory, memory_mask=None):
            q, k, v = (self.split(t) for t in self.project(x, memory))
            return self.merge(self.weigh(self.score(q, k), memory_mask) @ v)


class residual_added:
    """You add x to the output. The residual connection belongs to the layer around this class, not in here."""

    class CrossAttention(_Cross):
        def forward(self, x, memory, memory_mask=None):
            return x + super().forward(x, memory, memory_mask)


class biases_not_added:
    """Your projections own biases, but they are not added. Call the nn.Linear itself, or build it with bias=False."""

    class CrossAttention(_Cross):
        def project(self, x, memory):
            return x @ self.w_q.weight.T, memory @ self.w_k.weight.T, memory @ self.w_v.weight.T

        def forward(self, x, memory, memory_mask=None):
            return super().forward(x, memory, memory_mask) - self.w_o.bias
