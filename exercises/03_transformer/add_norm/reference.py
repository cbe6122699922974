"""Add & Norm, post-norm as in the paper.

Attention Is All You Need (arXiv:1706.03762), sections 3.1 and 5.4.
"""

import torch
from torch import nn


class AddNorm(nn.Module):
    """LayerNorm(x + Dropout(sublayer_output)), with the parameters norm.weight and norm.bias."""

    def __init__(self, d_model: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(d_model, eps=1e-5)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: torch.Tensor, sublayer_output: torch.Tensor) -> torch.Tensor:
        """Return the normalised sum, shaped like `x` and `sublayer_output` (..., d_model)."""
        return self.norm(x + self.dropout(sublayer_output))
