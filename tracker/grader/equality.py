"""When two answers of solutions count as the same."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

RTOL = ATOL = 1e-5


class Opaque:
    """Stands for an object that stays with the learner's code; two of them are never told apart."""


def same_value(a: Any, b: Any) -> bool:
    """True when two answers are equal: tensors within the tolerance and with NaN equal to NaN."""
    if isinstance(a, Tensor) or isinstance(b, Tensor):
        return _same_tensor(a, b)
    if isinstance(a, Opaque) and isinstance(b, Opaque):
        return True
    if isinstance(a, float) and isinstance(b, float):
        return bool(torch.isclose(torch.tensor(a), torch.tensor(b), rtol=RTOL, atol=ATOL, equal_nan=True))
    if type(a) is not type(b):
        return False
    if isinstance(a, tuple | list):
        return len(a) == len(b) and all(same_value(x, y) for x, y in zip(a, b, strict=True))
    if isinstance(a, dict):
        return list(a) == list(b) and all(same_value(a[key], b[key]) for key in a)
    return bool(a == b)


def _same_tensor(a: Any, b: Any) -> bool:
    if not isinstance(a, Tensor) or not isinstance(b, Tensor) or a.shape != b.shape or a.dtype != b.dtype:
        return False
    return (
        bool(torch.allclose(a, b, rtol=RTOL, atol=ATOL, equal_nan=True)) if a.is_floating_point() else torch.equal(a, b)
    )
