"""Log-softmax: scores become log-probabilities."""

import torch


def log_softmax(x: torch.Tensor, dim: int = -1) -> torch.Tensor:
    """Return the log-probabilities of the scores `x` along `dim`; same
    shape and dtype as `x`.
    """
    raise NotImplementedError("Write log_softmax, then save.")
