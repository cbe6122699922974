"""Cross-entropy of the right classes, averaged over the positions that count.

Deep Learning (Goodfellow et al., 2016), section 3.13, equation 3.51.
"""

import torch


def cross_entropy(logits: torch.Tensor, targets: torch.Tensor, ignore_index: int = -100) -> torch.Tensor:
    """Return the mean of −log_softmax(logits)[target] over the targets that are not `ignore_index`."""
    kept = targets != ignore_index  # (...), boolean
    logits, targets = logits[kept], targets[kept]  # (n, C) and (n,): all positions of the batch in one list
    log_probs = torch.log_softmax(logits, dim=-1)  # (n, C)
    picked = log_probs.gather(-1, targets.unsqueeze(-1))  # (n, 1), the log-probability of the right class
    return -picked.mean()
