"""The backward step of layer normalisation, by hand.

Layer Normalization (arXiv:1607.06450), section 3, equations 3 and 4, differentiated.
"""

import torch


def layer_norm_backward(
    grad_output: torch.Tensor, x: torch.Tensor, weight: torch.Tensor, eps: float = 1e-5
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return (grad_x, grad_weight, grad_bias) of y = weight · (x − mean) / √(var + eps) + bias."""
    # forward again: the statistics of each vector
    centred = x - x.mean(dim=-1, keepdim=True)  # (..., d)
    sigma = torch.sqrt(centred.square().mean(dim=-1, keepdim=True) + eps)  # (..., 1)
    normalised = centred / sigma  # (..., d)

    # y = weight * normalised + bias
    vectors = tuple(range(x.ndim - 1))  # all dimensions but the last
    grad_bias = grad_output.sum(dim=vectors) if vectors else grad_output.clone()  # (d,)
    grad_weight = grad_output * normalised  # (..., d)
    grad_weight = grad_weight.sum(dim=vectors) if vectors else grad_weight  # (d,)
    g = grad_output * weight  # (..., d), the gradient of `normalised`

    # normalised = (x - mean) / sigma: the direct way, the way through the mean, the way through sigma
    through_mean = g.mean(dim=-1, keepdim=True)  # (..., 1)
    through_sigma = normalised * (g * normalised).mean(dim=-1, keepdim=True)  # (..., d)
    grad_x = (g - through_mean - through_sigma) / sigma  # (..., d)
    return grad_x, grad_weight, grad_bias
