"""One table for both ends of the model."""

import torch
from torch import nn


class TiedEmbedding(nn.Module):
    """A table (vocab_size, d_model) that turns ids into vectors, and
    vectors into one score for each id.
    """

    def __init__(self, vocab_size: int, d_model: int) -> None:
        super().__init__()
        raise NotImplementedError("Write TiedEmbedding, then save.")

    def embed(self, ids: torch.Tensor) -> torch.Tensor:
        """Return the rows of `ids` times √d_model (..., d_model)."""
        raise NotImplementedError("Write embed, then save.")

    def logits(self, hidden: torch.Tensor) -> torch.Tensor:
        """Return one score for each id: (..., vocab_size)."""
        raise NotImplementedError("Write logits, then save.")
