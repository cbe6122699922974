"""Cross-entropy between scores and the right classes."""

import torch


def cross_entropy(
    logits: torch.Tensor,
    targets: torch.Tensor,
    ignore_index: int = -100,
) -> torch.Tensor:
    """Return the mean of −log_softmax(logits)[target] over the targets
    that are not `ignore_index`.

    logits (..., C), targets (...) with int64 classes; the result is a
    tensor with one number.
    """
    raise NotImplementedError("Write cross_entropy, then save.")
