"""Layer normalisation.

Layer Normalization (arXiv:1607.06450), section 3, equations 3 and 4.
"""

import torch
from torch import nn


class LayerNorm(nn.Module):
    """Normalises every vector of size `d_model` on its own, then scales by `weight` and shifts by `bias`."""

    def __init__(self, d_model: int, eps: float = 1e-5) -> None:
        super().__init__()
        self.eps = eps
        self.weight = nn.Parameter(torch.ones(d_model))  # starts as the identity: times 1 ...
        self.bias = nn.Parameter(torch.zeros(d_model))  # ... plus 0

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return the normalised `x`, shape (..., d_model)."""
        mean = x.mean(dim=-1, keepdim=True)  # (..., 1)
        centred = x - mean  # (..., d_model)
        var = centred.square().mean(dim=-1, keepdim=True)  # (..., 1), biased: divided by d_model
        normalised = centred / torch.sqrt(var + self.eps)  # eps inside the root: a constant vector gives 0, not nan
        return self.weight * normalised + self.bias  # (..., d_model)
