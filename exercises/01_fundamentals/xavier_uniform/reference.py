"""Xavier initialisation, in place.

Understanding the difficulty of training deep feedforward neural networks (Glorot and Bengio, 2010), section 4.2.1.
"""

import math

import torch


def xavier_uniform_(weight: torch.Tensor, gain: float = 1.0) -> torch.Tensor:
    """Fill `weight` (d_out, d_in) with numbers from U(−a, a), a = gain · √(6 / (d_in + d_out)), and return it."""
    d_out, d_in = weight.shape
    std = gain * math.sqrt(2 / (d_in + d_out))  # between 1 / d_in (forward) and 1 / d_out (backward)
    a = math.sqrt(3) * std  # the variance of U(-a, a) is a² / 3
    with torch.no_grad():  # filling is no step that a gradient flows through
        return weight.uniform_(-a, a)
