"""What is kept of the conversation with a solution."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from tracker.grader.errors import Fault
from tracker.grader.wire import Header


@dataclass
class Exchange:
    """One recorded request: what was asked, and the value or fault that came.

    Attributes:
        given: the tensors that a call was given, each with its name.
    """

    what: str
    value: Any = None
    fault: Fault | None = None
    given: tuple[tuple[str, Tensor], ...] = ()


def echo(got: object, exchanges: Iterable[Exchange]) -> str:
    """A sentence when what came is something that a call was given, unchanged; else the empty string."""
    if not isinstance(got, Tensor) or got.numel() < 2:
        return ""
    for exchange in exchanges:
        for name, tensor in exchange.given:
            if tensor.shape == got.shape and tensor.dtype == got.dtype and torch.equal(tensor.detach(), got):
                return f"The output is {name} of `{exchange.what}`, unchanged."
    return ""


@dataclass
class Repeatable:
    """A call that can be asked again: the request as it was sent, and what came."""

    what: str
    header: Header
    buffers: list[bytes]
    value: Any = None
