"""The backward pass of scaled dot-product attention, by hand.

Attention Is All You Need (arXiv:1706.03762), equation 1; FlashAttention (arXiv:2205.14135), appendix B.2.
"""

import math

import torch


def attention_backward(
    grad_output: torch.Tensor, query: torch.Tensor, key: torch.Tensor, value: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return (grad_query, grad_key, grad_value) of softmax(query keyᵀ / √d_k) value, without autograd.

    Shapes: grad_output (..., S_q, d_v), query (..., S_q, d_k), key (..., S_k, d_k), value (..., S_k, d_v).
    """
    # forward once more: the weights are all that the backward pass needs
    scale = 1 / math.sqrt(query.size(-1))
    weights = (query @ key.transpose(-2, -1) * scale).softmax(dim=-1)  # (..., S_q, S_k)

    # O = P V
    grad_value = weights.transpose(-2, -1) @ grad_output  # (..., S_k, S_q) @ (..., S_q, d_v) -> (..., S_k, d_v)
    grad_weights = grad_output @ value.transpose(-2, -1)  # (..., S_q, d_v) @ (..., d_v, S_k) -> (..., S_q, S_k)

    # P = softmax(S): each score moves its own weight, and all others of its row through the sum
    row_sum = (weights * grad_weights).sum(dim=-1, keepdim=True)  # (..., S_q, 1)
    grad_scores = weights * (grad_weights - row_sum)  # (..., S_q, S_k); each row sums to 0

    # S = Q Kᵀ / √d_k
    grad_query = grad_scores @ key * scale  # (..., S_q, S_k) @ (..., S_k, d_k) -> (..., S_q, d_k)
    grad_key = grad_scores.transpose(-2, -1) @ query * scale  # (..., S_k, S_q) @ (..., S_q, d_k) -> (..., S_k, d_k)
    return grad_query, grad_key, grad_value
