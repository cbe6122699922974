"""Correct ways to write Add & Norm that differ in kind."""

import torch
import torch.nn.functional as F
from torch import nn


class formula_written_out:
    """No nn.LayerNorm: mean and biased variance by hand, gamma and beta as parameters of an inner module."""

    class _LayerNorm(nn.Module):
        def __init__(self, d_model):
            super().__init__()
            self.gamma = nn.Parameter(torch.ones(d_model))
            self.beta = nn.Parameter(torch.zeros(d_model))

        def forward(self, x):
            centred = x - x.mean(dim=-1, keepdim=True)
            variance = (centred**2).mean(dim=-1, keepdim=True)
            return self.gamma * centred / torch.sqrt(variance + 1e-5) + self.beta

    class AddNorm(nn.Module):
        def __init__(self, d_model, dropout=0.1):
            super().__init__()
            self.layer_norm = formula_written_out._LayerNorm(d_model)
            self.drop = nn.Dropout(dropout)

        def forward(self, x, sublayer_output):
            return self.layer_norm(self.drop(sublayer_output) + x)


class functional:
    """F.layer_norm and F.dropout with two bare parameters; says itself where they go."""

    class AddNorm(nn.Module):
        def __init__(self, d_model, dropout=0.1):
            super().__init__()
            self.scale = nn.Parameter(torch.ones(d_model))
            self.shift = nn.Parameter(torch.zeros(d_model))
            self.p = dropout

        def forward(self, x, sublayer_output):
            added = x + F.dropout(sublayer_output, self.p, training=self.training)
            return F.layer_norm(added, added.shape[-1:], self.scale, self.shift)

        def load_canonical(self, weights):
            with torch.no_grad():
                self.scale.copy_(weights["norm.weight"])
                self.shift.copy_(weights["norm.bias"])


class own_dropout:
    """Dropout by comparing random numbers, and the variance as mean of squares minus square of the mean."""

    class AddNorm(nn.Module):
        def __init__(self, d_model, dropout=0.1):
            super().__init__()
            self.norm = nn.ParameterDict({"weight": torch.ones(d_model), "bias": torch.zeros(d_model)})
            self.dropout = dropout

        def forward(self, x, sublayer_output):
            if self.training and self.dropout > 0:
                keep = (torch.rand_like(sublayer_output) >= self.dropout).to(x.dtype)
                sublayer_output = sublayer_output * keep / max(1 - self.dropout, 1e-12)
            z = x + sublayer_output
            mean, mean_of_squares = z.mean(-1, keepdim=True), z.square().mean(-1, keepdim=True)
            normed = (z - mean) * torch.rsqrt(mean_of_squares - mean.square() + 1e-5)
            return normed * self.norm["weight"] + self.norm["bias"]


class group_norm:
    """A group norm with one group on a matrix of rows is a layer norm; returns (output, added)."""

    class AddNorm(nn.Module):
        def __init__(self, d_model, dropout=0.1):
            super().__init__()
            self.norm = nn.GroupNorm(1, d_model, eps=1e-5)
            self.dropout = nn.Dropout(dropout)

        def forward(self, x, sublayer_output):
            added = x + self.dropout(sublayer_output)
            return self.norm(added.reshape(-1, added.size(-1))).view(added.shape), added


class matrix_that_centres:
    """Centres with the matrix I - 1/d, and divides by the length of the centred vector."""

    class AddNorm(nn.Module):
        def __init__(self, d_model, dropout=0.1):
            super().__init__()
            self.ln = nn.LayerNorm(d_model)  # holds weight and bias
            self.register_buffer("centre", torch.eye(d_model) - 1 / d_model, persistent=False)
            self.dropout = nn.Dropout(dropout)

        def forward(self, x, sublayer_output):
            centred = (x + self.dropout(sublayer_output)) @ self.centre
            length = torch.sqrt((centred * centred).sum(-1, keepdim=True) / x.size(-1) + self.ln.eps)
            return torch.addcmul(self.ln.bias, centred / length, self.ln.weight)
