"""An embedding: a table of vectors that ids look up.

Attention Is All You Need (arXiv:1706.03762), section 3.4.
"""

import torch
from torch import nn


class Embedding(nn.Module):
    """A table `weight` (num_embeddings, d_model); an id takes one row of it."""

    def __init__(self, num_embeddings: int, d_model: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(num_embeddings, d_model))

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """Return the rows of `ids` (...), shape (..., d_model)."""
        return self.weight[ids]  # backward adds the gradient of every place to the row that it took
