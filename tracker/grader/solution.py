"""What a check calls `solution`: the learner's functions and classes, by their names."""

from __future__ import annotations

from typing import Any

from torch import Tensor

from tracker.grader.proxy import Session


class RemoteFunction:
    """A function or class of the learner's: calling it calls theirs."""

    def __init__(self, session: Session, name: str) -> None:
        self._session = session
        self._name = name

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """What the learner's function returns; a class gives an object that stays with the solver."""
        return self._session.call(0, self._name, self._name, args, kwargs)

    def in_place(self, *args: Any, **kwargs: Any) -> Tensor:
        """Call a function whose work is to change its first tensor; returns what that became, whatever it returned."""
        return self._session.change(self._name, args, kwargs)[0]


class Solution:
    """Stands for the learner's module: `solution.softmax(x)`, `solution.LayerNorm(8)`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def __getattr__(self, name: str) -> RemoteFunction:
        """A function or class of the learner's."""
        if name.startswith("_"):
            raise AttributeError(name)
        return RemoteFunction(self._session, name)
