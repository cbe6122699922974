"""Correct ways to write the Noam schedule that differ in kind."""

import math

import torch


class two_branches:
    """An if for each part of the curve."""

    @staticmethod
    def noam_lr(step, d_model, warmup_steps):
        if step < warmup_steps:
            return step / (math.sqrt(d_model) * warmup_steps * math.sqrt(warmup_steps))
        return 1 / math.sqrt(d_model * step)


class fraction_of_the_peak:
    """The peak times a fraction of 1, as many libraries have it."""

    @staticmethod
    def noam_lr(step, d_model, warmup_steps):
        peak = (d_model * warmup_steps) ** -0.5
        return peak * min(step / warmup_steps, (warmup_steps / max(step, 1)) ** 0.5)


class tensors:
    """Everything with torch in float32: 0 ** -0.5 is infinity, and the minimum takes the other part."""

    @staticmethod
    def noam_lr(step, d_model, warmup_steps):
        step, warmup_steps = torch.tensor(float(step)), torch.tensor(float(warmup_steps))
        return torch.minimum(step.rsqrt(), step * warmup_steps**-1.5) / d_model**0.5


class no_minimum:
    """Sums of logarithms: a product of powers, without min and without an if around the peak."""

    @staticmethod
    def noam_lr(step, d_model, warmup_steps):
        if not step:
            return 0.0
        log_step, log_warmup = math.log(step), math.log(warmup_steps)
        rising = max(0.0, log_warmup - log_step)  # 0 after the warm-up
        return math.exp(-0.5 * (math.log(d_model) + log_step) - 1.5 * rising)
