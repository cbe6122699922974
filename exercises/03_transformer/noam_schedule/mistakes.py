"""Known wrong ways to write the Noam schedule; each docstring is what the learner is told."""


def _power(number, exponent):
    """`number` to the power; infinity for step 0, which the minimum then never takes."""
    return number**exponent if number else float("inf")


class step_zero_divides:
    """Your step 0 divides by zero: 0 ** -0.5 has no value. Step 0 gives 0.0."""

    @staticmethod
    def noam_lr(step, d_model, warmup_steps):
        return d_model**-0.5 * min(step**-0.5, step * warmup_steps**-1.5)


class step_zero_as_step_one:
    """Your step 0 has the rate of step 1. The warm-up is a straight line through 0: step 0 gives 0.0."""

    @staticmethod
    def noam_lr(step, d_model, warmup_steps):
        step = max(step, 1)
        return d_model**-0.5 * min(step**-0.5, step * warmup_steps**-1.5)


class one_step_ahead:
    """Your schedule is one step ahead: you use step + 1. Steps already count from 1 here."""

    @staticmethod
    def noam_lr(step, d_model, warmup_steps):
        step += 1
        return d_model**-0.5 * min(step**-0.5, step * warmup_steps**-1.5)


class one_step_behind:
    """Your schedule is one step behind: you use step - 1, so the first update has a rate of 0. Steps count from 1."""

    @staticmethod
    def noam_lr(step, d_model, warmup_steps):
        step = max(step - 1, 0)
        return d_model**-0.5 * min(_power(step, -0.5), step * warmup_steps**-1.5)


class larger_of_the_two:
    """You take the larger of the two parts: the rate is huge in the beginning. Take the smaller one, with min."""

    @staticmethod
    def noam_lr(step, d_model, warmup_steps):
        return d_model**-0.5 * max(step**-0.5, step * warmup_steps**-1.5) if step else 0.0


class d_model_forgotten:
    """Your rate does not depend on d_model: multiply by d_model ** -0.5."""

    @staticmethod
    def noam_lr(step, d_model, warmup_steps):
        return min(_power(step, -0.5), step * warmup_steps**-1.5)


class d_model_without_root:
    """You divide by d_model itself: divide by its root, d_model ** -0.5."""

    @staticmethod
    def noam_lr(step, d_model, warmup_steps):
        return min(_power(step, -0.5), step * warmup_steps**-1.5) / d_model


class times_root_d_model:
    """You multiply by √d_model: a wider model would get larger steps. Divide: the exponent is -0.5."""

    @staticmethod
    def noam_lr(step, d_model, warmup_steps):
        return d_model**0.5 * min(_power(step, -0.5), step * warmup_steps**-1.5)


class warmup_exponent_one:
    """Your warm-up divides by warmup_steps, so it meets the falling curve too early. The exponent is -1.5."""

    @staticmethod
    def noam_lr(step, d_model, warmup_steps):
        return d_model**-0.5 * min(_power(step, -0.5), step / warmup_steps)


class warmup_exponent_half:
    """Your warm-up divides by the root of warmup_steps. The exponent is -1.5, so that both parts meet at the peak."""

    @staticmethod
    def noam_lr(step, d_model, warmup_steps):
        return d_model**-0.5 * min(_power(step, -0.5), step * warmup_steps**-0.5)


class no_warm_up:
    """Your rate only falls, from a very large first step on. Before step warmup_steps it must rise: take the minimum
    of both parts."""

    @staticmethod
    def noam_lr(step, d_model, warmup_steps):
        return (d_model * step) ** -0.5 if step else 0.0


class no_decay:
    """Your rate stays at its peak after the warm-up: from there on it must fall with the root of the step."""

    @staticmethod
    def noam_lr(step, d_model, warmup_steps):
        return (d_model * warmup_steps) ** -0.5 * min(1.0, step / warmup_steps)


class decay_without_root:
    """Your rate falls with the step itself: it must fall with its root, step ** -0.5."""

    @staticmethod
    def noam_lr(step, d_model, warmup_steps):
        peak = (d_model * warmup_steps) ** -0.5
        return peak * min(step / warmup_steps, warmup_steps / max(step, 1))


class whole_number_division:
    """Your warm-up uses //, which cuts the fraction off: the rate is 0 until the peak. Use /."""

    @staticmethod
    def noam_lr(step, d_model, warmup_steps):
        peak = (d_model * warmup_steps) ** -0.5
        return peak * min(step // warmup_steps, (warmup_steps / max(step, 1)) ** 0.5)


class rooted_warm_up:
    """Your warm-up rises with the root of the step: it must be a straight line, twice the step, twice the rate."""

    @staticmethod
    def noam_lr(step, d_model, warmup_steps):
        peak = (d_model * warmup_steps) ** -0.5
        return peak * min((step / warmup_steps) ** 0.5, (warmup_steps / max(step, 1)) ** 0.5)
