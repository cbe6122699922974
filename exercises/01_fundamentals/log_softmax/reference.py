"""Log-softmax, computed without ever forming a probability.

Deep Learning (Goodfellow et al., 2016), sections 4.1 and 6.2.2.3.
"""

import torch


def log_softmax(x: torch.Tensor, dim: int = -1) -> torch.Tensor:
    """Return the log-probabilities of the scores `x` along `dim`; same shape and dtype as `x`."""
    shifted = x - x.amax(dim=dim, keepdim=True)  # (..., n, ...), at most 0; the same log-probabilities as x
    log_total = shifted.exp().sum(dim=dim, keepdim=True).log()  # (..., 1, ...), between log 1 and log n
    return shifted - log_total  # (..., n, ...)
