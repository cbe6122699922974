"""The encoder: a stack of encoder layers."""

import torch
from torch import nn


class Encoder(nn.Module):
    """`num_layers` encoder layers, and a final norm when `norm_first`.

    Parameters: layers.N.… as in the encoder layer, and norm with
    `norm_first`.
    """

    def __init__(
        self,
        num_layers: int,
        d_model: int,
        num_heads: int,
        d_ff: int,
        dropout: float = 0.1,
        norm_first: bool = False,
    ) -> None:
        super().__init__()
        raise NotImplementedError("Write Encoder, then save.")

    def forward(
        self,
        x: torch.Tensor,
        mask: torch.Tensor | None = None,
    ) -> torch.Tensor:
        """Return (batch, length, d_model) for vectors x
        (batch, length, d_model).
        """
        raise NotImplementedError("Write forward, then save.")
