"""Correct ways to write the backward step of layer normalisation that differ in kind."""

import torch


class step_by_step:
    """The chain rule one operation at a time, with gradients of the variance and of the mean, as in the batch norm
    paper."""

    @staticmethod
    def layer_norm_backward(grad_output, x, weight, eps=1e-5):
        d = x.shape[-1]
        rows, grads = x.reshape(-1, d), grad_output.reshape(-1, d)
        mean = rows.mean(1, keepdim=True)
        var = rows.var(1, correction=0, keepdim=True)
        inverse = torch.rsqrt(var + eps)
        centred = rows - mean
        grad_normalised = grads * weight
        grad_var = (grad_normalised * centred).sum(1, keepdim=True) * -0.5 * inverse**3
        grad_mean = -(grad_normalised * inverse).sum(1, keepdim=True)
        grad_rows = grad_normalised * inverse + grad_var * 2 * centred / d + grad_mean / d
        return grad_rows.reshape(x.shape), (grads * centred * inverse).sum(0), grads.sum(0)


class jacobian:
    """The whole matrix of derivatives of one vector, (I − 1/d − x̂ x̂ᵀ/d) / σ, times the gradient."""

    @staticmethod
    def layer_norm_backward(grad_output, x, weight, eps=1e-5):
        d = x.shape[-1]
        var, mean = torch.var_mean(x, dim=-1, correction=0, keepdim=True)
        sigma = (var + eps).sqrt()
        normalised = (x - mean) / sigma
        outer = normalised.unsqueeze(-1) * normalised.unsqueeze(-2)  # (..., d, d)
        derivatives = (torch.eye(d, dtype=x.dtype) - 1 / d - outer / d) / sigma.unsqueeze(-1)
        grad_x = torch.einsum("...ij,...j->...i", derivatives, grad_output * weight)
        grad_weight = torch.einsum("nd,nd->d", grad_output.reshape(-1, d), normalised.reshape(-1, d))
        return [grad_x, grad_weight, torch.ones(grad_output.numel() // d, dtype=x.dtype) @ grad_output.reshape(-1, d)]


class sums_instead_of_means:
    """The form of the fused kernels: 1 / (d · σ) · (d · g − Σ g − x̂ · Σ g x̂)."""

    @staticmethod
    def layer_norm_backward(grad_output, x, weight, eps=1e-5):
        d = x.size(-1)
        centred = x - x.sum(-1, keepdim=True) / d
        inverse = ((centred * centred).sum(-1, keepdim=True) / d + eps) ** -0.5
        normalised = centred * inverse
        g = weight * grad_output
        total, projected = g.sum(-1, keepdim=True), (g * normalised).sum(-1, keepdim=True)
        grad_x = (d * g - total - normalised * projected) * inverse / d
        lead = [1] * (x.ndim - 1)
        grad_weight = (grad_output * normalised).sum_to_size(*lead, d).reshape(d)
        return grad_x, grad_weight, grad_output.sum_to_size(*lead, d).reshape(d)


class projections:
    """Geometry: remove from g its parts along the ones and along the centred vector, with the eps that is left
    over."""

    @staticmethod
    def layer_norm_backward(grad_output, x, weight, eps=1e-5):
        grad_output, original = grad_output.reshape(-1, x.shape[-1]), x.shape
        x = x.reshape(-1, x.shape[-1])
        centre = torch.eye(x.shape[-1], dtype=x.dtype) - 1.0 / x.shape[-1]
        centred = x @ centre
        square = centred.square().mean(-1, keepdim=True) + eps  # σ²
        g = (grad_output * weight) @ centre
        grad_x = (g - centred * (g * centred).mean(-1, keepdim=True) / square) / square.sqrt()
        return grad_x.view(original), (grad_output * centred / square.sqrt()).sum(0), grad_output.sum(0)
