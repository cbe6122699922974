"""Scaled dot-product attention.

Attention Is All You Need (arXiv:1706.03762), section 3.2.1, equation 1.
"""

import math

import torch


def scaled_dot_product_attention(
    query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, mask: torch.Tensor | None = None
) -> torch.Tensor:
    """Return softmax(Q Kᵀ / √d_k) V; mask is boolean, True = may attend."""
    d_k = query.size(-1)
    # the dot product of two d_k-vectors with unit variance has variance d_k; dividing by √d_k brings it back to 1
    scores = query @ key.transpose(-2, -1) / math.sqrt(d_k)  # (..., S_q, d_k) @ (..., d_k, S_k) -> (..., S_q, S_k)
    if mask is not None:
        scores = scores.masked_fill(~mask, float("-inf"))  # exp(-inf) = 0: no weight and no gradient
    weights = torch.softmax(scores, dim=-1)  # (..., S_q, S_k), sums to 1 over the keys
    return weights @ value  # (..., S_q, S_k) @ (..., S_k, d_v) -> (..., S_q, d_v)
