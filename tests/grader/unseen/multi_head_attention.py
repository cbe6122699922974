"""Wrong multi-head attentions that stand in no mistakes file; each docstring is what the report must say."""

import math

import torch
from torch import nn


class _Base(nn.Module):
    def __init__(self, d_model, num_heads, dropout=0.0):
        super().__init__()
        self.num_heads = num_heads
        self.w_q, self.w_k, self.w_v, self.w_o = (nn.Linear(d_model, d_model) for _ in range(4))
        self.dropout = nn.Dropout(dropout)

    def split(self, x):
        return x.unflatten(-1, (self.num_heads, -1)).transpose(-3, -2)

    def weights(self, q, k, mask):
        scores = q @ k.mT / math.sqrt(q.shape[-1])
        return self.dropout(torch.softmax(scores if mask is None else scores.masked_fill(~mask, -1e9), -1))

    def out(self, x):
        return self.w_o(x.transpose(-3, -2).flatten(-2))

    def forward(self, query, key, value, mask=None):
        q, k, v = self.split(self.w_q(query)), self.split(self.w_k(key)), self.split(self.w_v(value))
        return self.out(self.weights(q, k, mask) @ v)


class heads_in_reverse:
    """head"""

    class MultiHeadAttention(_Base):
        def out(self, x):
            return self.w_o(x.flip(-3).transpose(-3, -2).flatten(-2))


class scaled_twice:
    """expected|scale"""

    class MultiHeadAttention(_Base):
        def split(self, x):
            return super().split(x) / math.sqrt(x.shape[-1] // self.num_heads)


class only_the_first_head:
    """head"""

    class MultiHeadAttention(_Base):
        def out(self, x):
            return self.w_o(x[:, :1].expand_as(x).transpose(-3, -2).flatten(-2))


class relu_after_the_projection:
    """projection|expected"""

    class MultiHeadAttention(_Base):
        def out(self, x):
            return super().out(x).relu()


class forgets_to_return:
    """None came"""

    class MultiHeadAttention(_Base):
        def forward(self, query, key, value, mask=None):
            super().forward(query, key, value, mask)


class fused_and_cut_out_of_the_graph:
    """`w_q.weight` gets no gradient: forward does not use it, or cuts it out of the graph"""

    class MultiHeadAttention(_Base):
        def __init__(self, d_model, num_heads, dropout=0.0):
            super().__init__(d_model, num_heads, dropout)
            self.qkv = nn.Parameter(torch.zeros(3, d_model, d_model))
            self.w_q = self.w_k = self.w_v = None

        def load_canonical(self, weights):
            with torch.no_grad():
                self.qkv.copy_(torch.stack([weights[f"w_{name}.weight"] for name in "qkv"]))
                for name, own in self.w_o.named_parameters():
                    own.copy_(weights.get(f"w_o.{name}", torch.zeros_like(own)))

        def forward(self, query, key, value, mask=None):
            q, k, v = (self.split(x @ w.mT) for x, w in zip((query, key, value), self.qkv.data, strict=True))
            return self.out(self.weights(q, k, mask) @ v)
