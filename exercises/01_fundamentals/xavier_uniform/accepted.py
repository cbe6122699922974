"""Correct ways to write Xavier initialisation that differ in kind."""

import math

import torch


class drawn_into_the_weight:
    """Lets `torch.rand` write into the weight, then stretches and shifts it; returns nothing."""

    @staticmethod
    def xavier_uniform_(weight, gain=1.0):
        bound = gain * (6 / sum(weight.shape)) ** 0.5
        with torch.no_grad():
            torch.rand(weight.shape, out=weight, dtype=weight.dtype)
            weight.mul_(2 * bound).sub_(bound)


class copied:
    """Draws between 0 and 1, shifts and scales, then copies into the weight."""

    @staticmethod
    def xavier_uniform_(weight, gain=1.0):
        bound = gain * math.sqrt(6.0 / (weight.size(0) + weight.size(1)))
        drawn = (2 * torch.rand(weight.shape) - 1) * bound
        with torch.no_grad():
            weight.copy_(drawn)
        return weight


class through_data:
    """Changes the parameter's data, without autograd's knowledge."""

    @staticmethod
    def xavier_uniform_(weight, gain=1.0):
        bound = gain * math.sqrt(3) * math.sqrt(2 / sum(weight.shape))
        weight.data.uniform_(-1, 1).mul_(bound)
        return weight, bound


class row_by_row:
    """Fills one row after the other from a distribution object."""

    @staticmethod
    @torch.no_grad()
    def xavier_uniform_(weight, gain=1.0):
        d_out, d_in = weight.shape
        bound = gain * (6 / (d_in + d_out)) ** 0.5
        numbers = torch.distributions.Uniform(-bound, bound)
        for row in weight:
            row[:] = numbers.sample((d_in,))
