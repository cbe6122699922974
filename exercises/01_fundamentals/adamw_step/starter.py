"""One step of AdamW."""

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
    """Return the new (param, exp_avg, exp_avg_sq); the first step has
    step = 1.
    """
    raise NotImplementedError("Write adamw_step, then save.")
