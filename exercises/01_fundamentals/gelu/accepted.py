"""Correct ways to write GELU that differ in kind."""

import math

import torch


class erfc_and_sigmoid:
    """The complementary error function, and tanh written as a sigmoid: (1 + tanh u) / 2 = sigmoid(2u)."""

    @staticmethod
    def gelu(x, approximate="none"):
        if approximate == "none":
            return 0.5 * x * torch.erfc(-x * math.sqrt(0.5))
        return x * torch.sigmoid(2 * math.sqrt(2 / math.pi) * x * (1 + 0.044715 * x * x))


class normal_distribution:
    """Φ from `torch.distributions.Normal`; rounded constants; returns (output, gate)."""

    @staticmethod
    def gelu(x, approximate="none"):
        if approximate == "tanh":
            gate = 0.5 + 0.5 * torch.tanh(0.7978845608 * (x + 0.044715 * torch.pow(x, 3)))
        else:
            gate = torch.distributions.Normal(0.0, 1.0).cdf(x)
        return x * gate, gate


class special_ndtr:
    """Φ from `torch.special.ndtr`, in float64 inside; tanh by exponentials."""

    @staticmethod
    def gelu(x, approximate="none"):
        wide = x.double()
        if approximate == "none":
            return (wide * torch.special.ndtr(wide)).to(x.dtype)
        inner = (2 / math.pi) ** 0.5 * (wide + 0.044715 * wide.pow(3))
        return (wide / (1 + torch.exp(-2 * inner.clamp(min=-300)))).to(x.dtype)


class one_table:
    """Both forms as functions in a table, chosen by name."""

    @staticmethod
    def gelu(x, approximate="none"):
        forms = {
            "none": lambda: torch.special.erf(x * 2**-0.5),
            "tanh": lambda: torch.addcmul(x, x * x, x, value=0.044715).mul(math.sqrt(2) / math.sqrt(math.pi)).tanh(),
        }
        return x.mul(forms[approximate]().add(1)).div(2)
