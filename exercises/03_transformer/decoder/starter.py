"""The decoder: a stack of decoder layers."""

import torch
from torch import nn


class Decoder(nn.Module):
    """`num_layers` decoder layers, and a final norm when `norm_first`.

    Parameters: layers.N.… as in the decoder layer, and norm with
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
        raise NotImplementedError("Write Decoder, then save.")

    def forward(
        self,
        x: torch.Tensor,
        memory: torch.Tensor,
        target_mask: torch.Tensor | None = None,
        memory_mask: torch.Tensor | None = None,
    ) -> torch.Tensor:
        """Return (batch, length, d_model) for vectors x
        (batch, length, d_model) and a memory of the encoder's.
        """
        raise NotImplementedError("Write forward, then save.")
