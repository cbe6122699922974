"""What an exercise bans, refused at run time in the solver, whatever way it was reached.

Three nets, each for what slips through the one before: the functions and classes themselves are replaced; torch's
function mode sees every call of torch's Python interface, also through saved references and base classes; the kernels
of the operators underneath (`torch.ops.aten.…` in the list) are replaced too, also for compiled code.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

import torch
from torch.library import Library
from torch.overrides import TorchFunctionMode

OPERATORS = "torch.ops.aten."
HOMES = ("torch", "torch.nn.functional", "torch.special", "torch.Tensor", "torch._C._nn", "torch._C._VariableFunctions",
         "torch._VF", "torch._refs", "torch._refs.nn.functional", "torch._refs.special",
         "torch._decomp.decompositions")  # fmt: skip
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
        """Put a function that refuses in the place of every banned function and class, and of every banned kernel."""
        self.library = Library("aten", "IMPL")  # type: ignore[no-untyped-call]  # lives as long as its kernels are to stay
        for name in sorted(self.operators):
            _override(name, self.library)
        _forget_decompositions(self.operators)
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


def _override(name: str, library: Library) -> None:
    """Put a kernel that refuses in the place of the operator's own, below everything that Python can reach."""
    packet = getattr(torch.ops.aten, name, None)
    for overload in packet.overloads() if packet is not None else ():
        full = name if overload == "default" else f"{name}.{overload}"
        for key in ("CPU", "CompositeImplicitAutograd", "CompositeExplicitAutograd"):
            if torch._C._dispatch_has_kernel_for_dispatch_key(f"aten::{full}", key):
                library.impl(full, _refuser(refusal(OPERATORS + name)), key)  # type: ignore[no-untyped-call]
                break


def _forget_decompositions(operators: Collection[str]) -> None:
    """Replace torch's own Python versions of the operators, which it keeps for its compiler."""
    module = sys.modules.get("torch._decomp")
    if module is None:
        return
    for name in operators:
        if hasattr(module.decompositions, name):
            setattr(module.decompositions, name, _refuser(refusal(OPERATORS + name)))
    for table in (module.decomposition_table, *module.global_decomposition_table.values()):
        for operator in list(table):
            name = operator.name().removeprefix("aten::").partition(".")[0]
            if name in operators:
                table[operator] = _refuser(refusal(OPERATORS + name))


def _refuser(message: str) -> Callable[..., None]:
    def refuse(*args: object, **kwargs: object) -> None:
        raise RuntimeError(message)

    return refuse


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
    """The module or class that a dotted name stands for, None where it is not loaded: importing it takes seconds."""
    parts = dotted.split(".")
    for cut in range(len(parts), 0, -1):
        value: Any = sys.modules.get(".".join(parts[:cut]))
        if value is None:
            continue
        for part in parts[cut:]:
            value = getattr(value, part, None)
        return value
    return None


def _replace(owner: Any, name: str, dotted: str) -> None:
    refuse = _refuser(refusal(dotted))
    value = getattr(owner, name)
    if isinstance(value, type):
        value.__init__ = refuse  # type: ignore[misc]
        return
    try:
        setattr(owner, name, refuse)
    except (AttributeError, TypeError):  # a built-in type can't be changed; the modes see to it
        return
