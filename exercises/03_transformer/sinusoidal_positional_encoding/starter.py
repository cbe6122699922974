"""Sinusoidal positional encoding: a vector that says where a word
stands.
"""

import torch


def sinusoidal_positional_encoding(
    max_len: int,
    d_model: int,
) -> torch.Tensor:
    """Return the table of positions (max_len, d_model), float32; even
    columns are sines, odd columns cosines.
    """
    raise NotImplementedError("Write it, then save.")
