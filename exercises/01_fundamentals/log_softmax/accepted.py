"""Correct ways to write log-softmax that differ in kind."""

from functools import reduce

import torch


class max_added_back:
    """Writes log-sum-exp with the maximum added back, and subtracts it from the raw scores."""

    @staticmethod
    def log_softmax(x, dim=-1):
        top = x.max(dim=dim, keepdim=True).values
        return x - (top + torch.log(torch.exp(x - top).sum(dim, keepdim=True)))


class logaddexp:
    """Folds the row with `torch.logaddexp`, two scores at a time."""

    @staticmethod
    def log_softmax(x, dim=-1):
        return x - reduce(torch.logaddexp, x.unbind(dim)).unsqueeze(dim)


class wider_inside:
    """Computes in float64 and returns in the dtype that came, with the maximum detached from the graph."""

    @staticmethod
    def log_softmax(x, dim=-1):
        wide = x.double()
        shifted = wide - wide.detach().amax(dim=dim, keepdim=True)
        return (shifted - shifted.exp().sum(dim=dim, keepdim=True).log()).to(x.dtype)


class rows_of_a_matrix:
    """Moves `dim` to the end, sums with a matrix product, moves it back."""

    @staticmethod
    def log_softmax(x, dim=-1):
        moved = x.movedim(dim, -1)
        shifted = moved - moved.amax(-1, keepdim=True)
        totals = shifted.exp() @ shifted.new_ones(shifted.shape[-1], 1)
        return (shifted - totals.log()).movedim(-1, dim)


class pairwise:
    """The definition turned over: −log Σ_j exp(x_j − x_i), for every i, each with its own maximum."""

    @staticmethod
    def log_softmax(x, dim=-1):
        moved = x.movedim(dim, -1)
        gaps = moved.unsqueeze(-2) - moved.unsqueeze(-1)  # (..., i, j): x_j - x_i
        top = gaps.amax(-1, keepdim=True)
        return -(top.squeeze(-1) + (gaps - top).exp().sum(-1).log()).movedim(-1, dim)
