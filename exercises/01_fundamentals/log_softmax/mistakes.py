"""Known wrong ways to write log-softmax; each docstring is what the learner is told."""

import math


def _shifted(x, dim):
    return x - x.amax(dim=dim, keepdim=True)


def _log_softmax(x, dim):
    shifted = _shifted(x, dim)
    return shifted - shifted.exp().sum(dim=dim, keepdim=True).log()


def _softmax(x, dim):
    exps = _shifted(x, dim).exp()
    return exps / exps.sum(dim=dim, keepdim=True)


class log_of_softmax:
    """You take the logarithm of the finished probabilities: a very small one was rounded to 0, and log 0 is −inf.
    Use x − log Σ exp(x) and never divide."""

    @staticmethod
    def log_softmax(x, dim=-1):
        return _softmax(x, dim).log()


class small_number_added:
    """You add a small number inside the logarithm: all small probabilities get the same log-probability, near −20.
    Use x − log Σ exp(x) instead; then there is no 0 to protect from."""

    @staticmethod
    def log_softmax(x, dim=-1):
        return (_softmax(x, dim) + 1e-9).log()


class probabilities_clamped:
    """You clamp the probabilities before the logarithm: all small ones get the same log-probability and no
    gradient. Use x − log Σ exp(x) instead; then there is no 0 to protect from."""

    @staticmethod
    def log_softmax(x, dim=-1):
        return _softmax(x, dim).clamp(min=1e-9).log()


class no_max_subtraction:
    """You take exp of the raw scores: large ones overflow, and very small ones give log 0. Subtract the row's
    maximum first."""

    @staticmethod
    def log_softmax(x, dim=-1):
        return x - x.exp().sum(dim=dim, keepdim=True).log()


class max_not_added_back:
    """You subtract the maximum under the sum but not in front: log Σ exp(x) is max + log Σ exp(x − max). Add it
    back, or use the shifted scores in both places."""

    @staticmethod
    def log_softmax(x, dim=-1):
        return x - _shifted(x, dim).exp().sum(dim=dim, keepdim=True).log()


class max_only_in_front:
    """You subtract the maximum in front but not under the sum: there exp still overflows, and the two no longer
    fit. Use the shifted scores in both places."""

    @staticmethod
    def log_softmax(x, dim=-1):
        return _shifted(x, dim) - x.exp().sum(dim=dim, keepdim=True).log()


class max_of_everything:
    """You subtract the maximum of the whole tensor: for a row far below it the sum is 0 and its logarithm −inf.
    Take the maximum along `dim`, for every row its own."""

    @staticmethod
    def log_softmax(x, dim=-1):
        shifted = x - x.max()
        return shifted - shifted.exp().sum(dim=dim, keepdim=True).log()


class always_last_dim:
    """Your probabilities sum to 1 along the last dimension whatever `dim` says: give `dim` to the maximum and the
    sum."""

    @staticmethod
    def log_softmax(x, dim=-1):
        return _log_softmax(x, -1)


class sum_over_everything:
    """You sum over the whole tensor, so all rows together sum to 1: sum along `dim` only, with keepdim=True."""

    @staticmethod
    def log_softmax(x, dim=-1):
        shifted = x - x.max()
        return shifted - shifted.exp().sum().log()


class logarithm_forgotten:
    """You return probabilities, not their logarithms."""

    @staticmethod
    def log_softmax(x, dim=-1):
        return _softmax(x, dim)


class sum_without_logarithm:
    """You subtract the sum of the exps itself: subtract its logarithm."""

    @staticmethod
    def log_softmax(x, dim=-1):
        shifted = _shifted(x, dim)
        return shifted - shifted.exp().sum(dim=dim, keepdim=True)


class logarithm_base_two:
    """Your logarithm has base 2: use the natural one, `torch.log`."""

    @staticmethod
    def log_softmax(x, dim=-1):
        return _log_softmax(x, dim) / math.log(2)


class always_float32:
    """Your result is float32 whatever came in: compute wider inside if you like, but return the dtype of `x`."""

    @staticmethod
    def log_softmax(x, dim=-1):
        return _log_softmax(x.float(), dim)


class sum_detached:
    """Your values are right but the gradient is not: the log-sum-exp is cut out of the graph (detach, .item(),
    no_grad). Every score moves it, so the gradient must pass through it."""

    @staticmethod
    def log_softmax(x, dim=-1):
        shifted = x - x.detach().amax(dim=dim, keepdim=True)
        return shifted - shifted.detach().exp().sum(dim=dim, keepdim=True).log()
