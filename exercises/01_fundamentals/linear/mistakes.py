"""Known wrong ways to write a linear layer; each docstring is what the learner is told."""

import torch
from torch import nn


class _Linear(nn.Module):
    """Correct; a mistake overrides one step."""

    def __init__(self, d_in, d_out, bias=True):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(d_out, d_in))
        self.bias = nn.Parameter(torch.randn(d_out)) if bias else None

    def product(self, x):
        return x @ self.weight.T

    def forward(self, x):
        y = self.product(x)
        return y if self.bias is None else y + self.bias


class weight_not_transposed:
    """You multiply by the weight as it is: it is (d_out, d_in), so it must be transposed, x @ weight.T. A square
    weight hides the mix-up."""

    class Linear(_Linear):
        def product(self, x):
            return x @ self.weight


class weight_stored_transposed:
    """Your weight has the shape (d_in, d_out): it is (d_out, d_in), one row for each output, and forward transposes
    it. A square weight hides the mix-up."""

    class Linear(_Linear):
        def __init__(self, d_in, d_out, bias=True):
            super().__init__(d_in, d_out, bias)
            self.weight = nn.Parameter(torch.randn(d_in, d_out))

        def product(self, x):
            return x @ self.weight


class bias_forgotten:
    """Your bias is never added: y = x Wᵀ + b."""

    class Linear(_Linear):
        def forward(self, x):
            return self.product(x)


class bias_subtracted:
    """You subtract the bias: add it."""

    class Linear(_Linear):
        def forward(self, x):
            return self.product(x) if self.bias is None else self.product(x) - self.bias


class bias_always:
    """Your layer has a bias even with bias=False: make no parameter then, and add nothing."""

    class Linear(_Linear):
        def __init__(self, d_in, d_out, bias=True):
            super().__init__(d_in, d_out)
            nn.init.zeros_(self.bias)


class no_bias_by_default:
    """Your layer has no bias unless it is asked for: the default of `bias` is True."""

    class Linear(_Linear):
        def __init__(self, d_in, d_out, bias=False):
            super().__init__(d_in, d_out, bias)


class plain_tensors:
    """Your weight and bias are plain tensors, so no optimiser finds them: wrap them in nn.Parameter."""

    class Linear(_Linear):
        def __init__(self, d_in, d_out, bias=True):
            super().__init__(d_in, d_out, bias)
            del self.weight, self.bias
            self.weight = torch.randn(d_out, d_in)
            self.bias = torch.randn(d_out) if bias else None


class leading_dimensions_lost:
    """You flatten the leading dimensions and do not restore them: (batch, length, d_in) gives (batch, length,
    d_out)."""

    class Linear(_Linear):
        def product(self, x):
            return super().product(x.reshape(-1, x.shape[-1])) if x.ndim > 2 else super().product(x)


class activation_added:
    """You apply a ReLU: a linear layer is only x Wᵀ + b; the activation comes after it."""

    class Linear(_Linear):
        def forward(self, x):
            return torch.relu(super().forward(x))


class scaled_in_forward:
    """You divide by √d_in in forward: that factor belongs into the initial values of the weight, where it is free."""

    class Linear(_Linear):
        def product(self, x):
            return super().product(x) / x.shape[-1] ** 0.5


class weight_detached:
    """Your values are right, but the weight gets no gradient: forward cuts it out of the graph (.data, detach,
    no_grad)."""

    class Linear(_Linear):
        def product(self, x):
            return x @ self.weight.data.T
