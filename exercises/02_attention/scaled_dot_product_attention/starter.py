"""Scaled dot-product attention."""

import torch


def scaled_dot_product_attention(
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    mask: torch.Tensor | None = None,
) -> torch.Tensor:
    """Return softmax(Q Kᵀ / √d_k) V.

    query (..., S_q, d_k), key (..., S_k, d_k), value (..., S_k, d_v)
    give (..., S_q, d_v).
    mask is boolean, True = may attend, and broadcasts against the
    scores (..., S_q, S_k).
    """
    raise NotImplementedError("Write it, then save.")
