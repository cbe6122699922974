"""One call across the wire, with its part in autograd.

The outputs of a call grow from its inputs: they pass through a `torch.autograd.Function` whose backward asks the
solver, which keeps the call's own graph.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import torch
from torch import Tensor

from tracker.grader.codec import dtype_name
from tracker.grader.endpoint import tensors_in
from tracker.grader.errors import CheckFailed, SolutionError, WireBroken
from tracker.grader.wire import Header

MOST_ITEMS, LONGEST_WORD = 4, 40
"""Of a list, and letters of a number or text, that are shown of an argument."""

Arguments = tuple[tuple[Any, ...], dict[str, Any]]


class Conversation(Protocol):
    """What a call needs of the session that it belongs to."""

    def request(self, what: str, header: Header, buffers: list[bytes]) -> tuple[Header, list[bytes]]:
        """One exchange."""

    def note(self, value: Any) -> None:
        """Keep the answer of the latest exchange."""

    def value(self, form: Any, buffers: list[bytes]) -> Any:
        """Decode what came."""

    def encode(self, value: Any, buffers: list[bytes]) -> Any:
        """Encode what goes."""


class PendingCall:
    """One call on its way; a class because autograd's Function can't return structured values."""

    def __init__(self, session: Conversation, what: str, header: Header, arguments: Arguments) -> None:
        self.session = session
        self.what = what
        self.header = header
        self.arguments = arguments
        self.value: Any = None
        self.graph = 0

    def run(self) -> Any:
        """Ask the solver; the answer is recorded and returned."""
        buffers: list[bytes] = []
        arguments = self.session.encode(self.arguments, buffers)
        try:
            reply, out = self.session.request(self.what, {**self.header, "arguments": arguments}, buffers)
        except SolutionError as error:
            error.called = written(self.what, self.arguments)
            raise
        self.value = self.session.value(reply.get("value"), out)
        self.session.note(detached(self.value))
        graph = reply.get("graph", 0)
        self.graph = graph if type(graph) is int else 0
        if reply.get("mutated"):
            raise CheckFailed(self._mutation(reply["mutated"]))
        return self.value

    def run_recorded(self, inputs: list[Tensor]) -> None:
        """Ask the solver inside autograd, then put the outputs that have a history into the value."""
        self.run()
        if not self.graph:
            self.value = detached(self.value)
            return
        outputs = [tensor for tensor in tensors_in(self.value) if tensor.requires_grad]
        anchor = torch.zeros((), requires_grad=True)
        known = [tensor.detach() for tensor in outputs]
        tracked = list(_Crossing.apply(self, len(known), anchor, *known, *inputs))  # type: ignore[no-untyped-call]
        self.value = _replaced(self.value, tracked)

    def backward(self, grads: tuple[Tensor | None, ...]) -> list[Tensor | None]:
        """The gradients of the inputs, by the solver's own graph."""
        buffers: list[bytes] = []
        header = {"op": "backward", "graph": self.graph, "grads": self.session.encode(list(grads), buffers)}
        reply, out = self.session.request(f"backward of {self.what}", header, buffers)
        value = self.session.value(reply.get("value"), out)
        self.session.note(value)
        if not isinstance(value, list) or any(not isinstance(g, Tensor | None) for g in value):
            raise WireBroken("The solver sent gradients that can't be read.")
        return value

    def _mutation(self, mutated: Any) -> str:
        names = [name for name, _ in tensors_given(self.arguments)]
        changed = [names[i] for i in mutated if type(i) is int and 0 <= i < len(names)] or ["its input"]
        return (
            f"`{self.what}` changes {' and '.join(changed)} in place. Make a new tensor instead: "
            "the caller still needs the old one (look for `+=`, `[...] =` and methods that end in `_`)."
        )


class _Crossing(torch.autograd.Function):
    """The place where autograd leaves this process: its backward asks the solver."""

    @staticmethod
    def forward(ctx: Any, call: PendingCall, count: int, anchor: Tensor, *tensors: Tensor) -> tuple[Tensor, ...]:
        """Give each output a history that leads to the inputs."""
        ctx.call = call
        ctx.count = count
        ctx.set_materialize_grads(False)
        return tuple(tensor.clone() for tensor in tensors[:count])

    @staticmethod
    def backward(ctx: Any, *grads: Tensor | None) -> tuple[Any, ...]:
        """Gradients for the inputs; none for the call, the count, the anchor and the detached outputs."""
        return (None, None, None, *[None] * ctx.count, *ctx.call.backward(grads))


def tensors_given(arguments: Arguments) -> tuple[tuple[str, Tensor], ...]:
    """The tensors among the arguments, each with what it is called there."""
    args, kwargs = arguments
    named = [(f"argument {i + 1}", arg) for i, arg in enumerate(args)]
    named += [(f"`{key}`", arg) for key, arg in kwargs.items()]
    return tuple((name, tensor) for name, arg in named for tensor in tensors_in(arg))


def written(what: str, arguments: Arguments) -> str:
    """A call as a learner reads it, such as `softmax(float32[2, 3], dim=-1)`."""
    args, kwargs = arguments
    return f"{what}({', '.join([*map(_word, args), *(f'{key}={_word(value)}' for key, value in kwargs.items())])})"


def _word(value: Any) -> str:
    if isinstance(value, Tensor):
        return f"{dtype_name(value.dtype)}{list(value.shape)}"
    if isinstance(value, list | tuple):
        shown = [_word(item) for item in value[:MOST_ITEMS]] + ["…"] * (len(value) > MOST_ITEMS)
        return f"[{', '.join(shown)}]" if isinstance(value, list) else f"({', '.join(shown)})"
    if callable(value) and hasattr(value, "__name__"):
        return "a function"
    text = repr(value)
    return text if len(text) <= LONGEST_WORD else text[:LONGEST_WORD] + "…"


def detached(value: Any) -> Any:
    """`value` with plain tensors that have no history."""
    return _mapped(value, lambda tensor: tensor.detach())


def _replaced(value: Any, tracked: list[Tensor]) -> Any:
    """`value` with each tensor that requires grad replaced by the next of `tracked`."""
    return _mapped(value, lambda tensor: tracked.pop(0) if tensor.requires_grad else tensor)


def _mapped(value: Any, change: Callable[[Tensor], Tensor]) -> Any:
    if isinstance(value, Tensor):
        return change(value)
    if type(value) in (tuple, list):
        return type(value)(_mapped(item, change) for item in value)
    if type(value) is dict:
        return {key: _mapped(item, change) for key, item in value.items()}
    return value
