"""Position-wise feed-forward: each position thinks on its own."""

import torch
from torch import nn


class PositionwiseFeedForward(nn.Module):
    """Two linear layers, linear_1 and linear_2, with a ReLU between
    them.
    """

    def __init__(
        self,
        d_model: int,
        d_ff: int,
        dropout: float = 0.1,
    ) -> None:
        super().__init__()
        raise NotImplementedError("Write it, then save.")

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return the network's output for `x` (..., d_model), in the
        same shape.
        """
        raise NotImplementedError("Write forward, then save.")
