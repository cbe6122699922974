"""GELU, exact and with tanh."""

import torch


def gelu(x: torch.Tensor, approximate: str = "none") -> torch.Tensor:
    """Return x · Φ(x); `approximate` is "none" for the exact form, or
    "tanh". Same shape and dtype as `x`.
    """
    raise NotImplementedError("Write gelu, then save.")
