"""GELU, exact and with tanh.

Gaussian Error Linear Units (GELUs) (arXiv:1606.08415), section 2.
"""

import math

import torch


def gelu(x: torch.Tensor, approximate: str = "none") -> torch.Tensor:
    """Return x · Φ(x); `approximate` is "none" for the exact form, or "tanh". Same shape and dtype as `x`."""
    if approximate == "tanh":
        inner = math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)
        return 0.5 * x * (1 + torch.tanh(inner))
    cdf = 0.5 * (1 + torch.erf(x / math.sqrt(2)))  # Φ(x): how likely a standard normal number is below x
    return x * cdf
