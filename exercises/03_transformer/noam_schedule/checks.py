"""Checks of the Noam schedule."""

import math

import torch

from tracker.grader.testing import check, points


def draw(low, high):
    """A random whole number, both ends included."""
    return int(torch.randint(low, high + 1, ()))


def rate(solution, step, d_model, warmup_steps):
    """The learner's rate as a number."""
    got = solution.noam_lr(step, d_model, warmup_steps)
    if isinstance(got, torch.Tensor) and got.ndim == 0:
        got = got.item()
    check(isinstance(got, float | int), f"A number is asked; a {type(got).__name__} came.")
    return float(got)


def compare(solution, reference, step, d_model, warmup_steps, hint):
    """The learner's rate is the reference's."""
    got, expected = rate(solution, step, d_model, warmup_steps), reference.noam_lr(step, d_model, warmup_steps)
    call = f"noam_lr({step}, d_model={d_model}, warmup_steps={warmup_steps})"
    check(math.isclose(got, expected, rel_tol=1e-5), f"{call} is {expected:.6g}; yours is {got:.6g}. {hint}")


@points(3)
def test_warm_up(solution, reference):
    """During the warm-up the rate is d_model^(-0.5) · step · warmup_steps^(-1.5)."""
    warmup = draw(12, 40)
    for step in (draw(2, 5), draw(6, 11)):
        compare(solution, reference, step, draw(3, 12), warmup, "The rising part is the smaller one here.")


@points(2)
def test_decay(solution, reference):
    """After the warm-up the rate is d_model^(-0.5) · step^(-0.5)."""
    warmup = draw(12, 40)
    for step in (warmup + draw(5, 60), draw(500, 9000)):
        compare(solution, reference, step, draw(3, 12), warmup, "The falling part is the smaller one here.")


@points(1)
def test_peak(solution, reference):
    """The peak is at step = warmup_steps, with a smaller rate one step before and one step after."""
    warmup, d_model = draw(12, 40), draw(3, 12)
    before, peak, after = (rate(solution, warmup + i, d_model, warmup) for i in (-1, 0, 1))
    check(before < peak > after, f"Steps {warmup - 1}, {warmup}, {warmup + 1}: {before:.6g}, {peak:.6g}, {after:.6g}.")
    compare(solution, reference, warmup, d_model, warmup, "Both parts are equal here.")


@points(1)
def test_straight_line(solution, reference):
    """The warm-up is a straight line through 0: twice the step, twice the rate, beginning with step 1."""
    warmup, d_model = draw(12, 40), draw(3, 12)
    one, two, four = (rate(solution, step, d_model, warmup) for step in (1, 2, 4))
    straight = one > 0 and math.isclose(two, 2 * one, rel_tol=1e-5) and math.isclose(four, 4 * one, rel_tol=1e-5)
    check(straight, f"Steps 1, 2 and 4 give {one:.6g}, {two:.6g} and {four:.6g}; 1 : 2 : 4 is asked. Count from 1.")


@points(1)
def test_inverse_root(solution, reference):
    """After the warm-up, four times the step is half the rate."""
    warmup, d_model = draw(12, 40), draw(3, 12)
    step = warmup + draw(1, 50)
    now, later = (rate(solution, each, d_model, warmup) for each in (step, 4 * step))
    check(now > 0 and math.isclose(later, now / 2, rel_tol=1e-5), f"Step {step}: {now:.6g}, {4 * step}: {later:.6g}.")


@points(1)
def test_width(solution, reference):
    """A model that is four times as wide gets half the rate, in the warm-up and after it."""
    warmup, d_model = draw(12, 40), draw(3, 12)
    for step in (warmup // 2, 3 * warmup):
        narrow, wide = (rate(solution, step, width, warmup) for width in (d_model, 4 * d_model))
        halved = narrow > 0 and math.isclose(wide, narrow / 2, rel_tol=1e-5)
        check(halved, f"d_model={d_model}: {narrow:.6g}, d_model={4 * d_model}: {wide:.6g}. Look at d_model^(-0.5).")


@points(2)
def test_first_steps(solution, reference):
    """Step 0 gives 0.0, and step 1 is the first with a rate."""
    warmup, d_model = draw(12, 40), draw(3, 12)
    compare(solution, reference, 1, d_model, warmup, "Steps count from 1.")
    compare(solution, reference, 0, d_model, warmup, "Before the first step the rate is 0.")


@points(1)
def test_the_papers_numbers(solution, reference):
    """With d_model 512 and 4000 warm-up steps it is the curve of the paper; a warm-up of one step works too."""
    for step in (1, 2000, 4000, 100_000):
        compare(solution, reference, step, 512, 4000, "These are the base model's numbers.")
    for step in (1, 2, 50):
        compare(solution, reference, step, 64, 1, "With warmup_steps=1 the first step is the peak.")
