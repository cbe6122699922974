"""The decoder layer: masked self-attention, cross-attention and
feed-forward.
"""

import torch
from torch import nn


class DecoderLayer(nn.Module):
    """Self-attention, cross-attention, feed-forward; post-norm, or
    pre-norm with `norm_first`.

    Parameters: self_attention and cross_attention with
    {w_q, w_k, w_v, w_o}, feed_forward.{linear_1, linear_2}, norm_1,
    norm_2, norm_3.
    """

    def __init__(
        self,
        d_model: int,
        num_heads: int,
        d_ff: int,
        dropout: float = 0.1,
        norm_first: bool = False,
    ) -> None:
        super().__init__()
        raise NotImplementedError("Write DecoderLayer, then save.")

    def forward(
        self,
        x: torch.Tensor,
        memory: torch.Tensor,
        target_mask: torch.Tensor | None = None,
        memory_mask: torch.Tensor | None = None,
    ) -> torch.Tensor:
        """Return (batch, length, d_model) for x
        (batch, length, d_model), memory
        (batch, memory_length, d_model).
        """
        raise NotImplementedError("Write forward, then save.")
