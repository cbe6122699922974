"""The position-wise feed-forward network.

Attention Is All You Need (arXiv:1706.03762), section 3.3, equation 2.
"""

import torch
from torch import nn


class PositionwiseFeedForward(nn.Module):
    """Two linear layers, linear_1 and linear_2, with a ReLU between them."""

    def __init__(self, d_model: int, d_ff: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.linear_1 = nn.Linear(d_model, d_ff)
        self.linear_2 = nn.Linear(d_ff, d_model)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return the network's output for `x` (..., d_model), in the same shape."""
        hidden = torch.relu(self.linear_1(x))  # (..., d_model) -> (..., d_ff)
        return self.linear_2(self.dropout(hidden))  # (..., d_ff) -> (..., d_model)
