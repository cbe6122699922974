"""Greedy decoding.

Sequence to Sequence Learning with Neural Networks (arXiv:1409.3215), section 3.2, with a beam of 1.
"""

from collections.abc import Callable

import torch


def greedy_decode(
    next_logits: Callable[[list[int]], torch.Tensor], start_id: int, end_id: int, max_len: int
) -> list[int]:
    """Return the ids from `start_id` on, each the one with the largest score after those before it."""
    ids = [start_id]
    while len(ids) < max_len:
        logits = next_logits(ids)  # (vocab,)
        best = int(logits.argmax())  # softmax would keep the order
        ids.append(best)
        if best == end_id:
            break
    return ids
