"""One table for both ends of the model.

Attention Is All You Need (arXiv:1706.03762), section 3.4.
"""

import math

import torch
from torch import nn


class TiedEmbedding(nn.Module):
    """A table (vocab_size, d_model) that turns ids into vectors, and vectors into one score for each id."""

    def __init__(self, vocab_size: int, d_model: int) -> None:
        super().__init__()
        self.scale = math.sqrt(d_model)
        self.embedding = nn.Embedding(vocab_size, d_model)
        nn.init.normal_(self.embedding.weight, std=d_model**-0.5)  # rows of length about 1

    def embed(self, ids: torch.Tensor) -> torch.Tensor:
        """Return the rows of `ids` times √d_model: (...) -> (..., d_model)."""
        return self.embedding(ids) * self.scale

    def logits(self, hidden: torch.Tensor) -> torch.Tensor:
        """Return one score for each id: (..., d_model) -> (..., vocab_size)."""
        return hidden @ self.embedding.weight.T  # the dot product with every row
