"""One step of AdamW.

Decoupled Weight Decay Regularization (arXiv:1711.05101), algorithm 2; Adam (arXiv:1412.6980), algorithm 1.
"""

import torch


def adamw_step(
    param: torch.Tensor,
    grad: torch.Tensor,
    exp_avg: torch.Tensor,
    exp_avg_sq: torch.Tensor,
    step: int,
    lr: float,
    betas: tuple[float, float],
    eps: float,
    weight_decay: float,
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return the new (param, exp_avg, exp_avg_sq); the first step has step = 1."""
    beta1, beta2 = betas
    exp_avg = beta1 * exp_avg + (1 - beta1) * grad  # where do gradients point, on average
    exp_avg_sq = beta2 * exp_avg_sq + (1 - beta2) * grad**2  # how large are they, on average

    # both averages began at 0 and are still too small; after t steps they hold a share 1 - beta^t of the truth
    corrected_avg = exp_avg / (1 - beta1**step)
    corrected_sq = exp_avg_sq / (1 - beta2**step)

    update = corrected_avg / (corrected_sq.sqrt() + eps)  # about ±1 when gradients agree, near 0 when they do not
    return param - lr * (update + weight_decay * param), exp_avg, exp_avg_sq
