"""Gradient clipping by the total norm."""

import torch


def clip_grad_norm(
    grads: list[torch.Tensor],
    max_norm: float,
) -> tuple[list[torch.Tensor], float]:
    """Return the gradients, shortened together to `max_norm` if they
    are longer, and their total norm before that.
    """
    raise NotImplementedError("Write clip_grad_norm, then save.")
