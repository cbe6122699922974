"""Known wrong ways to write softmax; each docstring is what the learner is told."""

import torch


def _normalise(exps, dim):
    return exps / exps.sum(dim=dim, keepdim=True)


class no_max_subtraction:
    """You take exp of the raw scores: above 88 it overflows float32, and inf / inf is nan. Subtract the row's
    maximum first."""

    @staticmethod
    def softmax(x, dim=-1):
        return _normalise(torch.exp(x), dim)


class max_of_everything:
    """You subtract the maximum of the whole tensor: a row far below it becomes 0 / 0. Take the maximum along `dim`,
    for every row its own."""

    @staticmethod
    def softmax(x, dim=-1):
        return _normalise(torch.exp(x - x.max()), dim)


class max_over_last_dim:
    """You take the maximum along the last dimension even when `dim` is another one: then it does not cancel. Give
    `dim` to the maximum too."""

    @staticmethod
    def softmax(x, dim=-1):
        return _normalise(torch.exp(x - x.amax(dim=-1, keepdim=True)), dim)


class always_last_dim:
    """Your result sums to 1 along the last dimension whatever `dim` says: give `dim` to the maximum and to the sum."""

    @staticmethod
    def softmax(x, dim=-1):
        return _normalise(torch.exp(x - x.amax(dim=-1, keepdim=True)), -1)


class always_first_dim:
    """Your result sums to 1 along dimension 0, over the batch, whatever `dim` says: give `dim` to the maximum and
    to the sum."""

    @staticmethod
    def softmax(x, dim=-1):
        return _normalise(torch.exp(x - x.amax(dim=0, keepdim=True)), 0)


class sum_over_everything:
    """You divide by the sum over the whole tensor, so all rows together sum to 1: sum along `dim` only, with
    keepdim=True."""

    @staticmethod
    def softmax(x, dim=-1):
        exps = torch.exp(x - x.max())
        return exps / exps.sum()


class clamped:
    """You clamp the scores to keep exp finite: all scores above the limit get the same probability. Subtract the
    row's maximum instead."""

    @staticmethod
    def softmax(x, dim=-1):
        return _normalise(torch.exp(x.clamp(min=-80.0, max=80.0)), dim)


class divided_by_max:
    """You divide the scores by their maximum: that changes their differences, and with them the result. Subtract
    it."""

    @staticmethod
    def softmax(x, dim=-1):
        return _normalise(torch.exp(x / x.amax(dim=dim, keepdim=True)), dim)


class exp_not_applied:
    """You divide the scores by their sum without taking exp: negative scores give negative results. Take exp first."""

    @staticmethod
    def softmax(x, dim=-1):
        return _normalise(x, dim)


class always_float32:
    """Your result is float32 whatever came in: compute wider inside if you like, but return the dtype of `x`."""

    @staticmethod
    def softmax(x, dim=-1):
        x = x.float()
        return _normalise(torch.exp(x - x.amax(dim=dim, keepdim=True)), dim)


class sum_detached:
    """Your values are right but the gradient is not: the sum is cut out of the graph (detach, .item(), no_grad).
    Every score moves it, so the gradient must pass through it."""

    @staticmethod
    def softmax(x, dim=-1):
        exps = torch.exp(x - x.amax(dim=dim, keepdim=True).detach())
        return exps / exps.sum(dim=dim, keepdim=True).detach()
