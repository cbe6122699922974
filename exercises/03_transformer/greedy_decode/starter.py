"""Greedy decoding: the best next id, again and again."""

from collections.abc import Callable

import torch


def greedy_decode(
    next_logits: Callable[[list[int]], torch.Tensor],
    start_id: int,
    end_id: int,
    max_len: int,
) -> list[int]:
    """Return the ids from `start_id` on, each the one with the largest
    score after those before it.

    `next_logits(ids)` returns scores (vocab,). The result holds
    `end_id` if it came, and at most `max_len` ids.
    """
    raise NotImplementedError("Write greedy_decode, then save.")
