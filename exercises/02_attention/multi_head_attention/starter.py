"""Multi-head attention: several attentions side by side."""

import torch
from torch import nn


class MultiHeadAttention(nn.Module):
    """Attention in `num_heads` heads of size d_model / num_heads, with
    the projections w_q, w_k, w_v and w_o.
    """

    def __init__(
        self,
        d_model: int,
        num_heads: int,
        dropout: float = 0.0,
    ) -> None:
        super().__init__()
        raise NotImplementedError("Write it, then save.")

    def forward(
        self,
        query: torch.Tensor,
        key: torch.Tensor,
        value: torch.Tensor,
        mask: torch.Tensor | None = None,
    ) -> torch.Tensor:
        """Return (batch, S_q, d_model) for query (batch, S_q, d_model),
        key and value (batch, S_k, d_model).
        """
        raise NotImplementedError("Write forward, then save.")
