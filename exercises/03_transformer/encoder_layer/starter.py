"""The encoder layer: self-attention and feed-forward, each with a
residual connection and a norm.
"""

import torch
from torch import nn


class EncoderLayer(nn.Module):
    """Self-attention, then feed-forward; post-norm, or pre-norm with
    `norm_first`.

    Parameters: self_attention.{w_q, w_k, w_v, w_o},
    feed_forward.{linear_1, linear_2}, norm_1, norm_2.
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
        raise NotImplementedError("Write EncoderLayer, then save.")

    def forward(
        self,
        x: torch.Tensor,
        mask: torch.Tensor | None = None,
    ) -> torch.Tensor:
        """Return (batch, length, d_model) for x
        (batch, length, d_model).
        """
        raise NotImplementedError("Write forward, then save.")
