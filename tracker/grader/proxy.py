"""What a check sees: an object that stands for the learner's module, which lives in another process.

Every call is recorded, so that it can be replayed on the known mistakes. Autograd crosses: the outputs of a call grow
from its inputs, and `backward` asks the solver for its part.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any, Protocol

import torch
from torch import Tensor

from tracker.grader.codec import decode, encode
from tracker.grader.endpoint import Endpoint, tensors_in
from tracker.grader.errors import CheckFailed, Fault, SolutionError, WireBroken
from tracker.grader.wire import Frame, Header, Wire

Answer = Callable[[Header, list[bytes]], Frame]


class Transport(Protocol):
    """How a request reaches the learner's objects; `answer` serves callbacks that come back meanwhile."""

    def request(self, header: Header, buffers: list[bytes], answer: Answer) -> Frame:
        """Send one request and wait for its answer."""


class PipeTransport:
    """The learner's objects live in the solver process at the other end of `wire`."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire

    def request(self, header: Header, buffers: list[bytes], answer: Answer) -> Frame:
        """Send, serve callbacks, return the answer; raises WireBroken when the solver is gone."""
        self.wire.send(header, buffers)
        while True:
            reply, out = self.wire.receive()
            if reply.get("op") != "callback":
                return reply, out
            self.wire.send(*answer(reply, out))


class LocalTransport:
    """The objects live in this process: a mistake that is replayed, or `pytest` without the app."""

    def __init__(self, target: object, filename: str) -> None:
        self.endpoint = Endpoint(target, filename, lambda header, buffers: self._answer(header, buffers))
        self._answer: Answer = _no_answer

    def request(self, header: Header, buffers: list[bytes], answer: Answer) -> Frame:
        """Handle the request here, leaving this process's random state and grad mode as they were."""
        self._answer = answer
        state, grad = torch.get_rng_state(), torch.is_grad_enabled()
        try:
            return self.endpoint.handle(header, buffers)
        finally:
            torch.set_rng_state(state)
            torch.set_grad_enabled(grad)


def _no_answer(header: Header, buffers: list[bytes]) -> Frame:
    raise WireBroken("A callback came outside of a call.")


@dataclass
class Exchange:
    """One recorded request: what was asked, and the value or fault that came."""

    what: str
    value: Any = None
    fault: Fault | None = None


@dataclass
class Session:
    """The conversation of one check with one solution.

    Args:
        transport: the way to the learner's objects.
        seed: the learner's random state before each call follows from it and the call's number.
    """

    transport: Transport
    seed: int = 0
    exchanges: list[Exchange] = field(default_factory=list)
    callables: list[Callable[..., Any]] = field(default_factory=list)
    callback_error: BaseException | None = None

    def request(self, what: str, header: Header, buffers: list[bytes]) -> tuple[Header, list[bytes]]:
        """One exchange; raises SolutionError for a fault of the learner's code."""
        seed = zlib.crc32(f"{self.seed}:{len(self.exchanges)}".encode())
        self.compare()
        exchange = Exchange(what)
        self.exchanges.append(exchange)
        reply, out = self.transport.request({**header, "seed": seed}, buffers, self._answer)
        if self.callback_error is not None:
            error, self.callback_error = self.callback_error, None
            raise error
        if "fault" in reply:
            exchange.fault = fault_from(reply["fault"])
            raise SolutionError(exchange.fault)
        return reply, out

    def compare(self) -> None:
        """Nothing here; a replay looks at the exchange before and stops where it diverges."""

    def call(self, target: int, name: str, what: str, args: Any, kwargs: Any) -> Any:
        """Call a function, class, method or object of the learner's."""
        grad = torch.is_grad_enabled()
        inputs = [tensor for tensor in tensors_in((args, kwargs)) if tensor.requires_grad] if grad else []
        header = {"op": "call", "object": target, "name": name, "grad": grad}
        call = _PendingCall(self, what, header, args, kwargs)
        if not grad:
            return call.run()
        call.run_recorded(inputs)
        return call.value

    def value(self, form: Any, buffers: list[bytes]) -> Any:
        """Decode what the solver sent; malformed data is a broken wire, never an exception of ours."""
        try:
            return decode(form, buffers, self._resolve)
        except (TypeError, ValueError, RuntimeError, RecursionError) as error:
            raise WireBroken("The solver sent a value that can't be read.") from error

    def encode(self, value: Any, buffers: list[bytes]) -> Any:
        """Encode what a check passes on: plain data, tensors, remote objects, and functions that stay here."""
        return encode(value, buffers, self._handle)

    def _handle(self, value: Any) -> Header:
        if isinstance(value, RemoteObject):
            return {"o": vars(value)["_number"]}
        if callable(value):
            self.callables.append(value)
            return {"f": len(self.callables) - 1}
        raise TypeError(f"a check can't pass a {type(value).__name__} to a solution")

    def _resolve(self, form: Header) -> Any:
        if type(form.get("o")) is not int or not isinstance(form.get("type"), str):
            raise WireBroken("A value on the pipe has an unknown form.")
        return RemoteObject(self, form["o"], form["type"])

    def _answer(self, header: Header, buffers: list[bytes]) -> Frame:
        """Run a function of the check that the learner's code called."""
        number = header.get("f")
        if type(number) is not int or not 0 <= number < len(self.callables):
            raise WireBroken("The solver called a function that it was not given.")
        args, kwargs = self.value(header.get("arguments"), buffers)
        out: list[bytes] = []
        try:
            result = self.callables[number](*args, **kwargs)
        except CheckFailed as error:  # the check's own finding about how it was called
            self.callback_error = error
            return {"raised": str(error)}, []
        except (TypeError, ValueError, IndexError, RuntimeError) as error:
            return {"raised": f"{type(error).__name__}: {error}"}, []
        return {"value": encode(result, out, self._handle)}, out


def fault_from(data: Any) -> Fault:
    """A fault as the solver sent it, believed only as far as its types go."""
    if not isinstance(data, dict):
        raise WireBroken("The solver sent a fault that can't be read.")
    kind, message, line, source = (data.get(key) for key in ("kind", "message", "line", "source"))
    return Fault(str(kind)[:200], str(message)[:2000], line if type(line) is int else 0, str(source)[:500])


class _PendingCall:
    """One call on its way; a class because autograd's Function can't return structured values."""

    def __init__(self, session: Session, what: str, header: Header, args: Any, kwargs: Any) -> None:
        self.session = session
        self.what = what
        self.header = header
        self.arguments = (args, kwargs)
        self.value: Any = None
        self.graph = 0
        self.outputs: list[Tensor] = []

    def run(self) -> Any:
        """Ask the solver; the answer is recorded and returned."""
        buffers: list[bytes] = []
        arguments = self.session.encode(self.arguments, buffers)
        reply, out = self.session.request(self.what, {**self.header, "arguments": arguments}, buffers)
        self.value = self.session.value(reply.get("value"), out)
        self.session.exchanges[-1].value = _detached(self.value)
        graph = reply.get("graph", 0)
        self.graph = graph if type(graph) is int else 0
        if reply.get("mutated"):
            raise CheckFailed(self._mutation(reply["mutated"]))
        return self.value

    def run_recorded(self, inputs: list[Tensor]) -> None:
        """Ask the solver inside autograd, then put the outputs that have a history into the value."""
        self.run()
        if not self.graph:
            self.value = _detached(self.value)
            return
        outputs = [tensor for tensor in tensors_in(self.value) if tensor.requires_grad]
        anchor = torch.zeros((), requires_grad=True)
        tracked = list(_Crossing.apply(self, len(outputs), anchor, *[o.detach() for o in outputs], *inputs))
        self.value = _replaced(self.value, tracked)

    def backward(self, grads: tuple[Tensor | None, ...]) -> list[Tensor | None]:
        """The gradients of the inputs, by the solver's own graph."""
        buffers: list[bytes] = []
        header = {"op": "backward", "graph": self.graph, "grads": self.session.encode(list(grads), buffers)}
        reply, out = self.session.request(f"backward of {self.what}", header, buffers)
        value = self.session.value(reply.get("value"), out)
        self.session.exchanges[-1].value = value
        if not isinstance(value, list) or any(not isinstance(g, Tensor | None) for g in value):
            raise WireBroken("The solver sent gradients that can't be read.")
        return value

    def _mutation(self, mutated: Any) -> str:
        args, kwargs = self.arguments
        names = [f"argument {i + 1}" for i, arg in enumerate(args) for _ in tensors_in(arg)]
        names += [f"`{key}`" for key, arg in kwargs.items() for _ in tensors_in(arg)]
        changed = [names[i] for i in mutated if type(i) is int and 0 <= i < len(names)] or ["its input"]
        return (
            f"`{self.what}` changes {' and '.join(changed)} in place. Make a new tensor instead: "
            "the caller still needs the old one (look for `+=`, `[...] =` and methods that end in `_`)."
        )


class _Crossing(torch.autograd.Function):
    """The place where autograd leaves this process: its backward asks the solver."""

    @staticmethod
    def forward(ctx: Any, call: _PendingCall, count: int, anchor: Tensor, *tensors: Tensor) -> tuple[Tensor, ...]:
        """Give each output a history that leads to the inputs."""
        ctx.call = call
        ctx.count = count
        ctx.set_materialize_grads(False)
        return tuple(tensor.clone() for tensor in tensors[:count])

    @staticmethod
    def backward(ctx: Any, *grads: Tensor | None) -> tuple[Any, ...]:
        """Gradients for the inputs; none for the call, the count, the anchor and the detached outputs."""
        return (None, None, None, *[None] * ctx.count, *ctx.call.backward(grads))


def _detached(value: Any) -> Any:
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


class RemoteObject:
    """An object of the learner's, by its handle: call it, or call its methods."""

    def __init__(self, session: Session, number: int, kind: str) -> None:
        vars(self).update(_session=session, _number=number, _kind=kind, _names=())

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the object, for a module its forward."""
        return self._session.call(self._number, "__call__", self._kind, args, kwargs)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """A method of the object."""
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *args, **kwargs: self._session.call(self._number, name, f"{self._kind}.{name}", args, kwargs)

    def __repr__(self) -> str:
        """What kind of object it is; its own `__repr__` is never asked."""
        return f"<{self._kind}>"

    def attribute(self, name: str) -> Any:
        """The value of a plain attribute."""
        return self._ask(f"{self._kind}.{name}", {"op": "attribute", "name": name})

    def load(self, weights: dict[str, Tensor], optional: Collection[str] = ()) -> set[str]:
        """Put canonical weights in; returns the names that found a place, raises CheckFailed when one did not."""
        buffers: list[bytes] = []
        form = self._session.encode({name: tensor.detach() for name, tensor in weights.items()}, buffers)
        header = {"op": "load", "object": self._number, "weights": form, "optional": list(optional)}
        reply, _ = self._session.request(f"loading weights into {self._kind}", header, buffers)
        if reply.get("problem"):
            raise CheckFailed(str(reply["problem"])[:2000])
        vars(self)["_names"] = tuple(name for name in weights if name in reply.get("loaded", ()))
        return set(self._names)

    def parameters(self) -> dict[str, Tensor]:
        """The learner's own parameters: name → a copy."""
        value = self._ask(f"the parameters of {self._kind}", {"op": "parameters"})
        return value if isinstance(value, dict) else {}

    def gradients(self) -> dict[str, Tensor | None]:
        """The gradients of the weights that were placed by name, under their canonical names."""
        value = self._ask(f"the gradients of {self._kind}", {"op": "gradients", "names": list(self._names)})
        return value if isinstance(value, dict) else {}

    def zero_grad(self) -> None:
        """Forget the gradients."""
        self._session.request("zero_grad", {"op": "zero_grad", "object": self._number}, [])

    def _ask(self, what: str, header: Header) -> Any:
        reply, out = self._session.request(what, {**header, "object": self._number}, [])
        value = _detached(self._session.value(reply.get("value"), out))
        self._session.exchanges[-1].value = value
        return value


class Solution:
    """Stands for the learner's module: `solution.softmax(x)`, `solution.LayerNorm(8)`."""

    def __init__(self, session: Session) -> None:
        vars(self)["_session"] = session

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """A function or class of the learner's."""
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *args, **kwargs: self._session.call(0, name, name, args, kwargs)
