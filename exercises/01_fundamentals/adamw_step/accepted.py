"""Correct ways to write a step of AdamW that differ in kind."""

import math

import torch


class decay_first:
    """The order of PyTorch: shrink the weight, then `addcdiv` with a corrected step size."""

    @staticmethod
    def adamw_step(param, grad, exp_avg, exp_avg_sq, step, lr, betas, eps, weight_decay):
        param = param * (1 - lr * weight_decay)
        exp_avg = torch.lerp(exp_avg, grad, 1 - betas[0])
        exp_avg_sq = (exp_avg_sq * betas[1]).addcmul(grad, grad, value=1 - betas[1])
        denominator = exp_avg_sq.sqrt() / math.sqrt(1 - betas[1] ** step) + eps
        param = torch.addcdiv(param, exp_avg, denominator, value=-lr / (1 - betas[0] ** step))
        return param, exp_avg, exp_avg_sq


class one_step_size:
    """Both corrections folded into one step size and a corrected eps, as in section 2 of the Adam paper."""

    @staticmethod
    def adamw_step(param, grad, exp_avg, exp_avg_sq, step, lr, betas, eps, weight_decay):
        beta1, beta2 = betas
        exp_avg = exp_avg + (1 - beta1) * (grad - exp_avg)
        exp_avg_sq = exp_avg_sq + (1 - beta2) * (grad.square() - exp_avg_sq)
        root = math.sqrt(1 - beta2**step)
        step_size = lr * root / (1 - beta1**step)
        new = param - step_size * exp_avg / (exp_avg_sq.sqrt() + eps * root) - lr * weight_decay * param
        return [new, exp_avg, exp_avg_sq]


class in_place_on_copies:
    """In place like a real optimiser, but on copies."""

    @staticmethod
    def adamw_step(param, grad, exp_avg, exp_avg_sq, step, lr, betas, eps, weight_decay):
        param, exp_avg, exp_avg_sq = param.clone(), exp_avg.clone(), exp_avg_sq.clone()
        exp_avg.mul_(betas[0]).add_(grad, alpha=1 - betas[0])
        exp_avg_sq.mul_(betas[1]).addcmul_(grad, grad, value=1 - betas[1])
        corrected = exp_avg.div(1 - betas[0] ** step)
        corrected.div_((exp_avg_sq / (1 - betas[1] ** step)).sqrt_().add_(eps))
        param.sub_(lr * weight_decay * param)
        param.sub_(corrected, alpha=lr)
        return param, exp_avg, exp_avg_sq


class number_by_number:
    """Python's own numbers, one weight after the other."""

    @staticmethod
    def adamw_step(param, grad, exp_avg, exp_avg_sq, step, lr, betas, eps, weight_decay):
        rows = []
        numbers = zip(*(t.flatten().tolist() for t in (param, grad, exp_avg, exp_avg_sq)), strict=True)
        for theta, g, m, v in numbers:
            m = betas[0] * m + (1 - betas[0]) * g
            v = betas[1] * v + (1 - betas[1]) * g * g
            update = m / (1 - betas[0] ** step) / (math.sqrt(v / (1 - betas[1] ** step)) + eps)
            rows.append((theta - lr * update - lr * weight_decay * theta, m, v))
        columns = torch.tensor(rows, dtype=torch.float64).T.to(param.dtype)
        return tuple(column.reshape(param.shape) for column in columns)
