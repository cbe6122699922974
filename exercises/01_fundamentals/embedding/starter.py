"""An embedding: a table of vectors that ids look up."""

import torch
from torch import nn


class Embedding(nn.Module):
    """A table `weight` (num_embeddings, d_model); an id takes one row
    of it.
    """

    def __init__(self, num_embeddings: int, d_model: int) -> None:
        super().__init__()
        raise NotImplementedError("Write Embedding, then save.")

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """Return the rows of `ids` (...), shape (..., d_model)."""
        raise NotImplementedError("Write forward, then save.")
