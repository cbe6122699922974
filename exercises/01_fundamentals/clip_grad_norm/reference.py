"""Gradient clipping by the total norm.

On the difficulty of training Recurrent Neural Networks (arXiv:1211.5063), section 3.2, algorithm 1.
"""

import torch


def clip_grad_norm(grads: list[torch.Tensor], max_norm: float) -> tuple[list[torch.Tensor], float]:
    """Return the gradients, shortened together to `max_norm` if they are longer, and their total norm before that."""
    squares = [grad.square().sum() for grad in grads]  # one number for each tensor
    total_norm = torch.stack(squares).sum().sqrt()  # as if all gradients were one long vector
    if total_norm > max_norm:
        grads = [grad * (max_norm / total_norm) for grad in grads]  # the same factor for all: the direction stays
    return grads, total_norm.item()
