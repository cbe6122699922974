"""Xavier initialisation, in place."""

import torch


def xavier_uniform_(weight: torch.Tensor, gain: float = 1.0) -> torch.Tensor:
    """Fill `weight` (d_out, d_in) with numbers from U(−a, a), a = gain · √(6 / (d_in + d_out)), and return it."""
    raise NotImplementedError("Write xavier_uniform_, then save.")
