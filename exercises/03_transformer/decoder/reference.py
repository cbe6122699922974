"""The decoder: a stack of decoder layers, post-norm as in the paper or pre-norm.

Attention Is All You Need (arXiv:1706.03762), section 3.1; the final norm of pre-norm: arXiv:2002.04745, section 3.
"""

import math

import torch
from torch import Tensor, nn


class MultiHeadAttention(nn.Module):
    """Multi-head attention, section 3.2.2."""

    def __init__(self, d_model: int, num_heads: int, dropout: float) -> None:
        super().__init__()
        self.num_heads = num_heads
        self.w_q, self.w_k, self.w_v, self.w_o = (nn.Linear(d_model, d_model) for _ in range(4))
        self.dropout = nn.Dropout(dropout)

    def forward(self, query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None) -> Tensor:
        """Return (B, S_q, d_model)."""
        # (B, L, d_model) -> (B, L, H, d_head) -> (B, H, L, d_head)
        projected = (self.w_q(query), self.w_k(key), self.w_v(value))
        q, k, v = (x.unflatten(-1, (self.num_heads, -1)).transpose(1, 2) for x in projected)
        scores = q @ k.transpose(-2, -1) / math.sqrt(q.size(-1))  # (B, H, S_q, S_k)
        if mask is not None:
            scores = scores.masked_fill(~mask, -torch.inf)
        heads = self.dropout(scores.softmax(dim=-1)) @ v  # (B, H, S_q, d_head)
        return self.w_o(heads.transpose(1, 2).flatten(2))  # (B, S_q, d_model)


class FeedForward(nn.Module):
    """The position-wise feed-forward network, section 3.3."""

    def __init__(self, d_model: int, d_ff: int, dropout: float) -> None:
        super().__init__()
        self.linear_1, self.linear_2 = nn.Linear(d_model, d_ff), nn.Linear(d_ff, d_model)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor) -> Tensor:
        """Return the shape of `x`, (B, L, d_model)."""
        return self.linear_2(self.dropout(torch.relu(self.linear_1(x))))


class DecoderLayer(nn.Module):
    """Self-attention, cross-attention, then feed-forward."""

    def __init__(self, d_model: int, num_heads: int, d_ff: int, dropout: float, norm_first: bool) -> None:
        super().__init__()
        self.norm_first = norm_first
        self.self_attention = MultiHeadAttention(d_model, num_heads, dropout)
        self.cross_attention = MultiHeadAttention(d_model, num_heads, dropout)
        self.feed_forward = FeedForward(d_model, d_ff, dropout)
        self.norm_1, self.norm_2, self.norm_3 = (nn.LayerNorm(d_model) for _ in range(3))
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, memory: Tensor, target_mask: Tensor | None, memory_mask: Tensor | None) -> Tensor:
        """Return (B, L, d_model)."""
        if self.norm_first:
            normed = self.norm_1(x)
            x = x + self.dropout(self.self_attention(normed, normed, normed, target_mask))
            x = x + self.dropout(self.cross_attention(self.norm_2(x), memory, memory, memory_mask))
            return x + self.dropout(self.feed_forward(self.norm_3(x)))
        x = self.norm_1(x + self.dropout(self.self_attention(x, x, x, target_mask)))
        x = self.norm_2(x + self.dropout(self.cross_attention(x, memory, memory, memory_mask)))
        return self.norm_3(x + self.dropout(self.feed_forward(x)))


class Decoder(nn.Module):
    """`num_layers` decoder layers, and a final norm when `norm_first`."""

    def __init__(
        self, num_layers: int, d_model: int, num_heads: int, d_ff: int, dropout: float = 0.1, norm_first: bool = False
    ) -> None:
        super().__init__()
        layers = (DecoderLayer(d_model, num_heads, d_ff, dropout, norm_first) for _ in range(num_layers))
        self.layers = nn.ModuleList(layers)
        # post-norm layers end with a norm; pre-norm layers end with a sum that nobody has normalised yet
        self.norm = nn.LayerNorm(d_model) if norm_first else None

    def forward(
        self, x: Tensor, memory: Tensor, target_mask: Tensor | None = None, memory_mask: Tensor | None = None
    ) -> Tensor:
        """Return (batch, length, d_model) for vectors x (batch, length, d_model) and a memory of the encoder's."""
        for layer in self.layers:
            x = layer(x, memory, target_mask, memory_mask)  # (B, L, d_model), the same memory for every layer
        return x if self.norm is None else self.norm(x)
