"""Known wrong ways to write the backward step of layer normalisation; each docstring is what the learner is told."""

import torch


class _Backward:
    """Correct; a mistake overrides one step."""

    @classmethod
    def layer_norm_backward(cls, grad_output, x, weight, eps=1e-5):
        sigma = cls.sigma(x, eps)
        normalised = (x - x.mean(-1, keepdim=True)) / sigma
        g = cls.scaled(grad_output, weight)
        grad_x = (g - cls.through_mean(g) - cls.through_sigma(g, normalised)) / sigma
        return grad_x, cls.total(cls.weighted(grad_output, normalised, x, weight)), cls.total(grad_output)

    @staticmethod
    def sigma(x, eps):
        return torch.sqrt(x.var(-1, correction=0, keepdim=True) + eps)

    @staticmethod
    def scaled(grad_output, weight):
        return grad_output * weight

    @staticmethod
    def through_mean(g):
        return g.mean(-1, keepdim=True)

    @staticmethod
    def through_sigma(g, normalised):
        return normalised * (g * normalised).mean(-1, keepdim=True)

    @staticmethod
    def weighted(grad_output, normalised, x, weight):
        return grad_output * normalised

    @staticmethod
    def total(per_vector):
        return per_vector.reshape(-1, per_vector.shape[-1]).sum(0)


class statistics_constant(_Backward):
    """Your grad_x treats mean and variance as constants: every x moves both, which gives two more terms, −mean(g)
    and −x̂ · mean(g · x̂)."""

    @staticmethod
    def through_mean(g):
        return 0.0

    @staticmethod
    def through_sigma(g, normalised):
        return 0.0


class mean_term_missing(_Backward):
    """Your grad_x lacks the way through the mean: subtract mean(g)."""

    @staticmethod
    def through_mean(g):
        return 0.0


class variance_term_missing(_Backward):
    """Your grad_x lacks the way through the variance: subtract x̂ · mean(g · x̂)."""

    @staticmethod
    def through_sigma(g, normalised):
        return 0.0


class variance_term_added(_Backward):
    """Your grad_x adds the way through the variance: a larger variance makes x̂ smaller, so the term is subtracted."""

    @staticmethod
    def through_sigma(g, normalised):
        return -normalised * (g * normalised).mean(-1, keepdim=True)


class means_are_sums(_Backward):
    """Your two correction terms are sums over the vector: they are means, divided by d."""

    @staticmethod
    def through_mean(g):
        return g.sum(-1, keepdim=True)

    @staticmethod
    def through_sigma(g, normalised):
        return normalised * (g * normalised).sum(-1, keepdim=True)


class weight_not_applied(_Backward):
    """Your grad_x ignores the weight: the gradient of x̂ is grad_output · weight; go on from there."""

    @staticmethod
    def scaled(grad_output, weight):
        return grad_output


class weight_applied_last(_Backward):
    """You multiply grad_x by the weight at the end: the means must already see it. Begin with g = grad_output ·
    weight."""

    @classmethod
    def layer_norm_backward(cls, grad_output, x, weight, eps=1e-5):
        grad_x, grad_weight, grad_bias = super().layer_norm_backward(grad_output, x, torch.ones_like(weight), eps)
        return grad_x * weight, grad_weight, grad_bias


class weight_in_its_own_gradient(_Backward):
    """Your grad_weight is multiplied by the weight: y = weight · x̂ + bias, so its gradient is grad_output · x̂
    alone."""

    @staticmethod
    def weighted(grad_output, normalised, x, weight):
        return grad_output * weight * normalised


class raw_x_in_grad_weight(_Backward):
    """Your grad_weight uses x: the weight is multiplied with the normalised vector x̂, so its gradient has x̂."""

    @staticmethod
    def weighted(grad_output, normalised, x, weight):
        return grad_output * x


class mean_over_vectors(_Backward):
    """Your grad_weight and grad_bias are means over the vectors: they are sums. If the loss is a mean, grad_output
    knows it already."""

    @staticmethod
    def total(per_vector):
        return per_vector.reshape(-1, per_vector.shape[-1]).mean(0)


class summed_over_first_dimension(_Backward):
    """You sum grad_weight and grad_bias over the first dimension only: sum over all but the last."""

    @staticmethod
    def total(per_vector):
        return per_vector.sum(0) if per_vector.ndim > 1 else per_vector


class not_summed(_Backward):
    """Your grad_weight and grad_bias still have one row for each vector: all vectors share them, so sum up."""

    @staticmethod
    def total(per_vector):
        return per_vector


class order_swapped(_Backward):
    """You return grad_bias before grad_weight: the order is grad_x, grad_weight, grad_bias."""

    @classmethod
    def layer_norm_backward(cls, grad_output, x, weight, eps=1e-5):
        grad_x, grad_weight, grad_bias = super().layer_norm_backward(grad_output, x, weight, eps)
        return grad_x, grad_bias, grad_weight


class unbiased_variance(_Backward):
    """You divide the variance by d − 1: layer norm divides by d. Pass correction=0 (or unbiased=False)."""

    @staticmethod
    def sigma(x, eps):
        return torch.sqrt(x.var(-1, keepdim=True) + eps)


class eps_ignored(_Backward):
    """You leave eps out, or use one of your own: σ = √(var + eps), with the eps that is given."""

    @staticmethod
    def sigma(x, eps):
        return torch.sqrt(x.var(-1, correction=0, keepdim=True) + 1e-5)


class eps_outside_root(_Backward):
    """You add eps to the standard deviation: it stands inside the root, √(var + eps)."""

    @staticmethod
    def sigma(x, eps):
        return torch.sqrt(x.var(-1, correction=0, keepdim=True)) + eps


class divided_by_variance(_Backward):
    """You divide grad_x by the variance: divide by its root, σ, and only once."""

    @classmethod
    def layer_norm_backward(cls, grad_output, x, weight, eps=1e-5):
        grad_x, grad_weight, grad_bias = super().layer_norm_backward(grad_output, x, weight, eps)
        return grad_x / cls.sigma(x, eps), grad_weight, grad_bias
