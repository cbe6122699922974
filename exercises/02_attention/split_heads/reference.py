"""Heads: cut each vector into blocks, and bring the heads before the length.

Attention Is All You Need (arXiv:1706.03762), section 3.2.2.
"""

import torch


def split_heads(x: torch.Tensor, num_heads: int) -> torch.Tensor:
    """Return `x` (batch, length, d_model) as heads (batch, num_heads, length, d_head)."""
    blocks = x.unflatten(
        -1, (num_heads, -1)
    )  # (B, L, d_model) -> (B, L, H, d_head): a vector's blocks lie side by side
    return blocks.transpose(1, 2)  # (B, H, L, d_head)


def merge_heads(x: torch.Tensor) -> torch.Tensor:
    """Return heads `x` (batch, num_heads, length, d_head) as vectors (batch, length, num_heads · d_head)."""
    blocks = x.transpose(1, 2)  # (B, H, L, d_head) -> (B, L, H, d_head)
    return blocks.flatten(2)  # (B, L, H · d_head); flatten copies, because the blocks no longer lie side by side
