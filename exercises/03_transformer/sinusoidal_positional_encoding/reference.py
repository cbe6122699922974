"""The positions of the Transformer: sines and cosines of growing wavelength.

Attention Is All You Need (arXiv:1706.03762), section 3.5.
"""

import torch


def sinusoidal_positional_encoding(max_len: int, d_model: int) -> torch.Tensor:
    """Return the table of positions (max_len, d_model), float32; even columns are sines, odd columns cosines."""
    positions = torch.arange(max_len, dtype=torch.float64)[:, None]  # (max_len, 1)
    evens = torch.arange(0, d_model, 2, dtype=torch.float64)  # 2i for every pair, (pairs,); pairs = ceil(d_model / 2)
    angles = positions / 10000 ** (evens / d_model)  # (max_len, pairs)
    table = torch.zeros(max_len, d_model)
    table[:, 0::2] = angles.sin()
    table[:, 1::2] = angles[:, : d_model // 2].cos()  # an odd d_model has one sine more than cosines
    return table
