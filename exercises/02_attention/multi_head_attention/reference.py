"""Multi-head attention.

Attention Is All You Need (arXiv:1706.03762), section 3.2.2 and figure 2 (right).
"""

import math

import torch
from torch import nn


class MultiHeadAttention(nn.Module):
    """Attention in `num_heads` heads of size d_model / num_heads, with the projections w_q, w_k, w_v and w_o."""

    def __init__(self, d_model: int, num_heads: int, dropout: float = 0.0) -> None:
        super().__init__()
        self.num_heads = num_heads
        # one matrix for all heads: head h owns rows h·d_head … (h + 1)·d_head - 1
        self.w_q = nn.Linear(d_model, d_model)
        self.w_k = nn.Linear(d_model, d_model)
        self.w_v = nn.Linear(d_model, d_model)
        self.w_o = nn.Linear(d_model, d_model)
        self.dropout = nn.Dropout(dropout)

    def forward(
        self, query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, mask: torch.Tensor | None = None
    ) -> torch.Tensor:
        """Return (batch, S_q, d_model) for query (batch, S_q, d_model), key and value (batch, S_k, d_model)."""
        q = self._split(self.w_q(query))  # (B, H, S_q, d_head)
        k = self._split(self.w_k(key))  # (B, H, S_k, d_head)
        v = self._split(self.w_v(value))  # (B, H, S_k, d_head)

        scores = q @ k.transpose(-2, -1) / math.sqrt(q.size(-1))  # (B, H, S_q, S_k)
        if mask is not None:
            scores = scores.masked_fill(~mask, -torch.inf)
        weights = self.dropout(scores.softmax(dim=-1))  # each row sums to 1

        heads = weights @ v  # (B, H, S_q, d_head)
        merged = heads.transpose(1, 2).flatten(2)  # (B, S_q, H, d_head) -> (B, S_q, d_model)
        return self.w_o(merged)

    def _split(self, x: torch.Tensor) -> torch.Tensor:
        # (B, L, d_model) -> (B, L, H, d_head) -> (B, H, L, d_head)
        return x.unflatten(-1, (self.num_heads, -1)).transpose(1, 2)
