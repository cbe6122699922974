"""Correct ways to write layer normalisation that differ in kind."""

import torch
from torch import nn


class var_mean:
    """Both statistics at once from `torch.var_mean`, names from the Annotated Transformer."""

    class LayerNorm(nn.Module):
        def __init__(self, d_model, eps=1e-5):
            super().__init__()
            self.a_2 = nn.Parameter(torch.ones(d_model))
            self.b_2 = nn.Parameter(torch.zeros(d_model))
            self.eps = eps

        def forward(self, x):
            var, mean = torch.var_mean(x, dim=-1, correction=0, keepdim=True)
            return self.a_2 * (x - mean) * torch.rsqrt(var + self.eps) + self.b_2


class mean_of_squares:
    """The variance as mean of the squares minus square of the mean; gamma and beta folded into one scale and shift."""

    class LayerNorm(nn.Module):
        def __init__(self, d_model, eps=1e-5):
            super().__init__()
            self.gamma = nn.Parameter(torch.ones(d_model))
            self.beta = nn.Parameter(torch.zeros(d_model))
            self.eps = eps

        def forward(self, x):
            mean = x.mean(-1, keepdim=True)
            var = (x * x).mean(-1, keepdim=True) - mean * mean
            scale = self.gamma / torch.sqrt(var + self.eps)
            return x * scale + (self.beta - mean * scale)


class unit_vectors:
    """Geometry: project out the direction of all ones, then divide by the length over √d_model."""

    class LayerNorm(nn.Module):
        def __init__(self, d_model, eps=1e-5):
            super().__init__()
            self.weight = nn.Parameter(torch.ones(d_model))
            self.bias = nn.Parameter(torch.zeros(d_model))
            self.register_buffer("centre", torch.eye(d_model) - torch.full((d_model, d_model), 1 / d_model))
            self.eps = eps

        def forward(self, x):
            centred = x @ self.centre
            length = torch.sqrt((centred * centred).sum(-1, keepdim=True) + self.eps * x.shape[-1])
            return x.shape[-1] ** 0.5 * centred / length * self.weight + self.bias


class one_affine_matrix:
    """Weight and bias are two rows of one parameter, with a `load_canonical` that says so."""

    class LayerNorm(nn.Module):
        def __init__(self, d_model, eps=1e-5):
            super().__init__()
            self.affine = nn.Parameter(torch.stack([torch.ones(d_model), torch.zeros(d_model)]))
            self.eps = eps

        def load_canonical(self, weights):
            with torch.no_grad():
                self.affine.copy_(torch.stack([weights["weight"], weights["bias"]]))

        def forward(self, x):
            std = torch.sqrt(x.var(-1, unbiased=False, keepdim=True) + self.eps)
            return torch.addcmul(self.affine[1], (x - x.mean(-1, keepdim=True)) / std, self.affine[0])


class rows_of_a_matrix:
    """Flattens everything to a matrix of vectors and back; computes in float64 inside; returns (output,
    statistics)."""

    class LayerNorm(nn.Module):
        def __init__(self, d_model, eps=1e-5):
            super().__init__()
            self.weight = nn.Parameter(torch.ones(d_model))
            self.bias = nn.Parameter(torch.zeros(d_model))
            self.d_model, self.eps = d_model, eps

        def forward(self, x):
            rows = x.reshape(-1, self.d_model).double()
            mean = rows.sum(1) / self.d_model
            centred = rows - mean[:, None]
            var = torch.einsum("nd,nd->n", centred, centred) / self.d_model
            normalised = centred * (var + self.eps).pow(-0.5)[:, None]
            return (normalised * self.weight + self.bias).to(x.dtype).reshape(x.shape), (mean, var)
