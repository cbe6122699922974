"""A linear layer."""

import torch
from torch import nn


class Linear(nn.Module):
    """x Wᵀ + b, with `weight` (d_out, d_in) and `bias` (d_out,)."""

    def __init__(
        self,
        d_in: int,
        d_out: int,
        bias: bool = True,
    ) -> None:
        super().__init__()
        raise NotImplementedError("Write Linear, then save.")

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return x Wᵀ + b, shape (..., d_out)."""
        raise NotImplementedError("Write forward, then save.")
