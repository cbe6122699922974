"""What the checks of an exercise are written with.

A check is a pytest test whose docstring is the sentence that the learner reads:

    @points(2)
    def test_scores_are_scaled(solution, reference):
        \"\"\"Scores are divided by the square root of d_k.\"\"\"
        ...
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

import torch
from torch import Tensor, nn

from tracker.grader.compare import assert_close, plain_tensor
from tracker.grader.errors import CheckFailed, SolutionError
from tracker.grader.proxy import RemoteObject

__all__ = [
    "CheckFailed",
    "assert_close",
    "check",
    "copy_weights",
    "fails_with",
    "gradients",
    "output",
    "plain_tensor",
    "points",
]

Test = TypeVar("Test", bound=Callable[..., None])


def points(count: float) -> Callable[[Test], Test]:
    """How many points a check is worth; one without this decorator is worth 1."""

    def mark(test: Test) -> Test:
        vars(test)["points"] = float(count)
        return test

    return mark


def check(condition: object, message: str) -> None:
    """Fail with `message` unless `condition` holds."""
    if not condition:
        raise CheckFailed(message)


def output(value: Any) -> Any:
    """The output of a function or module that may return `(output, extra)`."""
    return value[0] if isinstance(value, tuple | list) and value and isinstance(value[0], Tensor) else value


def gradients(
    function: Callable[..., Any], inputs: Sequence[Tensor], grad_output: Tensor | None = None
) -> tuple[Tensor, ...]:
    """The gradients of `function(*inputs)` with respect to each input.

    Args:
        function: returns a tensor, or `(output, extra)`.
        inputs: floating-point tensors; they are not changed.
        grad_output: the gradient that arrives from above, shaped like the output; ones when None.

    Raises:
        CheckFailed: when the output has no history, so that no gradient could flow.
    """
    leaves = [tensor.detach().clone().requires_grad_() for tensor in inputs]
    result = plain_tensor(output(function(*leaves)))
    if not result.requires_grad:
        raise CheckFailed(
            "No gradient flows from the output back to the input. Stay in torch: no `.item()`, `.detach()`, "
            "`.data`, `torch.no_grad()` or `torch.tensor(…)` on the way."
        )
    given = torch.ones_like(result) if grad_output is None else grad_output
    if given.shape != result.shape:
        raise CheckFailed(f"The output has shape {tuple(result.shape)}; {tuple(given.shape)} is asked.")
    found = torch.autograd.grad(result, leaves, given, allow_unused=True)
    pairs: Iterable[tuple[Tensor, Tensor | None]] = zip(leaves, found, strict=True)
    return tuple(torch.zeros_like(leaf) if grad is None else grad for leaf, grad in pairs)


def copy_weights(reference: nn.Module, module: RemoteObject, optional: Collection[str] = ()) -> set[str]:
    """Give the learner's module the weights of `reference`, whose own names are the canonical ones.

    Optional weights that find no place (biases that the statement leaves free) become zero in `reference`, so that
    both compute the same.

    Returns:
        The canonical names that found a place.
    """
    placed = module.load(dict(reference.named_parameters()), optional=optional)
    with torch.no_grad():
        for name, parameter in reference.named_parameters():
            if name not in placed:
                parameter.zero_()
    return placed


@contextmanager
def fails_with(kinds: Collection[str], message: str) -> Iterator[None]:
    """Expect the learner's code to raise one of the exception classes named; `message` says so when it does not."""
    try:
        yield
    except SolutionError as error:
        if error.fault.kind not in kinds:
            raise
        return
    raise CheckFailed(message)
