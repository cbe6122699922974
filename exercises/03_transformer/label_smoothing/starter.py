"""Cross-entropy against smoothed labels."""

import torch


def label_smoothing_loss(
    logits: torch.Tensor,
    targets: torch.Tensor,
    smoothing: float = 0.1,
    ignore_index: int = -100,
) -> torch.Tensor:
    """Return the mean cross-entropy against (1 − smoothing)·one-hot +
    smoothing/K over the targets that count.

    logits (..., K), targets (...) with int64 classes or `ignore_index`;
    the result is a tensor with one number.
    """
    raise NotImplementedError("Write label_smoothing_loss, then save.")
