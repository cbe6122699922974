"""Known wrong ways to write layer normalisation; each docstring is what the learner is told."""

import torch
from torch import nn


class _LayerNorm(nn.Module):
    """Correct; a mistake overrides one step."""

    def __init__(self, d_model, eps=1e-5):
        super().__init__()
        self.eps = eps
        self.weight = nn.Parameter(torch.ones(d_model))
        self.bias = nn.Parameter(torch.zeros(d_model))

    def mean(self, x):
        return x.mean(-1, keepdim=True)

    def var(self, x):
        return x.var(-1, correction=0, keepdim=True)

    def std(self, x):
        return torch.sqrt(self.var(x) + self.eps)

    def affine(self, normalised):
        return self.weight * normalised + self.bias

    def forward(self, x):
        return self.affine((x - self.mean(x)) / self.std(x))


class unbiased_variance:
    """You divide the variance by d_model − 1: layer norm divides by d_model. Pass correction=0 (or unbiased=False)
    to `var` and `std`."""

    class LayerNorm(_LayerNorm):
        def var(self, x):
            return x.var(-1, keepdim=True)


class eps_outside_root:
    """You add eps to the standard deviation, outside the root: add it to the variance, √(var + eps). On nearly
    constant rows that is a big difference."""

    class LayerNorm(_LayerNorm):
        def std(self, x):
            return torch.sqrt(self.var(x)) + self.eps


class annotated_transformer:
    """Your standard deviation is `x.std(-1)`, which divides by d_model − 1, and eps is added outside the root, as
    in the Annotated Transformer: layer norm is (x − mean) / √(var + eps) with the biased variance."""

    class LayerNorm(_LayerNorm):
        def std(self, x):
            return x.std(-1, keepdim=True) + self.eps


class eps_missing:
    """You leave eps out: a constant row gives 0 / 0. Add it to the variance, inside the root."""

    class LayerNorm(_LayerNorm):
        def std(self, x):
            return torch.sqrt(self.var(x))


class eps_ignored:
    """Your eps is always 1e-5: keep the `eps` that the class is given, and use it in forward."""

    class LayerNorm(_LayerNorm):
        def __init__(self, d_model, eps=1e-5):
            super().__init__(d_model)


class wrong_default_eps:
    """Your eps is right when it is given, but its default is another one: it is 1e-5."""

    class LayerNorm(_LayerNorm):
        def __init__(self, d_model, eps=1e-6):
            super().__init__(d_model, eps)


class over_all_dims:
    """Your mean and variance run over the whole tensor: each vector has its own. Use dim=-1."""

    class LayerNorm(_LayerNorm):
        def mean(self, x):
            return x.mean()

        def var(self, x):
            return x.var(correction=0)


class over_the_batch:
    """Your mean and variance run over dimension 0, the batch, as in batch norm: use dim=-1."""

    class LayerNorm(_LayerNorm):
        def mean(self, x):
            return x.mean(0, keepdim=True)

        def var(self, x):
            return x.var(0, correction=0, keepdim=True)


class over_length_and_features:
    """Your mean and variance run over all dimensions but the first: the positions of a sentence get mixed. Use
    dim=-1."""

    class LayerNorm(_LayerNorm):
        def mean(self, x):
            return x.mean(tuple(range(min(1, x.ndim - 1), x.ndim)), keepdim=True)

        def var(self, x):
            return x.var(tuple(range(min(1, x.ndim - 1), x.ndim)), correction=0, keepdim=True)


class mean_not_subtracted:
    """You divide by the standard deviation but do not subtract the mean first: it is (x − mean) / √(var + eps)."""

    class LayerNorm(_LayerNorm):
        def mean(self, x):
            return torch.zeros_like(x[..., :1])


class root_mean_square:
    """You divide by the root of the mean square and never subtract the mean: that is RMSNorm. Centre first."""

    class LayerNorm(_LayerNorm):
        def mean(self, x):
            return torch.zeros_like(x[..., :1])

        def var(self, x):
            return x.square().mean(-1, keepdim=True)


class divided_by_variance:
    """You divide by the variance: take its root."""

    class LayerNorm(_LayerNorm):
        def std(self, x):
            return self.var(x) + self.eps


class affine_forgotten:
    """Your result does not depend on weight and bias: multiply by `self.weight` and add `self.bias` at the end."""

    class LayerNorm(_LayerNorm):
        def affine(self, normalised):
            return normalised


class bias_forgotten:
    """Your bias is never added: the last step is weight · normalised + bias."""

    class LayerNorm(_LayerNorm):
        def affine(self, normalised):
            return self.weight * normalised


class bias_before_weight:
    """You add the bias before you multiply by the weight: the other way round, weight · normalised + bias."""

    class LayerNorm(_LayerNorm):
        def affine(self, normalised):
            return self.weight * (normalised + self.bias)


class starts_at_zero:
    """Your weight starts at 0, so a new norm gives only zeros: weight starts at 1, bias at 0."""

    class LayerNorm(_LayerNorm):
        def __init__(self, d_model, eps=1e-5):
            super().__init__(d_model, eps)
            nn.init.zeros_(self.weight)


class starts_at_random:
    """Your weight and bias start at random values: a new norm has weight 1 and bias 0."""

    class LayerNorm(_LayerNorm):
        def __init__(self, d_model, eps=1e-5):
            super().__init__(d_model, eps)
            nn.init.normal_(self.weight)
            nn.init.normal_(self.bias)


class plain_tensors:
    """Your weight and bias are plain tensors, so no optimiser finds them: wrap them in nn.Parameter."""

    class LayerNorm(_LayerNorm):
        def __init__(self, d_model, eps=1e-5):
            super().__init__(d_model, eps)
            del self.weight, self.bias
            self.weight, self.bias = torch.ones(d_model), torch.zeros(d_model)


class statistics_detached:
    """Your values are right but the gradient is not: mean and variance are cut out of the graph (detach, no_grad).
    They depend on x, so the gradient must pass through them."""

    class LayerNorm(_LayerNorm):
        def mean(self, x):
            return super().mean(x.detach())

        def std(self, x):
            return super().std(x.detach())
