"""Beam search.

Sequence to Sequence Learning with Neural Networks (arXiv:1409.3215), section 3.2;
Attention Is All You Need (arXiv:1706.03762), section 6.1, for the length penalty.
"""

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
    """Return the ids of the best sentence that a beam of `beam_size` hypotheses finds."""
    beam = [(0.0, [start_id])]  # hypotheses: (sum of log-probabilities, ids)
    for _ in range(max_len - 1):
        candidates = []
        for score, ids in beam:
            if ids[-1] == end_id:
                candidates.append((score, ids))  # finished: it stays as it is
                continue
            log_probs = torch.log_softmax(next_logits(ids), dim=-1).tolist()  # (vocab,)
            candidates += [(score + log_prob, [*ids, i]) for i, log_prob in enumerate(log_probs)]
        beam = sorted(candidates, reverse=True)[:beam_size]  # prune by the plain sums
        if all(ids[-1] == end_id for _, ids in beam):
            break

    def normalised(hypothesis: tuple[float, list[int]]) -> float:
        score, ids = hypothesis
        generated = max(len(ids) - 1, 1)  # without start_id; 1 when nothing was generated
        return score / generated**length_penalty

    return max(beam, key=normalised)[1]
