"""Wrong layer norms that stand in no mistakes file; each docstring is what the report must say, parts divided by |."""

import torch
from torch import nn


class _Base(nn.Module):
    def __init__(self, d_model, eps=1e-5):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(d_model))
        self.bias = nn.Parameter(torch.zeros(d_model))
        self.eps = eps

    def normal(self, x):
        mean = x.mean(-1, keepdim=True)
        return (x - mean) / (((x - mean) ** 2).mean(-1, keepdim=True) + self.eps).sqrt()


class sign_flipped:
    """sign is wrong everywhere"""

    class LayerNorm(_Base):
        def forward(self, x):
            return -self.normal(x) * self.weight - self.bias


class median_for_mean:
    """mean|off by|expected"""

    class LayerNorm(_Base):
        def forward(self, x):
            mean = x.median(-1, keepdim=True).values
            return (x - mean) / (x.var(-1, unbiased=False, keepdim=True) + self.eps).sqrt() * self.weight + self.bias


class mean_absolute_deviation:
    """variance|factor"""

    class LayerNorm(_Base):
        def forward(self, x):
            mean = x.mean(-1, keepdim=True)
            return (x - mean) / ((x - mean).abs().mean(-1, keepdim=True) + self.eps) * self.weight + self.bias


class input_added:
    """expected .*, got"""

    class LayerNorm(_Base):
        def forward(self, x):
            return x + self.normal(x) * self.weight + self.bias
