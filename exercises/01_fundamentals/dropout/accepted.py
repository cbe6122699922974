"""Correct ways to write dropout that differ in kind."""

import torch
from torch import nn


class bernoulli:
    """Draws the mask with `bernoulli_` and scales the mask."""

    class Dropout(nn.Module):
        def __init__(self, p=0.5):
            super().__init__()
            self.p = p

        def forward(self, x):
            if self.training and self.p > 0:
                mask = torch.empty_like(x).bernoulli_(1 - self.p)
                return x * (mask / max(1 - self.p, 1e-8))
            return x


class where:
    """Chooses with `where` between zeros and the scaled numbers; zeros for p = 1."""

    class Dropout(nn.Module):
        def __init__(self, p=0.5):
            super().__init__()
            self.p = p
            self.scale = 0.0 if p == 1 else 1 / (1 - p)

        def forward(self, x):
            if not self.training:
                return x.clone()
            return torch.where(torch.rand(x.shape) < self.p, torch.zeros_like(x), x * self.scale)


class masked_fill:
    """Fills the dropped places; returns (output, dropped)."""

    class Dropout(nn.Module):
        def __init__(self, p=0.5):
            super().__init__()
            self.drop_probability = p

        def forward(self, x):
            p = self.drop_probability if self.training else 0.0
            if p == 1.0:
                return torch.zeros_like(x), torch.ones_like(x, dtype=torch.bool)
            dropped = torch.rand(x.numel()).reshape(x.shape) < p
            return x.masked_fill(dropped, 0.0) / (1.0 - p), dropped


class distribution:
    """Samples from `torch.distributions.Bernoulli`, with a subtraction instead of a product."""

    class Dropout(nn.Module):
        def __init__(self, p=0.5):
            super().__init__()
            self.kept = torch.distributions.Bernoulli(probs=1 - p)
            self.keep_probability = 1 - p

        def forward(self, x):
            if not self.training or self.keep_probability == 1:
                return x
            dropped = self.kept.sample(x.shape) == 0
            y = x - x * dropped
            return y / self.keep_probability if self.keep_probability > 0 else y
