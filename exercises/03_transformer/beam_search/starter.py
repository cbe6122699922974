"""Beam search: several sentences at once, the best one at the end."""

from collections.abc import Callable

import torch


def beam_search(
    next_logits: Callable[[list[int]], torch.Tensor],
    start_id: int,
    end_id: int,
    beam_size: int,
    max_len: int,
    length_penalty: float = 0.0,
) -> list[int]:
    """Return the ids of the best sentence that a beam of `beam_size`
    hypotheses finds.

    `next_logits(ids)` returns scores (vocab,). The result holds
    `start_id`, and `end_id` if it came, and at most `max_len` ids. The
    best one has the largest sum of log-probabilities divided by
    generated_length ** length_penalty.
    """
    raise NotImplementedError("Write beam_search, then save.")
