"""Xavier initialisation, in place."""

import torch


def xavier_uniform_(
    weight: torch.Tensor,
    gain: float = 1.0,
) -> torch.Tensor:
    """Fill `weight` (d_out, d_in) from U(−a, a), and return it.

    a = gain · √(6 / (d_in + d_out)).
    """
    raise NotImplementedError("Write xavier_uniform_, then save.")
