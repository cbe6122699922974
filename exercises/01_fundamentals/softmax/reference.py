"""Softmax, computed so that it cannot overflow.

Attention Is All You Need (arXiv:1706.03762), section 3.2.1; Deep Learning (Goodfellow et al., 2016), section 4.1.
"""

import torch


def softmax(x: torch.Tensor, dim: int = -1) -> torch.Tensor:
    """Return the probabilities of the scores `x` along `dim`; same shape and dtype as `x`."""
    # softmax(x + c) = softmax(x): with c = -max the largest exponent is 0, so exp is at most 1 and the sum at least 1
    shifted = x - x.amax(dim=dim, keepdim=True)  # (..., n, ...) - (..., 1, ...)
    exps = shifted.exp()  # (..., n, ...)
    return exps / exps.sum(dim=dim, keepdim=True)  # (..., n, ...) / (..., 1, ...)
