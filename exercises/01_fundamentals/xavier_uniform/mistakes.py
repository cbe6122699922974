"""Known wrong ways to write Xavier initialisation; each docstring is what the learner is told."""

import math

import torch


class _Xavier:
    """Correct; a mistake overrides one step."""

    @classmethod
    def xavier_uniform_(cls, weight, gain=1.0):
        d_out, d_in = weight.shape
        with torch.no_grad():
            cls.fill(weight, cls.bound(d_in, d_out, gain))
        return weight

    @staticmethod
    def bound(d_in, d_out, gain):
        return gain * math.sqrt(6 / (d_in + d_out))

    @staticmethod
    def fill(weight, a):
        weight.uniform_(-a, a)


class normal_instead(_Xavier):
    """You draw from a normal distribution: this form draws evenly between −a and a."""

    @staticmethod
    def fill(weight, a):
        weight.normal_(std=a / math.sqrt(3))


class only_positive(_Xavier):
    """You draw between 0 and a, so that all weights are positive: draw between −a and a."""

    @staticmethod
    def fill(weight, a):
        weight.uniform_(0, a)


class standard_deviation_as_bound(_Xavier):
    """Your bound is the standard deviation, √(2 / (d_in + d_out)): numbers from U(−a, a) have the deviation a / √3,
    so a is √3 times larger."""

    @staticmethod
    def bound(d_in, d_out, gain):
        return gain * math.sqrt(2 / (d_in + d_out))


class three_instead_of_six(_Xavier):
    """Your bound has a 3 under the root: for the sum d_in + d_out it is a 6."""

    @staticmethod
    def bound(d_in, d_out, gain):
        return gain * math.sqrt(3 / (d_in + d_out))


class root_forgotten(_Xavier):
    """Your bound is 6 / (d_in + d_out): take its root."""

    @staticmethod
    def bound(d_in, d_out, gain):
        return gain * 6 / (d_in + d_out)


class only_inputs(_Xavier):
    """Your bound looks at d_in only: Xavier uses d_in + d_out, for the way forward and the way back."""

    @staticmethod
    def bound(d_in, d_out, gain):
        return gain * math.sqrt(3 / d_in)


class only_outputs(_Xavier):
    """Your bound looks at d_out only: Xavier uses d_in + d_out, for the way forward and the way back."""

    @staticmethod
    def bound(d_in, d_out, gain):
        return gain * math.sqrt(3 / d_out)


class product_of_sizes(_Xavier):
    """Your bound has the product d_in · d_out: it is their sum."""

    @staticmethod
    def bound(d_in, d_out, gain):
        return gain * math.sqrt(6 / (d_in * d_out))


class gain_ignored(_Xavier):
    """Your gain does nothing: multiply the bound by it."""

    @staticmethod
    def bound(d_in, d_out, gain):
        return math.sqrt(6 / (d_in + d_out))


class gain_under_the_root(_Xavier):
    """Your gain stands under the root: it multiplies the bound itself."""

    @staticmethod
    def bound(d_in, d_out, gain):
        return math.sqrt(gain * 6 / (d_in + d_out))


class gain_divides(_Xavier):
    """You divide the bound by the gain: multiply."""

    @staticmethod
    def bound(d_in, d_out, gain):
        return math.sqrt(6 / (d_in + d_out)) / gain


class not_in_place(_Xavier):
    """You make a new tensor and leave `weight` as it was: fill it in place, with uniform_ or copy_."""

    @classmethod
    def xavier_uniform_(cls, weight, gain=1.0):
        return super().xavier_uniform_(weight.detach().clone(), gain)


class added_to_the_old(_Xavier):
    """You add the new numbers to the old ones: the old ones must be gone."""

    @staticmethod
    def fill(weight, a):
        weight.add_(torch.empty_like(weight).uniform_(-a, a))


class one_row_repeated(_Xavier):
    """All your rows are the same: draw each number on its own, in the shape of the weight."""

    @staticmethod
    def fill(weight, a):
        weight.copy_(torch.empty_like(weight[:1]).uniform_(-a, a).expand_as(weight))


class no_grad_forgotten:
    """You change the weight in place while autograd is watching, which a parameter does not allow: fill it inside
    `with torch.no_grad():`."""

    @staticmethod
    def xavier_uniform_(weight, gain=1.0):
        a = gain * math.sqrt(6 / sum(weight.shape))
        return weight.uniform_(-a, a)
