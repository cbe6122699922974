"""Masked softmax, without nan in rows that have nothing allowed.

Attention Is All You Need (arXiv:1706.03762), section 3.2.3.
"""

import torch


def masked_softmax(scores: torch.Tensor, mask: torch.Tensor, dim: int = -1) -> torch.Tensor:
    """Return the softmax of `scores` along `dim` over the places where `mask` is True, and 0 elsewhere.

    `mask` broadcasts against `scores`; the result has the shape and dtype of `scores`.
    """
    # a finite floor instead of -inf: an empty row comes out uniform, not nan
    filled = scores.masked_fill(~mask, torch.finfo(scores.dtype).min)
    weights = filled.softmax(dim=dim)
    # changes only empty rows: elsewhere a forbidden weight is 0 already. A constant 0 also stops the gradient
    return weights.masked_fill(~mask, 0.0)
