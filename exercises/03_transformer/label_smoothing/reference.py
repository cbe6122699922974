"""Cross-entropy against smoothed labels.

Rethinking the Inception Architecture for Computer Vision (arXiv:1512.00567), section 7;
Attention Is All You Need (arXiv:1706.03762), section 5.4.
"""

import torch


def label_smoothing_loss(
    logits: torch.Tensor, targets: torch.Tensor, smoothing: float = 0.1, ignore_index: int = -100
) -> torch.Tensor:
    """Return the mean cross-entropy against (1 − smoothing)·one-hot + smoothing/K over the targets that count."""
    kept = targets != ignore_index  # (...), boolean
    logits, targets = logits[kept], targets[kept]  # (n, K) and (n,): all positions of the batch in one list
    log_probs = torch.log_softmax(logits, dim=-1)  # (n, K)

    # −Σ_k q[k] log p[k], where q is the one-hot row times (1 − s) plus s/K everywhere
    right = log_probs.gather(-1, targets.unsqueeze(-1)).squeeze(-1)  # (n,), the right class
    every = log_probs.mean(dim=-1)  # (n,), all classes: (1/K) Σ_k log p[k]
    return -((1 - smoothing) * right + smoothing * every).mean()
