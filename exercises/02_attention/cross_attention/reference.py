"""Cross-attention: queries from one sequence, keys and values from another.

Attention Is All You Need (arXiv:1706.03762), section 3.2.3.
"""

import math

import torch
from torch import nn


class CrossAttention(nn.Module):
    """Multi-head attention with queries from `x` (d_model) and keys and values from a memory (d_memory)."""

    def __init__(self, d_model: int, d_memory: int, num_heads: int) -> None:
        super().__init__()
        self.num_heads = num_heads
        self.w_q = nn.Linear(d_model, d_model)
        self.w_k = nn.Linear(d_memory, d_model)
        self.w_v = nn.Linear(d_memory, d_model)
        self.w_o = nn.Linear(d_model, d_model)

    def forward(self, x: torch.Tensor, memory: torch.Tensor, memory_mask: torch.Tensor | None = None) -> torch.Tensor:
        """Return (batch, length, d_model) for x (batch, length, d_model), memory (batch, memory_length, d_memory)."""
        q = self._split(self.w_q(x))  # (B, H, L, d_head)
        k = self._split(self.w_k(memory))  # (B, H, M, d_head)
        v = self._split(self.w_v(memory))  # (B, H, M, d_head)

        scores = q @ k.transpose(-2, -1) / math.sqrt(q.size(-1))  # (B, H, L, M)
        if memory_mask is not None:
            scores = scores.masked_fill(~memory_mask, -torch.inf)
        heads = scores.softmax(dim=-1) @ v  # (B, H, L, d_head)

        merged = heads.transpose(1, 2).flatten(2)  # (B, L, d_model)
        return self.w_o(merged)

    def _split(self, x: torch.Tensor) -> torch.Tensor:
        # (B, L, d_model) -> (B, L, H, d_head) -> (B, H, L, d_head)
        return x.unflatten(-1, (self.num_heads, -1)).transpose(1, 2)
