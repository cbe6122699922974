"""Softmax: scores become probabilities."""

import torch


def softmax(x: torch.Tensor, dim: int = -1) -> torch.Tensor:
    """Return the probabilities of the scores `x` along `dim`; same
    shape and dtype as `x`.
    """
    raise NotImplementedError("Write softmax, then save.")
