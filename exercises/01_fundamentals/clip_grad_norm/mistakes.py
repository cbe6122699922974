"""Known wrong ways to write gradient clipping; each docstring is what the learner is told."""

import torch


class _Clip:
    """Correct; a mistake overrides one step."""

    @classmethod
    def clip_grad_norm(cls, grads, max_norm):
        total_norm = cls.norm(grads)
        if cls.too_long(total_norm, max_norm):
            grads = [grad * cls.factor(total_norm, max_norm) for grad in grads]
        return grads, total_norm.item()

    @staticmethod
    def norm(grads):
        return torch.stack([grad.square().sum() for grad in grads]).sum().sqrt()

    @staticmethod
    def too_long(total_norm, max_norm):
        return total_norm > max_norm

    @staticmethod
    def factor(total_norm, max_norm):
        return max_norm / total_norm


class always_rescaled(_Clip):
    """You scale the gradients to max_norm even when they are shorter: then small gradients grow. The factor is at
    most 1."""

    @staticmethod
    def too_long(total_norm, max_norm):
        return True


class never_clipped(_Clip):
    """You give the gradients back as they came: multiply by max_norm / total_norm when the norm is larger, and keep
    the result."""

    @staticmethod
    def too_long(total_norm, max_norm):
        return False


class comparison_inverted(_Clip):
    """You scale when the norm is smaller than max_norm, and not when it is larger: turn the comparison round."""

    @staticmethod
    def too_long(total_norm, max_norm):
        return 0 < total_norm < max_norm


class per_tensor(_Clip):
    """You clip every tensor by its own norm: the direction of the step changes. One norm for all, one factor for
    all."""

    @classmethod
    def clip_grad_norm(cls, grads, max_norm):
        clipped = [super(per_tensor, cls).clip_grad_norm([grad], max_norm)[0][0] for grad in grads]
        return clipped, cls.norm(grads).item()


class clipped_by_value(_Clip):
    """You limit every number to ±max_norm: the direction of the step changes. Scale all numbers by one factor."""

    @classmethod
    def clip_grad_norm(cls, grads, max_norm):
        return [grad.clamp(-max_norm, max_norm) for grad in grads], cls.norm(grads).item()


class root_forgotten(_Clip):
    """Your norm is the sum of the squares: take its root."""

    @staticmethod
    def norm(grads):
        return torch.stack([grad.square().sum() for grad in grads]).sum()


class sum_of_norms(_Clip):
    """You add up the norms of the tensors: add up their squares, and take the root once, at the end."""

    @staticmethod
    def norm(grads):
        return torch.stack([grad.square().sum().sqrt() for grad in grads]).sum()


class largest_norm(_Clip):
    """Your norm is the largest of the tensors' norms: all tensors together are one vector."""

    @staticmethod
    def norm(grads):
        return torch.stack([grad.square().sum().sqrt() for grad in grads]).max()


class sum_of_absolute_values(_Clip):
    """Your norm is the sum of the absolute values: take squares, and the root of their sum."""

    @staticmethod
    def norm(grads):
        return torch.stack([grad.abs().sum() for grad in grads]).sum()


class largest_number(_Clip):
    """Your norm is the largest absolute value: take squares, and the root of their sum."""

    @staticmethod
    def norm(grads):
        return torch.stack([grad.abs().max() for grad in grads]).max()


class root_mean_square(_Clip):
    """You divide by the number of gradients before the root: the norm is the root of the sum, not of the mean."""

    @staticmethod
    def norm(grads):
        return torch.cat([grad.reshape(-1) for grad in grads]).square().mean().sqrt()


class max_norm_forgotten(_Clip):
    """You divide by the norm only, so that the clipped gradients have length 1: multiply by max_norm as well."""

    @staticmethod
    def factor(total_norm, max_norm):
        return 1 / total_norm


class factor_upside_down(_Clip):
    """You multiply by total_norm / max_norm, which makes long gradients longer: the other way round."""

    @staticmethod
    def factor(total_norm, max_norm):
        return total_norm / max_norm


class norm_after_clipping(_Clip):
    """The norm you return is the one after clipping: return the one before, it tells how wild the step would have
    been."""

    @classmethod
    def clip_grad_norm(cls, grads, max_norm):
        clipped, _ = super().clip_grad_norm(grads, max_norm)
        return clipped, cls.norm(clipped).item()


class norm_not_returned(_Clip):
    """You return the gradients only: return (gradients, total norm)."""

    @classmethod
    def clip_grad_norm(cls, grads, max_norm):
        return super().clip_grad_norm(grads, max_norm)[0]


class order_swapped(_Clip):
    """You return the norm before the gradients: the gradients come first."""

    @classmethod
    def clip_grad_norm(cls, grads, max_norm):
        return super().clip_grad_norm(grads, max_norm)[::-1]


class only_the_long_tensors(_Clip):
    """You scale only the tensors that are longer than max_norm themselves: when the total norm is too large, every
    tensor gets the same factor."""

    @classmethod
    def clip_grad_norm(cls, grads, max_norm):
        total_norm = cls.norm(grads)
        factor = cls.factor(total_norm, max_norm)
        clipped = [grad * factor if cls.norm([grad]) > max_norm else grad for grad in grads]
        return clipped, total_norm.item()


class one_long_vector_returned(_Clip):
    """You return one long vector: give every gradient back in its own shape, in a list."""

    @classmethod
    def clip_grad_norm(cls, grads, max_norm):
        clipped, total_norm = super().clip_grad_norm(grads, max_norm)
        return torch.cat([grad.reshape(-1) for grad in clipped]), total_norm


class in_place(_Clip):
    """You change the gradients that were given to you, as PyTorch's function does: make new ones here, `grad *
    factor` instead of `grad.mul_(factor)` or `grad *= factor`."""

    @classmethod
    def clip_grad_norm(cls, grads, max_norm):
        total_norm = cls.norm(grads)
        if total_norm > max_norm:
            for grad in grads:
                grad.mul_(cls.factor(total_norm, max_norm))
        return grads, total_norm.item()
