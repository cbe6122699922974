"""What can be said about a wrong output from the numbers alone, for mistakes that nobody wrote down."""

from __future__ import annotations

import math

import torch
from torch import Tensor


def observations(got: Tensor, expected: Tensor, wrong: Tensor) -> list[str]:
    """Sentences about how `got` differs from `expected` (same shape); at most two, the most telling first."""
    if not got.is_floating_point() or not expected.is_floating_point():
        return _of_integers(got, expected)
    if not bool(torch.isfinite(got).all()) or not bool(torch.isfinite(expected).all()):
        return []
    got, expected = got.to(torch.float64), expected.to(torch.float64)
    found = [sentence for look in _LOOKS if (sentence := look(got, expected, wrong))]
    return found[:2]


def _of_integers(got: Tensor, expected: Tensor) -> list[str]:
    if got.dtype is torch.bool and expected.dtype is torch.bool and torch.equal(got, ~expected):
        return ["Every value is the opposite of what is asked: True means may attend."]
    if got.ndim >= 2 and got.shape[-1] == got.shape[-2] and torch.equal(got, expected.transpose(-1, -2)):
        return ["It is the transpose of what is asked: rows and columns are swapped."]
    return []


def _close(a: Tensor, b: Tensor) -> bool:
    return bool(torch.allclose(a, b, rtol=1e-4, atol=1e-5))


def _constant(got: Tensor, expected: Tensor, wrong: Tensor) -> str:
    if got.numel() > 1 and _close(got, torch.zeros_like(got)):
        return "Every value is zero."
    if got.numel() > 1 and _close(got, got.flatten()[0].expand_as(got)):
        return "Every value is the same."
    return ""


def _factor(got: Tensor, expected: Tensor, wrong: Tensor) -> str:
    """A constant factor between the two, named when it is a root of a small whole number."""
    weight = float((expected * expected).sum())
    factor = float((got * expected).sum()) / weight if weight else 0.0
    if got.numel() < 2 or abs(factor) < 1e-6 or not _close(got, expected * factor):
        return ""
    if abs(factor + 1) < 1e-4:
        return "The sign is wrong everywhere."
    return f"Your values are those asked for, times a constant factor of {factor:.4g}{_root(factor)}."


def _root(factor: float) -> str:
    size = abs(factor)
    for value, form in ((size * size, "√{}"), (1 / (size * size), "1/√{}")):
        whole = round(value)
        if 2 <= whole <= 4096 and abs(value - whole) < 1e-3 * whole and math.isqrt(whole) ** 2 != whole:
            return f" = {form.format(whole)}"
    return ""


def _offset(got: Tensor, expected: Tensor, wrong: Tensor) -> str:
    difference = got - expected
    if got.numel() > 1 and _close(difference, difference.flatten()[0].expand_as(difference)):
        return f"Every value is off by the same {float(difference.flatten()[0]):.4g}."
    return ""


def _transposed(got: Tensor, expected: Tensor, wrong: Tensor) -> str:
    for i in range(got.ndim):
        for j in range(i + 1, got.ndim):
            if got.shape[i] == got.shape[j] > 1 and _close(got, expected.transpose(i, j)):
                return f"It is what is asked with dimensions {i} and {j} swapped."
    return ""


def _shifted(got: Tensor, expected: Tensor, wrong: Tensor) -> str:
    for dim in range(got.ndim):
        size = got.shape[dim]
        for shift in (1, -1):
            if size < 3:
                continue
            kept = (1, size - 1) if shift == 1 else (0, size - 1)
            from_ = (0, size - 1) if shift == 1 else (1, size - 1)
            if _close(got.narrow(dim, *kept), expected.narrow(dim, *from_)):
                return f"It is what is asked, shifted by one position along dimension {dim}."
    return ""


def _permuted(got: Tensor, expected: Tensor, wrong: Tensor) -> str:
    """Slices along one dimension that are right but stand in another order, as with heads merged the wrong way."""
    for dim in range(got.ndim):
        size = got.shape[dim]
        if not 2 <= size <= 64 or got.numel() == size:
            continue
        a, b = got.movedim(dim, 0).reshape(size, -1), expected.movedim(dim, 0).reshape(size, -1)
        match = torch.cdist(a, b).argmin(dim=1)
        if sorted(match.tolist()) == list(range(size)) and _close(a, b[match]):
            return f"The slices along dimension {dim} are right but stand in another order: {match.tolist()[:8]}."
    if got.numel() <= 4096 and _close(got.flatten().sort().values, expected.flatten().sort().values):
        return "The numbers are the right ones, in the wrong places: look at `view`, `reshape` and `transpose`."
    return ""


def _rows(got: Tensor, expected: Tensor, wrong: Tensor) -> str:
    """Rows that should sum to one and don't."""
    if got.ndim < 1 or got.shape[-1] < 2 or bool((expected < -1e-6).any()):
        return ""
    ones = torch.ones(got.shape[:-1], dtype=got.dtype)
    if not _close(expected.sum(-1), ones) or _close(got.sum(-1), ones):
        return ""
    for dim in range(got.ndim - 1):
        if _close(got.sum(dim), torch.ones_like(got.sum(dim))):
            return f"The rows do not sum to 1, but the sums along dimension {dim} do."
    return f"The rows do not sum to 1: the first sums to {float(got.sum(-1).flatten()[0]):.4g}."


def _where(got: Tensor, expected: Tensor, wrong: Tensor) -> str:
    """Which part is wrong, when it is a part only."""
    if bool(wrong.all()) or got.ndim == 0:
        return ""
    for dim in range(got.ndim):
        others = [d for d in range(got.ndim) if d != dim]
        bad = wrong.any(dim=others) if others else wrong
        if got.shape[dim] > 1 and not bool(bad.all()):
            places = bad.nonzero().flatten().tolist()
            shown = ", ".join(map(str, places[:6])) + (", …" if len(places) > 6 else "")
            if len(places) == 1:
                return f"Only index {shown} of dimension {dim} differs."
            return f"Only indices {shown} of dimension {dim} differ."
    return ""


_LOOKS = (_constant, _factor, _offset, _transposed, _shifted, _permuted, _rows, _where)
