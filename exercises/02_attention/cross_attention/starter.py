"""Cross-attention: one sequence looks at another one."""

import torch
from torch import nn


class CrossAttention(nn.Module):
    """Multi-head attention with queries from `x` (d_model) and keys and
    values from a memory (d_memory).
    """

    def __init__(
        self,
        d_model: int,
        d_memory: int,
        num_heads: int,
    ) -> None:
        super().__init__()
        raise NotImplementedError("Write CrossAttention, then save.")

    def forward(
        self,
        x: torch.Tensor,
        memory: torch.Tensor,
        memory_mask: torch.Tensor | None = None,
    ) -> torch.Tensor:
        """Return (batch, length, d_model) for x
        (batch, length, d_model), memory
        (batch, memory_length, d_memory).
        """
        raise NotImplementedError("Write forward, then save.")
