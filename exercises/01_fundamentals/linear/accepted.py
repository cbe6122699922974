"""Correct ways to write a linear layer that differ in kind."""

import torch
from torch import nn


class einsum:
    """The product by einsum, the parameters called W and b."""

    class Linear(nn.Module):
        def __init__(self, d_in, d_out, bias=True):
            super().__init__()
            self.W = nn.Parameter(torch.randn(d_out, d_in) * d_in**-0.5)
            self.register_parameter("b", nn.Parameter(torch.zeros(d_out)) if bias else None)

        def forward(self, x):
            y = torch.einsum("...i,oi->...o", x, self.W)
            return y if self.b is None else y + self.b


class addmm:
    """Flattens the leading dimensions, multiplies and adds in one `addmm`, and restores them."""

    class Linear(nn.Module):
        def __init__(self, d_in, d_out, bias=True):
            super().__init__()
            self.weight = nn.Parameter(torch.empty(d_out, d_in))
            nn.init.kaiming_uniform_(self.weight, a=5**0.5)
            self.bias = nn.Parameter(torch.zeros(d_out)) if bias else None

        def forward(self, x):
            rows = x.reshape(-1, x.shape[-1])
            weight = self.weight.t()
            y = rows.mm(weight) if self.bias is None else torch.addmm(self.bias, rows, weight)
            return y.reshape(*x.shape[:-1], -1)


class stored_transposed:
    """Stores the weight as (d_in, d_out), so that forward needs no transpose, and says so in `load_canonical`."""

    class Linear(nn.Module):
        def __init__(self, d_in, d_out, bias=True):
            super().__init__()
            self.transposed = nn.Parameter(torch.randn(d_in, d_out))
            self.shift = nn.Parameter(torch.randn(d_out)) if bias else 0.0

        def load_canonical(self, weights):
            with torch.no_grad():
                self.transposed.copy_(weights["weight"].T)
                if "bias" in weights:
                    self.shift.copy_(weights["bias"])

        def forward(self, x):
            return torch.matmul(x, self.transposed) + self.shift


class sum_of_products:
    """No matrix product at all: every output is a sum of products; returns (output, None)."""

    class Linear(nn.Module):
        def __init__(self, d_in, d_out, bias=True):
            super().__init__()
            self.weight = nn.Parameter(torch.ones(d_out, d_in))
            self.bias = nn.Parameter(torch.ones(d_out)) if bias else None

        def forward(self, x):
            y = (x.unsqueeze(-2) * self.weight).sum(dim=-1)  # (..., 1, d_in) * (d_out, d_in)
            if self.bias is not None:
                y = y + self.bias
            return y, None


class output_by_output:
    """One row of the weight after the other, stacked at the end."""

    class Linear(nn.Module):
        def __init__(self, d_in, d_out, bias=True):
            super().__init__()
            self.weight = nn.Parameter(torch.randn(d_out, d_in))
            if bias:
                self.bias = nn.Parameter(torch.randn(d_out))

        def forward(self, x):
            y = torch.stack([torch.matmul(x, row) for row in self.weight], dim=-1)
            return y + self.bias if hasattr(self, "bias") else y
