"""Attention masks: who may look at whom. True = may attend."""

import torch


def padding_mask(token_ids: torch.Tensor, pad_id: int) -> torch.Tensor:
    """Return a boolean mask (batch, 1, 1, length) that is True where
    `token_ids` (batch, length) is not padding.
    """
    raise NotImplementedError("Write padding_mask, then save.")


def causal_mask(length: int) -> torch.Tensor:
    """Return a boolean mask (length, length) that is True where the key
    does not come after the query.
    """
    raise NotImplementedError("Write causal_mask, then save.")


def decoder_mask(token_ids: torch.Tensor, pad_id: int) -> torch.Tensor:
    """Return a boolean mask (batch, 1, length, length) that hides
    padding and the future.
    """
    raise NotImplementedError("Write decoder_mask, then save.")
