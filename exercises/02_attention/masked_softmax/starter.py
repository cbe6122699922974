"""Masked softmax: a softmax that leaves out what is forbidden, and
survives a row with nothing allowed.
"""

import torch


def masked_softmax(
    scores: torch.Tensor,
    mask: torch.Tensor,
    dim: int = -1,
) -> torch.Tensor:
    """Return the softmax of `scores` along `dim` over the places where
    `mask` is True, and 0 elsewhere.

    `mask` broadcasts against `scores`; the result has the shape and
    dtype of `scores`.
    """
    raise NotImplementedError("Write masked_softmax, then save.")
