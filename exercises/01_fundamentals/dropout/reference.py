"""Inverted dropout.

Improving neural networks by preventing co-adaptation of feature detectors (arXiv:1207.0580), section 1; scaled in
training instead of in use.
"""

import torch
from torch import nn


class Dropout(nn.Module):
    """Sets each number to 0 with probability `p` in train(), scales the rest by 1 / (1 − p); eval() changes nothing."""

    def __init__(self, p: float = 0.5) -> None:
        super().__init__()
        self.p = p

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return `x` with numbers dropped, same shape and dtype."""
        if not self.training:
            return x
        if self.p == 1:
            return x * 0  # nothing is kept, and 1 / (1 - p) does not exist
        kept = torch.rand_like(x) >= self.p  # True with probability 1 - p, each number on its own
        return x * kept / (1 - self.p)  # the mean stays: (1 - p) * x / (1 - p) = x
