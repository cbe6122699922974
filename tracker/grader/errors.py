"""What can go wrong between judge and solver, and inside the learner's code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


class WireBroken(Exception):
    """The solver is gone, or what it sent is no message."""


class CheckFailed(AssertionError):
    """A check's own finding: a wrong answer, in a sentence for the learner.

    Args:
        message: the sentence.
        matrix: the picture of the difference.
        got: the tensor that was not as expected, where it was one of the right shape.
    """

    def __init__(self, message: str, matrix: object | None = None, got: object | None = None) -> None:
        super().__init__(message)
        self.matrix = matrix
        self.got = got


PLAIN = ("missing", "refused", "NotImplementedError", "SystemExit")
"""Kinds of faults that are the same whatever the function was called with."""


@dataclass(frozen=True)
class Fault:
    """An exception out of the learner's code, as data.

    Attributes:
        kind: the exception's class name; `missing` when an entry point is not there; `refused` when the file is not
            run.
        message: what the exception says.
        line: the line of the learner's file it came from, 0 when it came from none.
        source: that line's text.
    """

    kind: str
    message: str
    line: int = 0
    source: str = ""

    def sentence(self) -> str:
        """The fault as one sentence for the learner."""
        if self.kind in ("missing", "refused"):
            return self.message
        if self.kind == "NotImplementedError":
            return f"Not written yet: line {self.line} still raises NotImplementedError."
        if self.kind == "SystemExit":
            return f"Line {self.line} ends the program: a solution must not call exit(). The line is: {self.source}"
        where = f"Line {self.line} raises" if self.line else "Your code raises"
        says = f"{self.kind}: {self.message}" if self.message else self.kind
        shown = f" The line is: {self.source}" if self.source else ""
        return f"{where} {says}{'' if says.endswith('.') else '.'}{shown}"


class SolutionError(AssertionError):
    """The learner's code raised instead of answering.

    Attributes:
        fault: what it raised.
        called: the call, with shapes for tensors; empty where it was none.
    """

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.sentence())
        self.fault = fault
        self.called = ""

    def message(self) -> str:
        """The fault, and the call that led to it where that can help."""
        tells = self.called and self.fault.kind not in PLAIN
        return f"{self} Called as `{self.called}`." if tells else str(self)


def fault_from(data: Any) -> Fault:
    """A fault as the solver sent it, believed only as far as its types go."""
    if not isinstance(data, dict):
        raise WireBroken("The solver sent a fault that can't be read.")
    kind, message, line, source = (data.get(key) for key in ("kind", "message", "line", "source"))
    return Fault(str(kind)[:200], str(message)[:2000], line if type(line) is int else 0, str(source)[:500])
