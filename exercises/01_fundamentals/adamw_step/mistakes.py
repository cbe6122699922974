"""Known wrong ways to write a step of AdamW; each docstring is what the learner is told."""

import math
from types import SimpleNamespace

import torch


class _AdamW:
    """Correct; a mistake overrides one step. `h` holds step, lr, betas, eps and weight_decay."""

    @classmethod
    def adamw_step(cls, param, grad, exp_avg, exp_avg_sq, step, lr, betas, eps, weight_decay):
        h = SimpleNamespace(step=step, lr=lr, beta1=betas[0], beta2=betas[1], eps=eps, weight_decay=weight_decay)
        m = cls.average(exp_avg, grad, h)
        v = cls.average_of_squares(exp_avg_sq, grad, h)
        return cls.new_param(param, cls.update(m, v, h), h), m, v

    @staticmethod
    def average(m, grad, h):
        return h.beta1 * m + (1 - h.beta1) * grad

    @staticmethod
    def average_of_squares(v, grad, h):
        return h.beta2 * v + (1 - h.beta2) * grad**2

    @staticmethod
    def update(m, v, h):
        return m / (1 - h.beta1**h.step) / (torch.sqrt(v / (1 - h.beta2**h.step)) + h.eps)

    @staticmethod
    def new_param(param, update, h):
        return param - h.lr * (update + h.weight_decay * param)


class no_bias_correction(_AdamW):
    """You use both averages without bias correction: divide them by 1 − β₁ᵗ and 1 − β₂ᵗ, because they began at 0."""

    @staticmethod
    def update(m, v, h):
        return m / (v.sqrt() + h.eps)


class first_average_uncorrected(_AdamW):
    """You correct only the average of the squares: m needs it too, divide it by 1 − β₁ᵗ."""

    @staticmethod
    def update(m, v, h):
        return m / (torch.sqrt(v / (1 - h.beta2**h.step)) + h.eps)


class second_average_uncorrected(_AdamW):
    """You correct only the average of the gradient: v needs it too, divide it by 1 − β₂ᵗ."""

    @staticmethod
    def update(m, v, h):
        return m / (1 - h.beta1**h.step) / (v.sqrt() + h.eps)


class correction_without_power(_AdamW):
    """You correct by 1 − β at every step: it is 1 − βᵗ, with the step in the exponent."""

    @staticmethod
    def update(m, v, h):
        return m / (1 - h.beta1) / (torch.sqrt(v / (1 - h.beta2)) + h.eps)


class step_counted_from_zero(_AdamW):
    """You correct with one step less: the first call has step = 1 already, so use 1 − βᵗ with t = step."""

    @staticmethod
    def update(m, v, h):
        return (
            m
            / (1 - m.new_tensor(h.beta1) ** (h.step - 1))
            / (torch.sqrt(v / (1 - v.new_tensor(h.beta2) ** (h.step - 1))) + h.eps)
        )


class step_one_more(_AdamW):
    """You correct with one step more: the first call has step = 1 already, so use 1 − βᵗ with t = step."""

    @staticmethod
    def update(m, v, h):
        return m / (1 - h.beta1 ** (h.step + 1)) / (torch.sqrt(v / (1 - h.beta2 ** (h.step + 1))) + h.eps)


class corrected_averages_returned(_AdamW):
    """You return the corrected averages: return m and v as they are, the correction is only for this step."""

    @classmethod
    def adamw_step(cls, param, grad, exp_avg, exp_avg_sq, step, lr, betas, eps, weight_decay):
        new, m, v = super().adamw_step(param, grad, exp_avg, exp_avg_sq, step, lr, betas, eps, weight_decay)
        return new, m / (1 - betas[0] ** step), v / (1 - betas[1] ** step)


class averages_not_updated(_AdamW):
    """You return the averages that came in: return the new ones."""

    @classmethod
    def adamw_step(cls, param, grad, exp_avg, exp_avg_sq, *rest):
        new, _, _ = super().adamw_step(param, grad, exp_avg, exp_avg_sq, *rest)
        return new, exp_avg, exp_avg_sq


class decay_through_the_gradient(_AdamW):
    """You add the decay to the gradient: that is L2 regularisation, and the division by √v̂ spoils it. AdamW takes
    it directly from the weight, lr · weight_decay · θ."""

    @classmethod
    def adamw_step(cls, param, grad, exp_avg, exp_avg_sq, step, lr, betas, eps, weight_decay):
        grad = grad + weight_decay * param
        return super().adamw_step(param, grad, exp_avg, exp_avg_sq, step, lr, betas, eps, 0.0)


class decay_forgotten(_AdamW):
    """Your weight decay does nothing: subtract lr · weight_decay · θ as well."""

    @staticmethod
    def new_param(param, update, h):
        return param - h.lr * update


class decay_without_lr(_AdamW):
    """Your weight decay is not multiplied by lr: subtract lr · weight_decay · θ."""

    @staticmethod
    def new_param(param, update, h):
        return param - h.lr * update - h.weight_decay * param


class decay_of_the_new_weight(_AdamW):
    """You shrink the weight after it has moved: the decay is taken from the old θ."""

    @staticmethod
    def new_param(param, update, h):
        return (param - h.lr * update) * (1 - h.lr * h.weight_decay)


class decay_grows(_AdamW):
    """Your weight decay makes the weight larger: its sign is wrong."""

    @staticmethod
    def new_param(param, update, h):
        return param - h.lr * (update - h.weight_decay * param)


class uphill(_AdamW):
    """You add the step: the loss falls against the gradient, so subtract it."""

    @staticmethod
    def new_param(param, update, h):
        return param + h.lr * update - h.lr * h.weight_decay * param


class eps_inside_root(_AdamW):
    """You add eps inside the root: it is √v̂ + eps."""

    @staticmethod
    def update(m, v, h):
        return m / (1 - h.beta1**h.step) / torch.sqrt(v / (1 - h.beta2**h.step) + h.eps)


class eps_before_correction(_AdamW):
    """You add eps to √v before the bias correction: correct first, then √v̂ + eps."""

    @staticmethod
    def update(m, v, h):
        return m / (1 - h.beta1**h.step) / ((v.sqrt() + h.eps) / math.sqrt(1 - h.beta2**h.step))


class eps_ignored(_AdamW):
    """You leave eps out, or use one of your own: it is √v̂ + eps, with the eps that is given."""

    @staticmethod
    def update(m, v, h):
        return m / (1 - h.beta1**h.step) / (torch.sqrt(v / (1 - h.beta2**h.step)) + 1e-8)


class root_forgotten(_AdamW):
    """You divide by v̂: divide by its root."""

    @staticmethod
    def update(m, v, h):
        return m / (1 - h.beta1**h.step) / (v / (1 - h.beta2**h.step) + h.eps)


class gradient_not_squared(_AdamW):
    """Your second average is one of the gradient itself: it averages the squares."""

    @staticmethod
    def average_of_squares(v, grad, h):
        return h.beta2 * v + (1 - h.beta2) * grad


class average_squared(_AdamW):
    """Your second average squares the whole mixture: only the gradient is squared, β₂ · v + (1 − β₂) · grad²."""

    @staticmethod
    def average_of_squares(v, grad, h):
        return h.beta2 * v + ((1 - h.beta2) * grad) ** 2


class betas_swapped(_AdamW):
    """Your betas are swapped: the first belongs to the average of the gradient, the second to that of its square."""

    @classmethod
    def adamw_step(cls, param, grad, exp_avg, exp_avg_sq, step, lr, betas, eps, weight_decay):
        betas = (betas[1], betas[0])
        return super().adamw_step(param, grad, exp_avg, exp_avg_sq, step, lr, betas, eps, weight_decay)


class share_of_the_new_forgotten(_AdamW):
    """You add the whole gradient to the average: its share is 1 − β₁."""

    @staticmethod
    def average(m, grad, h):
        return h.beta1 * m + grad


class shares_swapped(_AdamW):
    """Your averages forget too fast: the old value has the share β, the new one 1 − β."""

    @staticmethod
    def average(m, grad, h):
        return (1 - h.beta1) * m + h.beta1 * grad

    @staticmethod
    def average_of_squares(v, grad, h):
        return (1 - h.beta2) * v + h.beta2 * grad**2


class gradient_instead_of_average(_AdamW):
    """You step along the gradient of this moment: step along its corrected average m̂."""

    @classmethod
    def adamw_step(cls, param, grad, exp_avg, exp_avg_sq, step, lr, betas, eps, weight_decay):
        h = SimpleNamespace(step=step, lr=lr, beta1=betas[0], beta2=betas[1], eps=eps, weight_decay=weight_decay)
        m, v = cls.average(exp_avg, grad, h), cls.average_of_squares(exp_avg_sq, grad, h)
        return cls.new_param(param, cls.update(grad * (1 - h.beta1**step), v, h), h), m, v


class old_averages_used(_AdamW):
    """You take the step with the averages of the step before: update m and v first, then use them."""

    @classmethod
    def adamw_step(cls, param, grad, exp_avg, exp_avg_sq, step, lr, betas, eps, weight_decay):
        h = SimpleNamespace(step=step, lr=lr, beta1=betas[0], beta2=betas[1], eps=eps, weight_decay=weight_decay)
        m, v = cls.average(exp_avg, grad, h), cls.average_of_squares(exp_avg_sq, grad, h)
        return cls.new_param(param, cls.update(exp_avg, exp_avg_sq, h), h), m, v


class correction_multiplied(_AdamW):
    """You multiply by 1 − βᵗ: the averages are too small at first, and the correction makes them larger. Divide."""

    @staticmethod
    def update(m, v, h):
        return m * (1 - h.beta1**h.step) / (torch.sqrt(v * (1 - h.beta2**h.step)) + h.eps)


class square_of_the_average(_AdamW):
    """Your second average takes the square of the first one: it takes the square of this step's gradient."""

    @classmethod
    def adamw_step(cls, param, grad, exp_avg, exp_avg_sq, step, lr, betas, eps, weight_decay):
        h = SimpleNamespace(step=step, lr=lr, beta1=betas[0], beta2=betas[1], eps=eps, weight_decay=weight_decay)
        m = cls.average(exp_avg, grad, h)
        v = cls.average_of_squares(exp_avg_sq, m, h)
        return cls.new_param(param, cls.update(m, v, h), h), m, v


class decay_divided(_AdamW):
    """Your decay is divided by √v̂ + eps, together with m̂: it stands outside of the fraction."""

    @classmethod
    def adamw_step(cls, param, grad, exp_avg, exp_avg_sq, step, lr, betas, eps, weight_decay):
        h = SimpleNamespace(step=step, lr=lr, beta1=betas[0], beta2=betas[1], eps=eps, weight_decay=weight_decay)
        m, v = cls.average(exp_avg, grad, h), cls.average_of_squares(exp_avg_sq, grad, h)
        pulled = m + (1 - h.beta1**step) * weight_decay * param
        return param - lr * cls.update(pulled, v, h), m, v


class only_the_param(_AdamW):
    """You return the weight only: the next step needs the averages too. Return (param, exp_avg, exp_avg_sq)."""

    @classmethod
    def adamw_step(cls, param, grad, exp_avg, exp_avg_sq, *rest):
        return super().adamw_step(param, grad, exp_avg, exp_avg_sq, *rest)[0]


class in_place:
    """You change the tensors that were given to you. A real optimiser does; here the caller still needs them: write
    `x * y`, not `x.mul_(y)`, and `x = x + y`, not `x += y`."""

    @staticmethod
    def adamw_step(param, grad, exp_avg, exp_avg_sq, step, lr, betas, eps, weight_decay):
        exp_avg.mul_(betas[0]).add_(grad, alpha=1 - betas[0])
        exp_avg_sq.mul_(betas[1]).addcmul_(grad, grad, value=1 - betas[1])
        denominator = (exp_avg_sq / (1 - betas[1] ** step)).sqrt() + eps
        param.mul_(1 - lr * weight_decay).addcdiv_(exp_avg, denominator, value=-lr / (1 - betas[0] ** step))
        return param, exp_avg, exp_avg_sq
