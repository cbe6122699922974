"""Known wrong ways to write GELU; each docstring is what the learner is told."""

import math

import torch

_ROOT = math.sqrt(2 / math.pi)


class _Gelu:
    """Correct; a mistake overrides one step."""

    @classmethod
    def gelu(cls, x, approximate="none"):
        return cls.tanh_form(x) if approximate == "tanh" else cls.exact(x)

    @staticmethod
    def exact(x):
        return 0.5 * x * (1 + torch.erf(x / math.sqrt(2)))

    @staticmethod
    def tanh_form(x):
        return 0.5 * x * (1 + torch.tanh(_ROOT * (x + 0.044715 * x**3)))


class always_tanh(_Gelu):
    """You use the tanh form for everything: "none" asks for the exact form, with erf."""

    @classmethod
    def gelu(cls, x, approximate="none"):
        return cls.tanh_form(x)


class always_exact(_Gelu):
    """You use the exact form for everything: with approximate="tanh" the other formula is asked."""

    @classmethod
    def gelu(cls, x, approximate="none"):
        return cls.exact(x)


class tanh_by_default(_Gelu):
    """Both of your forms are right, but the default is the wrong one: without `approximate` the exact form is
    asked."""

    @classmethod
    def gelu(cls, x, approximate="tanh"):
        return super().gelu(x, approximate)


class forms_swapped(_Gelu):
    """Your two forms are swapped: "none" is the one with erf, "tanh" the one with tanh."""

    @classmethod
    def gelu(cls, x, approximate="none"):
        return cls.exact(x) if approximate == "tanh" else cls.tanh_form(x)


class sigmoid_approximation(_Gelu):
    """You use x · sigmoid(1.702 x): that is a third, coarser form. The one with tanh is asked."""

    @staticmethod
    def tanh_form(x):
        return x * torch.sigmoid(1.702 * x)


class root_two_forgotten(_Gelu):
    """You take erf of x itself: divide x by √2 first."""

    @staticmethod
    def exact(x):
        return 0.5 * x * (1 + torch.erf(x))


class root_two_multiplied(_Gelu):
    """You multiply x by √2 inside erf: divide by it."""

    @staticmethod
    def exact(x):
        return 0.5 * x * (1 + torch.erf(x * math.sqrt(2)))


class half_forgotten(_Gelu):
    """Your result is twice as large as it should be: the ½ is missing."""

    @staticmethod
    def exact(x):
        return x * (1 + torch.erf(x / math.sqrt(2)))

    @staticmethod
    def tanh_form(x):
        return x * (1 + torch.tanh(_ROOT * (x + 0.044715 * x**3)))


class one_forgotten(_Gelu):
    """You multiply by erf, which lies between −1 and 1: add 1 to it first, so that the factor lies between 0 and 1."""

    @staticmethod
    def exact(x):
        return 0.5 * x * torch.erf(x / math.sqrt(2))

    @staticmethod
    def tanh_form(x):
        return 0.5 * x * torch.tanh(_ROOT * (x + 0.044715 * x**3))


class only_the_probability(_Gelu):
    """You return Φ(x): multiply it by x."""

    @staticmethod
    def exact(x):
        return 0.5 * (1 + torch.erf(x / math.sqrt(2)))

    @staticmethod
    def tanh_form(x):
        return 0.5 * (1 + torch.tanh(_ROOT * (x + 0.044715 * x**3)))


class density_instead(_Gelu):
    """You multiply x by the density, the bell curve: Φ is the area below it, the cumulative distribution function."""

    @staticmethod
    def exact(x):
        return x * torch.exp(-0.5 * x * x) / math.sqrt(2 * math.pi)


class relu_instead(_Gelu):
    """Your result is that of ReLU: GELU lets a little of the negative numbers through."""

    @staticmethod
    def exact(x):
        return torch.relu(x)

    @staticmethod
    def tanh_form(x):
        return torch.relu(x)


class silu_instead(_Gelu):
    """You multiply x by sigmoid(x): that is SiLU. GELU multiplies by Φ(x)."""

    @staticmethod
    def exact(x):
        return x * torch.sigmoid(x)


class square_instead_of_cube(_Gelu):
    """Your tanh form has x² in it: it is 0.044715 · x³."""

    @staticmethod
    def tanh_form(x):
        return 0.5 * x * (1 + torch.tanh(_ROOT * (x + 0.044715 * x**2)))


class cubic_term_forgotten(_Gelu):
    """Your tanh form lacks the term 0.044715 · x³."""

    @staticmethod
    def tanh_form(x):
        return 0.5 * x * (1 + torch.tanh(_ROOT * x))


class root_forgotten(_Gelu):
    """Your tanh form has the factor 2/π: it is its root, √(2/π), about 0.79788."""

    @staticmethod
    def tanh_form(x):
        return 0.5 * x * (1 + torch.tanh(2 / math.pi * (x + 0.044715 * x**3)))


class fraction_upside_down(_Gelu):
    """Your tanh form has the factor √(π/2): it is √(2/π), about 0.79788."""

    @staticmethod
    def tanh_form(x):
        return 0.5 * x * (1 + torch.tanh(math.sqrt(math.pi / 2) * (x + 0.044715 * x**3)))


class wrong_constant(_Gelu):
    """Your constant before x³ is 0.44715: it is 0.044715, a tenth of it."""

    @staticmethod
    def tanh_form(x):
        return 0.5 * x * (1 + torch.tanh(_ROOT * (x + 0.44715 * x**3)))


class gate_detached(_Gelu):
    """Your values are right but the gradient is not: Φ(x) is cut out of the graph (detach, no_grad). It depends on
    x, so the gradient must pass through it."""

    @staticmethod
    def exact(x):
        return x * (0.5 * (1 + torch.erf(x / math.sqrt(2)))).detach()

    @staticmethod
    def tanh_form(x):
        return x * (0.5 * (1 + torch.tanh(_ROOT * (x + 0.044715 * x**3)))).detach()
