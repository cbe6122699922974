"""Known wrong ways to write dropout; each docstring is what the learner is told."""

import torch
from torch import nn


class _Dropout(nn.Module):
    """Correct; a mistake overrides one step."""

    def __init__(self, p=0.5):
        super().__init__()
        self.p = p

    def kept(self, x):
        return torch.rand_like(x) >= self.p

    def scale(self):
        return 0.0 if self.p == 1 else 1 / (1 - self.p)

    def forward(self, x):
        return x * self.kept(x) * self.scale() if self.training else x


class active_in_eval:
    """You drop numbers in eval() too: look at `self.training`, and return x when it is False."""

    class Dropout(_Dropout):
        def forward(self, x):
            return x * self.kept(x) * self.scale()


class never_active:
    """You drop nothing in train(): look at `self.training`; dropout is active when it is True."""

    class Dropout(_Dropout):
        def forward(self, x):
            return x


class training_inverted:
    """You drop in eval() and not in train(): it is the other way round."""

    class Dropout(_Dropout):
        def forward(self, x):
            return x if self.training else x * self.kept(x) * self.scale()


class unscaled:
    """You do not scale what is kept: divide by 1 − p, so that the mean stays."""

    class Dropout(_Dropout):
        def scale(self):
            return 1.0


class scaled_in_eval:
    """You scale in eval(), by 1 − p, and not in train(): that is the old form. Divide by 1 − p in train(), and
    change nothing in eval()."""

    class Dropout(_Dropout):
        def forward(self, x):
            return x * self.kept(x) if self.training else x * (1 - self.p)


class multiplied_by_keep_probability:
    """You multiply by 1 − p in train(): divide by it, so that the mean stays."""

    class Dropout(_Dropout):
        def scale(self):
            return 1 - self.p


class scaled_by_p:
    """You divide by p: divide by 1 − p, the probability of being kept."""

    class Dropout(_Dropout):
        def scale(self):
            return 0.0 if self.p == 0 else 1 / self.p


class kept_with_p:
    """You keep numbers with probability p: p is the probability of being dropped. Turn the comparison round."""

    class Dropout(_Dropout):
        def kept(self, x):
            return torch.rand_like(x) < self.p


class shared_over_the_batch:
    """You draw one mask for all of dimension 0: every sentence of the batch loses the same places. Draw a mask in
    the shape of x."""

    class Dropout(_Dropout):
        def kept(self, x):
            return super().kept(x[:1]).expand_as(x)


class whole_vectors:
    """You drop whole vectors: each number is dropped on its own. Draw a mask in the shape of x."""

    class Dropout(_Dropout):
        def kept(self, x):
            return super().kept(x[..., :1]).expand_as(x)


class whole_tensor:
    """You draw one random number for the whole tensor: each number is dropped on its own. Draw in the shape of x."""

    class Dropout(_Dropout):
        def kept(self, x):
            return torch.rand(()) >= self.p


class same_mask_again:
    """You drop the same places in every call: draw a new mask in forward, with no seed of your own."""

    class Dropout(_Dropout):
        def kept(self, x):
            generator = torch.Generator().manual_seed(0)
            return torch.rand(x.shape, generator=generator) >= self.p


class nan_for_p_one:
    """You divide by 1 − p also when p is 1: 0 / 0 is nan. Return zeros then."""

    class Dropout(_Dropout):
        def forward(self, x):
            return x * self.kept(x) / (1 - self.p) if self.training else x


class wrong_default:
    """Your p is right when it is given, but its default is another one: it is 0.5."""

    class Dropout(_Dropout):
        def __init__(self, p=0.1):
            super().__init__(p)


class gradient_not_masked:
    """Your numbers are right, but the gradient passes as if nothing had been dropped: the mask must be applied
    inside the graph (no detach, no .data)."""

    class Dropout(_Dropout):
        def forward(self, x):
            return x + (super().forward(x) - x).detach()


class scale_detached:
    """Your numbers are right, but the gradient of what is kept is not scaled by 1 / (1 − p): scale inside the
    graph."""

    class Dropout(_Dropout):
        def forward(self, x):
            if not self.training:
                return x
            y = x * self.kept(x)
            return y + (y * self.scale() - y).detach()
