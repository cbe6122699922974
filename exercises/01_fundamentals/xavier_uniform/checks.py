"""Checks of Xavier initialisation. Every run draws anew, so they look at what must hold for every draw."""

import math

import torch

from tracker.grader.testing import check, points


def _filled(solution, *shape, gain=None, dtype=torch.float32):
    """A weight that held 7s, after the learner has filled it; fails where it is untouched or has changed its kind."""
    weight = torch.full(shape, 7.0, dtype=dtype)
    changed = solution.xavier_uniform_.in_place(weight, *([] if gain is None else [gain]))
    check(changed.shape == weight.shape, f"The weight had shape {shape}; afterwards it has {tuple(changed.shape)}.")
    check(changed.dtype == dtype, f"The weight was {dtype}; afterwards it is {changed.dtype}.")
    check(not torch.equal(changed, weight), "`weight` is what it was before: fill it in place.")
    check(torch.isfinite(changed).all(), "Some weights are not finite.")
    return changed.double()


def _check_bound(weight, gain=1.0):
    """All numbers lie between −a and a, and come close to both."""
    d_out, d_in = weight.shape
    a = gain * math.sqrt(6 / (d_in + d_out))
    low, high = weight.min().item(), weight.max().item()
    asked = f"With d_in {d_in}, d_out {d_out} and gain {gain:g} they are asked between {-a:.4f} and {a:.4f}"
    check(high <= a * 1.005 and low >= -a * 1.005, f"{asked}; they reach from {low:.4f} to {high:.4f}.")
    check(high >= a * 0.98 and low <= -a * 0.98, f"{asked}; they reach only from {low:.4f} to {high:.4f}.")


@points(2)
def test_bound(solution):
    """The numbers lie between −a and a, and fill that range."""
    _check_bound(_filled(solution, 60, 60))


@points(2)
def test_both_sizes(solution):
    """The bound depends on the sum of d_in and d_out, also when they differ."""
    for shape in ((30, 150), (200, 20)):
        _check_bound(_filled(solution, *shape))


@points(2)
def test_gain(solution):
    """The gain multiplies the bound."""
    for gain in (2.0, 0.3):
        _check_bound(_filled(solution, 40, 80, gain=gain), gain)


@points(2)
def test_evenly_drawn(solution):
    """The numbers are spread evenly: mean 0, the right variance, and a quarter of them in each quarter of the range."""
    weight = _filled(solution, 150, 150)
    a = math.sqrt(6 / 300)
    mean, variance = weight.mean().item(), weight.var().item()
    check(abs(mean) < 0.03 * a, f"The mean is {mean:.4f}; 0 is asked.")
    check(abs(variance / (a * a / 3) - 1) < 0.05, f"The variance is {variance:.5f}; a² / 3 = {a * a / 3:.5f} is asked.")
    quarters = torch.histc((weight / a).float(), bins=4, min=-1, max=1) / weight.numel()
    shares = ", ".join(f"{share:.3f}" for share in quarters.tolist())
    check((quarters - 0.25).abs().max() < 0.02, f"The shares of the four quarters from −a to a are {shares}, not 0.25.")


@points(1)
def test_each_on_its_own(solution):
    """Each number is drawn on its own, and every call draws again."""
    weight, again = _filled(solution, 60, 50), _filled(solution, 60, 50)
    check(weight.unique().numel() > 2900, "Many of the 3000 numbers are the same: draw in the shape of the weight.")
    check(not torch.equal(weight, again), "Two calls drew exactly the same numbers: use no seed of your own.")
    _check_bound(weight)


@points(1)
def test_parameter(solution):
    """A parameter, which requires a gradient, can be filled too."""
    weight = torch.full((50, 70), 7.0).requires_grad_()
    changed = solution.xavier_uniform_.in_place(weight)
    check(not torch.equal(changed, weight), "`weight` is what it was before: fill it in place.")
    _check_bound(changed.detach().double())


@points(1)
def test_dtype_and_strides(solution):
    """float64 and bfloat16 stay what they are, and the weight need not be contiguous."""
    for dtype in (torch.float64, torch.bfloat16):
        _check_bound(_filled(solution, 50, 60, dtype=dtype))
    weight = torch.full((60, 40), 7.0).T
    changed = solution.xavier_uniform_.in_place(weight)
    check((changed != 7).all(), "Some numbers of a weight that is not contiguous were not filled.")
    _check_bound(changed.double())
