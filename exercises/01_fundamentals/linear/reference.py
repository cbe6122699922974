"""A linear layer.

Deep Learning (Goodfellow et al., 2016), section 6.1; the layout of the weight is that of torch.nn.Linear.
"""

import torch
from torch import nn


class Linear(nn.Module):
    """x Wᵀ + b, with `weight` (d_out, d_in) and `bias` (d_out,)."""

    def __init__(self, d_in: int, d_out: int, bias: bool = True) -> None:
        super().__init__()
        bound = d_in**-0.5  # the outputs then stay about as large as the inputs, whatever d_in is
        self.weight = nn.Parameter(torch.empty(d_out, d_in).uniform_(-bound, bound))
        self.bias = nn.Parameter(torch.zeros(d_out)) if bias else None

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return x Wᵀ + b, shape (..., d_out)."""
        y = x @ self.weight.T  # (..., d_in) @ (d_in, d_out) -> (..., d_out)
        return y if self.bias is None else y + self.bias
