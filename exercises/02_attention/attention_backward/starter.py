"""The backward pass of scaled dot-product attention, by hand."""

import torch


def attention_backward(
    grad_output: torch.Tensor,
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return (grad_query, grad_key, grad_value) of
    softmax(query keyᵀ / √d_k) value, without autograd.

    Shapes: grad_output (..., S_q, d_v), query (..., S_q, d_k), key
    (..., S_k, d_k), value (..., S_k, d_v).
    """
    raise NotImplementedError("Write attention_backward, then save.")
