"""What an exercise bans, refused at run time in the solver, whatever way it was reached.

Three nets, each for what slips through the one before: the functions and classes themselves are replaced; torch's
function mode sees every call of torch's Python interface, also through saved references and base classes; its dispatch
mode sees the operators underneath (`torch.ops.aten.…` in the list), also out of compiled code.
"""

from __future__ import annotations

import importlib
from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

from torch.overrides import TorchFunctionMode
from torch.utils._python_dispatch import TorchDispatchMode

OPERATORS = "torch.ops.aten."
HOMES = ("torch", "torch.nn.functional", "torch.special", "torch.Tensor", "torch._C._nn", "torch._C._VariableFunctions",
         "torch._VF")  # fmt: skip
"""Where torch keeps the same function under the same name."""


def refusal(dotted: str) -> str:
    """The sentence for a banned call."""
    return f"`{dotted}` is called here; this exercise asks you to write it yourself."


class Guard:
    """Refuses the banned names in this process; `watching()` also looks at what a call does underneath.

    Args:
        banned: full dotted names, such as `torch.nn.functional.softmax`; a trailing `*` stands for any ending.
    """

    def __init__(self, banned: Collection[str] = ()) -> None:
        names = [name for dotted in banned for name in _expanded(dotted)]
        self.operators = {name.removeprefix(OPERATORS) for name in names if name.startswith(OPERATORS)}
        self.functions: dict[str, str] = {}
        for name in names:
            self.functions.setdefault(name.rpartition(".")[2], name)

    def replace(self) -> None:
        """Put a function that refuses in the place of every banned function and class."""
        for dotted in self.functions.values():
            if dotted.startswith(OPERATORS):  # torch itself imports these later; the modes see their calls
                continue
            owner_path, _, name = dotted.rpartition(".")
            for path in dict.fromkeys((owner_path, *HOMES)):
                owner = _resolve(path)
                if owner is not None and hasattr(owner, name) and _is_that(getattr(owner, name), path, owner_path):
                    _replace(owner, name, dotted)

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Refuse banned functions and operators while the learner's code runs."""
        with ExitStack() as modes:
            if self.functions:
                modes.enter_context(_Functions(self.functions))
            if self.operators:
                modes.enter_context(_Operators(self.operators))
            yield


class _Functions(TorchFunctionMode):
    def __init__(self, banned: dict[str, str]) -> None:
        super().__init__()
        self.banned = banned

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        name = getattr(func, "__name__", "").partition(".")[0]
        if name in self.banned:
            raise RuntimeError(refusal(self.banned[name]))
        return func(*args, **(kwargs or {}))


class _Operators(TorchDispatchMode):  # type: ignore[no-untyped-call]
    def __init__(self, banned: set[str]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.banned = banned

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        name = func._schema.name.removeprefix("aten::")
        if name in self.banned:
            raise RuntimeError(refusal(OPERATORS + name))
        return func(*args, **(kwargs or {}))


def _expanded(dotted: str) -> Sequence[str]:
    """The names that a pattern stands for."""
    if not dotted.endswith("*"):
        return [dotted]
    owner_path, _, pattern = dotted.rpartition(".")
    owner = _resolve(owner_path)
    return [f"{owner_path}.{name}" for name in dir(owner) if name.startswith(pattern[:-1])]


def _is_that(value: Any, path: str, owner_path: str) -> bool:
    """In its own home anything is meant; elsewhere only functions: a module of the same name is another matter."""
    return path == owner_path or (callable(value) and not isinstance(value, type))


def _resolve(dotted: str) -> Any:
    """The module or class that a dotted name stands for, or None."""
    parts = dotted.split(".")
    for cut in range(len(parts), 0, -1):
        try:
            value: Any = importlib.import_module(".".join(parts[:cut]))
        except ImportError:
            continue
        for part in parts[cut:]:
            value = getattr(value, part, None)
        return value
    return None


def _replace(owner: Any, name: str, dotted: str) -> None:
    message = refusal(dotted)

    def refuse(*args: object, **kwargs: object) -> None:
        raise RuntimeError(message)

    value = getattr(owner, name)
    if isinstance(value, type):
        value.__init__ = refuse  # type: ignore[misc]
        return
    try:
        setattr(owner, name, refuse)
    except (AttributeError, TypeError):  # a built-in type can't be changed; the modes see to it
        return
