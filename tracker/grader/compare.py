"""Comparing what came with what was expected, and saying the difference in a sentence and a small picture."""

from __future__ import annotations

import math

import torch
from torch import Tensor

from tracker.grader.codec import dtype_name
from tracker.grader.errors import CheckFailed
from tracker.grader.observe import observations
from tracker.grader.report import Matrix

MAX_ROWS = 24
MAX_COLUMNS = 48


def assert_close(
    got: object,
    expected: Tensor,
    *,
    rtol: float = 1e-5,
    atol: float = 1e-5,
    hint: str = "",
    check_dtype: bool = True,
) -> None:
    """Fail with a sentence unless `got` is a plain tensor equal to `expected` within the tolerance.

    Args:
        got: what the solution returned.
        expected: what it should be, any shape and dtype.
        rtol, atol: |got − expected| ≤ atol + rtol·|expected|; CURRICULUM's default is 1e-5 for both.
        hint: where to look, added to the message.
        check_dtype: also ask for the dtype of `expected`.

    Raises:
        CheckFailed: with the message, and with a matrix where both are numbers of one shape.
    """
    tensor = plain_tensor(got)
    if tensor.shape != expected.shape:
        raise CheckFailed(_sentence(f"The output has shape {_shape(tensor)}; {_shape(expected)} is asked.", hint=hint))
    if check_dtype and tensor.dtype != expected.dtype:
        came, asked = dtype_name(tensor.dtype), dtype_name(expected.dtype)
        raise CheckFailed(f"The output is {came}; {asked} is asked. Keep the dtype of the input.")
    tensor, expected = tensor.detach(), expected.detach()
    wrong = _wrong(tensor, expected, rtol, atol)
    if bool(wrong.any()):
        raise CheckFailed(_difference(tensor, expected, wrong, hint), matrix_of(tensor, expected), tensor)


def _wrong(got: Tensor, expected: Tensor, rtol: float, atol: float) -> Tensor:
    """Where the two differ, in the wider of their dtypes; whole numbers and truth values have no tolerance."""
    common = torch.promote_types(got.dtype, expected.dtype)
    got, expected = got.to(common), expected.to(common)
    if not (common.is_floating_point or common.is_complex):
        return got != expected
    return ~torch.isclose(got, expected, rtol=rtol, atol=atol)


def plain_tensor(got: object) -> Tensor:
    """`got` as a tensor; raises CheckFailed that says what came instead."""
    if isinstance(got, Tensor):
        return got
    if isinstance(got, tuple | list):
        raise CheckFailed(f"A tensor is asked; a {type(got).__name__} of {len(got)} came.")
    if got is None:
        raise CheckFailed("A tensor is asked; None came. Is there a `return`?")
    kind = vars(got).get("_kind", type(got).__name__) if hasattr(got, "__dict__") else type(got).__name__
    raise CheckFailed(f"A torch.Tensor is asked; a {kind} came.")


def _difference(got: Tensor, expected: Tensor, wrong: Tensor, hint: str) -> str:
    """The sentence about values: where the largest difference is, and what can be seen in the outputs."""
    broken = ~torch.isfinite(got) & torch.isfinite(expected) if got.is_floating_point() else torch.zeros_like(wrong)
    if bool(broken.any()):
        where = _index(broken.nonzero()[0])
        kind = "NaN" if bool(torch.isnan(got[broken]).any()) else "infinite"
        start = f"{int(broken.sum())} of {got.numel()} values are {kind}, the first at {where}."
    elif got.dtype is torch.bool or not (got.is_floating_point() or got.is_complex()):
        where_tensor = wrong.nonzero()[0]
        at = tuple(where_tensor.tolist())
        start = _values(at, str(expected[at].item()), str(got[at].item()))
    else:
        distance = _distance(got, expected)
        position = torch.unravel_index(distance.argmax(), distance.shape)
        at = tuple(int(part) for part in position)
        start = _values(at, _number(expected[at]), _number(got[at]))
    return _sentence(start, *observations(got, expected, wrong), hint=hint)


def _sentence(*parts: str, hint: str = "") -> str:
    return " ".join(part for part in (*parts, hint) if part)


def _shape(tensor: Tensor) -> str:
    return f"({', '.join(str(size) for size in tensor.shape)}{',' if tensor.ndim == 1 else ''})"


def _index(position: Tensor | tuple[int, ...]) -> str:
    return f"[{', '.join(str(int(part)) for part in position)}]"


def _values(position: tuple[int, ...], expected: str, got: str) -> str:
    """What was expected and what came; a single number has no place."""
    start = f"At {_index(position)}: expected" if position else "Expected"
    return f"{start} {expected}, got {got}."


def _number(value: Tensor) -> str:
    return f"{value.item():.5g}"


def matrix_of(got: Tensor, expected: Tensor) -> Matrix | None:
    """The last two dimensions of the slice with the largest difference, sampled to at most 24 × 48."""
    if got.shape != expected.shape or got.ndim == 0 or got.numel() == 0 or got.is_complex():
        return None
    got64, expected64 = got.to(torch.float64), expected.to(torch.float64)
    distance = _distance(got64, expected64)
    prefix: tuple[int, ...] = ()
    if got.ndim > 2:
        flat = int(distance.flatten(-2).amax(-1).argmax())
        prefix = tuple(int(part) for part in torch.unravel_index(torch.tensor(flat), got.shape[:-2]))
    pair = [(t[prefix] if prefix else t).reshape(-1, t.shape[-1]) for t in (got64, expected64)]
    rows, columns = (_sample(size, limit) for size, limit in zip(pair[0].shape, (MAX_ROWS, MAX_COLUMNS), strict=True))
    shown, wanted = (part[rows][:, columns] for part in pair)
    title = f"[{', '.join([*map(str, prefix), *[':'] * min(got.ndim, 2)])}]"
    if len(rows) < pair[0].shape[0] or len(columns) < pair[0].shape[1]:
        title += f", {len(rows)} of {pair[0].shape[0]} rows, {len(columns)} of {pair[0].shape[1]} columns"
    return Matrix(title, _rows(wanted), _rows(shown), _rows(shown - wanted))


def _distance(got: Tensor, expected: Tensor) -> Tensor:
    """How far apart the two are: infinitely where one is NaN, not at all where both are the same infinity."""
    return (got - expected).abs().nan_to_num(nan=math.inf).masked_fill(got == expected, 0.0)


def _sample(size: int, limit: int) -> list[int]:
    """At most `limit` indices, evenly spread from the first to the last."""
    if size <= limit:
        return list(range(size))
    return [round(i * (size - 1) / (limit - 1)) for i in range(limit)]


def _rows(matrix: Tensor) -> tuple[tuple[float | None, ...], ...]:
    return tuple(tuple(round(v, 6) if math.isfinite(v) else None for v in row) for row in matrix.tolist())
