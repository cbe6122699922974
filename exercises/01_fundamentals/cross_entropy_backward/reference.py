"""The gradient of the mean cross-entropy with respect to the logits, by hand.

Deep Learning (Goodfellow et al., 2016), section 6.2.2.3.
"""

import torch


def cross_entropy_grad(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Return the gradient of the mean cross-entropy with respect to `logits`, same shape and dtype."""
    # for one position: loss = log Σ exp(x) - x[target], so d loss / dx = softmax(x) - one_hot(target)
    probs = torch.softmax(logits, dim=-1)  # (..., C)
    right = torch.zeros_like(logits).scatter(-1, targets.unsqueeze(-1), 1.0)  # (..., C), one 1 in each row
    return (probs - right) / targets.numel()  # the loss is the mean over all positions
