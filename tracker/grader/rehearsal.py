"""What a waiting pair does before the job comes, so that the first check of the real run is as quick as the last.

A forked process pays for every page of memory that it is the first to touch, and Python for every path of code that
it takes for the first time. Both are paid here, while the learner is still typing.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from tracker.grader.banned import violation
from tracker.grader.guard import Guard
from tracker.grader.loading import load_module
from tracker.grader.proxy import Session
from tracker.grader.solution import Solution
from tracker.grader.solver import standing_guard
from tracker.grader.testing import gradients
from tracker.grader.transport import LocalTransport, Transport

Examine = Callable[[Path, Transport], object]


def rehearse(folder: Path, examine: Examine) -> None:
    """The judge's part: run an exercise's checks on its reference; no module of it stays loaded.

    Args:
        folder: of the exercise that was graded last, and so most likely is graded next.
        examine: runs checks on what answers at a transport.
    """
    known = set(sys.modules)
    reference = folder / "reference.py"
    examine(folder / "checks.py", LocalTransport(load_module(reference, "reference"), str(reference)))
    for name in set(sys.modules) - known:
        file = getattr(sys.modules[name], "__file__", None)
        if file and Path(file).is_relative_to(folder):  # it is read anew for the run: it may be edited until then
            del sys.modules[name]


class _Attention(nn.Module):
    """The operations that solutions are made of, once each; no exercise's answer."""

    def __init__(self) -> None:
        super().__init__()
        self.w_q = nn.Linear(8, 8)
        self.norm_1 = nn.LayerNorm(8)

    def forward(self, x: Tensor) -> Tensor:
        """(batch, length, 8) → the same."""
        h = self.norm_1(self.w_q(x)).view(2, 3, 2, 4).transpose(1, 2)
        scores = torch.einsum("bhid,bhjd->bhij", h, h) / 2.0
        hidden = torch.ones(3, 3, dtype=torch.bool).tril().logical_not()
        weights = torch.softmax(scores.masked_fill(hidden, float("-inf")), dim=-1)
        return torch.cat([(weights @ h).transpose(1, 2).reshape(x.shape), x.exp()], dim=-1)


def limber_up(banned: Collection[str]) -> Guard:
    """The solver's part: answer a few requests on a small module of ours, forward and backward.

    Returns:
        A guard that refuses the exercise's banned names from now on.
    """

    class answers:  # noqa: N801 - a namespace that stands for a solution
        Attention = _Attention

    session = Session(LocalTransport(answers, __file__))
    module: Any = Solution(session).Attention()
    module.load({name: torch.randn_like(tensor) for name, tensor in _Attention().named_parameters()})
    module.eval()
    gradients(module, [torch.randn(2, 3, 8)])
    session.repeat()
    violation(Path(__file__).read_bytes(), __file__, banned)
    return standing_guard(banned)
