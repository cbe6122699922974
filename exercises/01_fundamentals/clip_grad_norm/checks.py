"""Checks of gradient clipping."""

import torch

from tracker.grader.testing import assert_close, check, points

NORM = "The norm is the root of the sum of all squares, over all tensors together."
FACTOR = "Every tensor is multiplied by the same factor, max_norm / total_norm."


def _grads(dtype=torch.float32):
    """Gradients of different shapes and sizes, with a total norm between about 3 and 20."""
    return [
        torch.randn(4, dtype=dtype),
        2 * torch.randn(3, 2, dtype=dtype),
        torch.randn((), dtype=dtype),
        0.1 * torch.randn(2, 1, 5, dtype=dtype),
    ]


def _norm(grads):
    return torch.cat([grad.reshape(-1) for grad in grads]).double().square().sum().sqrt().item()


def _two(solution, grads, max_norm):
    """The learner's clipped gradients as a list, and the norm as a float."""
    got = solution.clip_grad_norm(grads, max_norm)
    pair = isinstance(got, tuple | list) and len(got) == 2 and isinstance(got[0], tuple | list)
    check(pair, "Two things are asked: return the list of clipped gradients, then the norm.")
    clipped, norm = got
    check(len(clipped) == len(grads), f"{len(grads)} gradients went in, {len(clipped)} came back.")
    is_number = isinstance(norm, int | float) or (isinstance(norm, torch.Tensor) and norm.ndim == 0)
    check(is_number, "The norm must be a float or a tensor without dimensions.")
    return clipped, float(norm)


def _compare_norm(got, grads):
    expected = _norm(grads)
    close = abs(got - expected) <= 1e-5 + 1e-5 * expected
    check(close, f"The norm is {expected:.5g} before clipping; {got:.5g} came. {NORM}")


def _compare(got, expected, hint):
    for number, (mine, right) in enumerate(zip(got, expected, strict=True)):
        assert_close(mine, right, hint=f"This is gradient {number} of {len(expected)}. {hint}")


@points(1)
def test_norm_of_one(solution):
    """The norm of a single gradient is the root of the sum of its squares."""
    grads = [torch.randn(6) + 1]
    _compare_norm(_two(solution, grads, 100.0)[1], grads)


@points(2)
def test_norm_of_all(solution):
    """All gradients together have one norm, and it is the one before clipping that comes back."""
    for max_norm in (100.0, 0.5):
        grads = _grads()
        _compare_norm(_two(solution, grads, max_norm)[1], grads)


@points(2)
def test_long_gradients_are_shortened(solution):
    """A gradient that is too long is shortened to max_norm and keeps its direction."""
    for max_norm in (1.0, 0.25):
        grads = [3 * torch.randn(8) + 1]
        clipped, _ = _two(solution, grads, max_norm)
        _compare(clipped, [grads[0] * (max_norm / _norm(grads))], f"Here max_norm is {max_norm}. " + FACTOR)


@points(2)
def test_short_gradients_stay(solution):
    """Gradients that are short enough come back as they are."""
    grads = _grads()
    clipped, _ = _two(solution, grads, 1.5 * _norm(grads) + 1)
    _compare(clipped, grads, "The norm is below max_norm here, so nothing changes.")


@points(3)
def test_one_factor_for_all(solution):
    """Several gradients are shortened together, all by the same factor."""
    grads = _grads()
    for share in (0.5, 0.05):
        max_norm = share * _norm(grads)
        clipped, _ = _two(solution, grads, max_norm)
        _compare(clipped, [share * grad for grad in grads], FACTOR)


@points(1)
def test_zeros(solution):
    """Gradients that are all 0 stay 0, without nan."""
    grads = [torch.zeros(3), torch.zeros(2, 2)]
    clipped, norm = _two(solution, grads, 1.0)
    _compare(clipped, grads, "The norm is 0 here: do not divide by it.")
    _compare_norm(norm, grads)
    grads = [torch.zeros(3), torch.full((2, 2), 2.0)]
    clipped, _ = _two(solution, grads, 1.0)
    _compare(clipped, [grads[0], grads[1] / 4], FACTOR)


@points(1)
def test_dtype_and_strides(solution):
    """float64 stays float64, and gradients need not be contiguous."""
    grads = [*_grads(torch.float64), torch.randn(5, 3, dtype=torch.float64).T]
    norm = _norm(grads)
    clipped, got = _two(solution, grads, norm / 2)
    _compare_norm(got, grads)
    _compare(clipped, [grad / 2 for grad in grads], FACTOR)
