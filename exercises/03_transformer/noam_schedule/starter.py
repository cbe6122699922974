"""The learning-rate schedule of the Transformer paper."""


def noam_lr(step: int, d_model: int, warmup_steps: int) -> float:
    """Return the learning rate of `step`: it rises for `warmup_steps`
    steps, then falls with the root of the step.

    Steps count from 1; step 0 gives 0.0.
    """
    raise NotImplementedError("Write noam_lr, then save.")
