"""The masks of the Transformer. True = may attend.

Attention Is All You Need (arXiv:1706.03762), sections 3.1 and 3.2.3.
"""

import torch


def padding_mask(token_ids: torch.Tensor, pad_id: int) -> torch.Tensor:
    """Return a boolean mask (batch, 1, 1, length) that is True where `token_ids` (batch, length) is not padding."""
    return (token_ids != pad_id)[:, None, None, :]  # (B, L) -> (B, 1, 1, L): the same keys for every head and query


def causal_mask(length: int) -> torch.Tensor:
    """Return a boolean mask (length, length) that is True where the key does not come after the query."""
    return torch.ones(length, length, dtype=torch.bool).tril()  # row q is True up to and including column q


def decoder_mask(token_ids: torch.Tensor, pad_id: int) -> torch.Tensor:
    """Return a boolean mask (batch, 1, length, length) that hides padding and the future."""
    return padding_mask(token_ids, pad_id) & causal_mask(token_ids.size(1))  # (B, 1, 1, L) & (L, L) -> (B, 1, L, L)
