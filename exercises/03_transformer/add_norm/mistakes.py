"""Known wrong ways to write Add & Norm; each docstring is what the learner is told."""

import torch
import torch.nn.functional as F
from torch import nn


class _AddNorm(nn.Module):
    """Correct; a mistake overrides the step that it gets wrong."""

    def __init__(self, d_model, dropout=0.1):
        super().__init__()
        self.p = dropout
        self.norm = nn.LayerNorm(d_model)

    def forward(self, x, sublayer_output):
        return self.normalise(x + self.drop(sublayer_output))

    def drop(self, x):
        return F.dropout(x, self.p, self.training)

    def normalise(self, z):
        return self.norm(z)


class residual_forgotten:
    """You normalise the sublayer's output alone: x is not added. Without the residual connection a deep stack hardly
    learns."""

    class AddNorm(_AddNorm):
        def forward(self, x, sublayer_output):
            return self.normalise(self.drop(sublayer_output))


class norm_forgotten:
    """You add, but you do not normalise. Put the sum through the layer norm."""

    class AddNorm(_AddNorm):
        def normalise(self, z):
            return z


class norm_on_the_sublayer_output:
    """You normalise only the sublayer's output and add x afterwards. Here the norm comes last: norm(x + s)."""

    class AddNorm(_AddNorm):
        def forward(self, x, sublayer_output):
            return x + self.norm(self.drop(sublayer_output))


class norm_on_x:
    """You normalise x and add the sublayer's output afterwards. Here the norm comes last: norm(x + s)."""

    class AddNorm(_AddNorm):
        def forward(self, x, sublayer_output):
            return self.norm(x) + self.drop(sublayer_output)


class residual_after_norm:
    """You add x a second time after the norm. The sum is normalised, and that is the end."""

    class AddNorm(_AddNorm):
        def forward(self, x, sublayer_output):
            return x + self.norm(x + self.drop(sublayer_output))


class multiplied:
    """You multiply x with the sublayer's output instead of adding it."""

    class AddNorm(_AddNorm):
        def forward(self, x, sublayer_output):
            return self.normalise(x * self.drop(sublayer_output))


class dropout_on_the_sum:
    """Your dropout is on the sum, so x gets holes too. It belongs on sublayer_output, before the sum."""

    class AddNorm(_AddNorm):
        def forward(self, x, sublayer_output):
            return self.normalise(self.drop(x + sublayer_output))


class dropout_on_the_result:
    """Your dropout comes last, after the norm. It belongs on sublayer_output, before the sum."""

    class AddNorm(_AddNorm):
        def forward(self, x, sublayer_output):
            return self.drop(self.normalise(x + sublayer_output))


class dropout_on_x:
    """Your dropout is on x. x goes through whole; sublayer_output is what is dropped."""

    class AddNorm(_AddNorm):
        def forward(self, x, sublayer_output):
            return self.normalise(self.drop(x) + sublayer_output)


class dropout_on_both:
    """Your dropout is on x as well. Only sublayer_output is dropped; x goes through whole."""

    class AddNorm(_AddNorm):
        def forward(self, x, sublayer_output):
            return self.normalise(self.drop(x) + self.drop(sublayer_output))


class dropout_in_eval:
    """Your dropout also acts in eval(). Use nn.Dropout, or F.dropout with training=self.training."""

    class AddNorm(_AddNorm):
        def drop(self, x):
            return F.dropout(x, self.p)


class dropout_never:
    """Your dropout never acts: in train() the output is the same as in eval(). Apply it to sublayer_output."""

    class AddNorm(_AddNorm):
        def drop(self, x):
            return x


class dropout_unscaled:
    """Your dropout does not scale: what is kept has to be divided by 1 − dropout, so that the mean stays."""

    class AddNorm(_AddNorm):
        def drop(self, x):
            return x * (torch.rand_like(x) >= self.p) if self.training else x


class dropout_shared:
    """Your dropout draws one mask and uses it for every position. Draw for each number of the tensor on its own."""

    class AddNorm(_AddNorm):
        def drop(self, x):
            if not self.training:
                return x
            return x * (torch.rand(x.shape[-1:]) >= self.p) / max(1 - self.p, 1e-9)


class keeps_what_it_should_drop:
    """Your dropout drops with probability 1 − dropout: `dropout` is the probability to lose a number, not to keep
    it."""

    class AddNorm(_AddNorm):
        def drop(self, x):
            return F.dropout(x, 1 - self.p, self.training)


class unbiased_variance:
    """Your variance divides by d_model − 1, torch's default. Layer norm divides by d_model: var(…,
    unbiased=False)."""

    class AddNorm(_AddNorm):
        def normalise(self, z):
            variance = z.var(dim=-1, keepdim=True)
            return (z - z.mean(-1, keepdim=True)) / torch.sqrt(variance + 1e-5) * self.norm.weight + self.norm.bias


class annotated_layer_norm:
    """You divide by (std + eps) with torch's default std, as the Annotated Transformer does: its variance divides by
    d_model − 1, and its eps is outside the root. Here it is √(var + eps) with the biased variance."""

    class AddNorm(_AddNorm):
        def normalise(self, z):
            std = z.std(-1, keepdim=True) + 1e-6
            return self.norm.weight * (z - z.mean(-1, keepdim=True)) / std + self.norm.bias


class eps_outside_the_root:
    """Your eps is outside the root, √var + eps. It belongs inside: √(var + eps)."""

    class AddNorm(_AddNorm):
        def normalise(self, z):
            std = z.var(dim=-1, keepdim=True, unbiased=False).sqrt() + 1e-5
            return (z - z.mean(-1, keepdim=True)) / std * self.norm.weight + self.norm.bias


class eps_missing:
    """There is no eps under your root, or a much smaller one than 1e-5: rows that are nearly constant are blown
    up."""

    class AddNorm(_AddNorm):
        def normalise(self, z):
            return F.layer_norm(z, z.shape[-1:], self.norm.weight, self.norm.bias, eps=1e-12)


class eps_1e_6:
    """Your eps is 1e-6. Here it is 1e-5, the default of nn.LayerNorm."""

    class AddNorm(_AddNorm):
        def normalise(self, z):
            return F.layer_norm(z, z.shape[-1:], self.norm.weight, self.norm.bias, eps=1e-6)


class affine_forgotten:
    """The norm's weight and bias are not used: after the division, multiply with the weight and add the bias."""

    class AddNorm(_AddNorm):
        def normalise(self, z):
            return F.layer_norm(z, z.shape[-1:])


class mean_not_subtracted:
    """You divide by the size of the vector but do not subtract its mean: that is RMSNorm. Layer norm does both."""

    class AddNorm(_AddNorm):
        def normalise(self, z):
            return z / torch.sqrt(z.square().mean(-1, keepdim=True) + 1e-5) * self.norm.weight + self.norm.bias


class statistics_over_everything:
    """Your mean and variance run over the whole tensor. Each position has its own: over the last dimension only."""

    class AddNorm(_AddNorm):
        def normalise(self, z):
            return F.layer_norm(z, z.shape) * self.norm.weight + self.norm.bias


class statistics_over_a_sequence:
    """Your mean and variance run over the positions of a sequence too. Each position has its own: over the last
    dimension only."""

    class AddNorm(_AddNorm):
        def normalise(self, z):
            return F.layer_norm(z, z.shape[-2:]) * self.norm.weight + self.norm.bias


class residual_detached:
    """Your values are right, but no gradient flows back through x: it is cut out of the graph (detach, .data,
    no_grad). That straight way is what the residual connection is for."""

    class AddNorm(_AddNorm):
        def forward(self, x, sublayer_output):
            return super().forward(x.detach(), sublayer_output)
