"""The learning-rate schedule of the Transformer: a linear warm-up, then a decay with the inverse root of the step.

Attention Is All You Need (arXiv:1706.03762), section 5.3, equation 3.
"""


def noam_lr(step: int, d_model: int, warmup_steps: int) -> float:
    """Return the learning rate of `step`: it rises for `warmup_steps` steps, then falls with the root of the step."""
    if step == 0:
        return 0.0  # before the first update; 0 ** -0.5 has no value
    falling = step**-0.5
    rising = step * warmup_steps**-1.5  # meets the falling curve at step = warmup_steps
    return d_model**-0.5 * min(falling, rising)
