"""What a check sees: an object that stands for the learner's module, which lives in another process.

Every exchange is recorded, so that it can be compared with those of the known mistakes.
"""

from __future__ import annotations

import re
import time
import zlib
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor

from tracker.grader.calls import PendingCall, detached, tensors_given
from tracker.grader.codec import decode, encode
from tracker.grader.endpoint import tensors_in
from tracker.grader.equality import Opaque, same_value
from tracker.grader.errors import CheckFailed, SolutionError, WireBroken, fault_from
from tracker.grader.exchanges import Exchange, Repeatable
from tracker.grader.transport import Transport
from tracker.grader.wire import Frame, Header

QUICK = 0.05
"""Seconds that a call may take to be asked twice."""


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
    evaluating: set[int] = field(default_factory=set)
    repeatable: Repeatable | None = None
    _passes_object: bool = False

    def request(self, what: str, header: Header, buffers: list[bytes]) -> tuple[Header, list[bytes]]:
        """One exchange; raises SolutionError for a fault of the learner's code."""
        seed = zlib.crc32(f"{self.seed}:{len(self.exchanges)}".encode())
        self.compare()
        steady = self._steady(header)
        exchange = Exchange(what)
        self.exchanges.append(exchange)
        request = {**header, "seed": seed}
        started = time.monotonic()
        reply, out = self.transport.request(request, list(buffers), self._answer)  # the endpoint takes them out
        if self.callback_error is not None:
            error, self.callback_error = self.callback_error, None
            raise error
        if "fault" in reply:
            exchange.fault = fault_from(reply["fault"])
            raise SolutionError(exchange.fault)
        if steady and time.monotonic() - started < QUICK:
            self.repeatable = Repeatable(what, request, buffers)
        return reply, out

    def _steady(self, header: Header) -> bool:
        """True for calls that must answer the same every time: functions, and objects that are in eval mode.

        Not for those that are given an object of the learner's: it may be there to be changed, as in `train(model)`.
        """
        passes_object, self._passes_object = self._passes_object, False
        if header["op"] != "call" or passes_object:
            return False
        target, name = header["object"], header["name"]
        if name in ("eval", "train"):
            (self.evaluating.add if name == "eval" else self.evaluating.discard)(target)
            return False
        return target == 0 or target in self.evaluating

    def repeat(self) -> None:
        """Ask the latest quick call once more; raises CheckFailed when the answer is another one."""
        if self.repeatable is None:
            return
        call, self.repeatable = self.repeatable, None
        reply, out = self.transport.request(call.header, list(call.buffers), self._answer)
        if "fault" in reply or not same_value(detached(self.value(reply.get("value"), out)), call.value):
            raise CheckFailed(
                f"`{call.what}` gives another answer when it is called again with the same input: "
                "it keeps something between calls, or draws random numbers where none are asked."
            )

    def compare(self) -> None:
        """Nothing here; a replay looks at the exchange before and stops where it diverges."""

    def call(self, target: int, name: str, what: str, args: Any, kwargs: Any) -> Any:
        """Call a function, class, method or object of the learner's."""
        grad = torch.is_grad_enabled()
        inputs = [tensor for tensor in tensors_in((args, kwargs)) if tensor.requires_grad] if grad else []
        header = {"op": "call", "object": target, "name": name, "grad": grad}
        call = PendingCall(self, what, header, (args, kwargs))
        if grad:
            call.run_recorded(inputs)
        else:
            call.run()
        self.exchanges[-1].given = tensors_given((args, kwargs))
        return call.value

    def change(self, name: str, args: Any, kwargs: Any) -> list[Tensor]:
        """Call a function that is meant to change its arguments; returns what its tensors became, in order."""
        buffers: list[bytes] = []
        header = {"op": "change", "name": name, "grad": torch.is_grad_enabled()}
        header["arguments"] = self.encode((args, kwargs), buffers)
        reply, out = self.request(name, header, buffers)
        became = self.value(reply.get("value"), out)
        self.note(became)
        if not isinstance(became, list) or not all(isinstance(tensor, Tensor) for tensor in became):
            raise WireBroken("The solver sent changed arguments that can't be read.")
        return became

    def note(self, value: Any) -> None:
        """Keep the answer of the latest exchange."""
        self.exchanges[-1].value = value
        if self.repeatable is not None and self.repeatable.value is None:
            self.repeatable.value = value

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
            self._passes_object = True
            return {"o": value._number}
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


class RemoteObject(Opaque):
    """An object of the learner's, by its handle: call it, or call its methods."""

    def __init__(self, session: Session, number: int, kind: str) -> None:
        self._session = session
        self._number = number
        self._kind = kind
        self._names: tuple[str, ...] = ()

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
            self._session.note(re.sub("`[^`]*`", "", str(reply["problem"])))  # without the learner's own names
            raise CheckFailed(str(reply["problem"])[:2000])
        loaded = reply.get("loaded")
        self._names = tuple(name for name in weights if isinstance(loaded, list) and name in loaded)
        missing = [name for name in weights if name not in self._names and name not in optional]
        if missing:  # the solver's word is not enough: what is missing becomes zero in the reference
            raise CheckFailed(f"No place was found for the weights {', '.join(missing[:6])}.")
        return set(self._names)

    def parameters(self) -> dict[str, Tensor]:
        """The learner's own parameters: name → a copy."""
        value = self._ask(f"the parameters of {self._kind}", {"op": "parameters"})
        return value if isinstance(value, dict) else {}

    def gradients(self) -> dict[str, Tensor | None]:
        """The gradients of the weights that found a place, under their canonical names; None where none arrived.

        Empty only when the learner's `load_canonical` does more than copying and scaling.
        """
        reply, value = self._reply(f"the gradients of {self._kind}", {"op": "gradients", "names": list(self._names)})
        if reply.get("traced") is False:
            return {}
        if not isinstance(value, dict) or any(name not in value for name in self._names):
            raise WireBroken("The solver sent no gradients for some of the weights.")
        return value

    def zero_grad(self) -> None:
        """Forget the gradients."""
        self._session.request("zero_grad", {"op": "zero_grad", "object": self._number}, [])

    def _ask(self, what: str, header: Header) -> Any:
        return self._reply(what, header)[1]

    def _reply(self, what: str, header: Header) -> tuple[Header, Any]:
        reply, out = self._session.request(what, {**header, "object": self._number}, [])
        value = detached(self._session.value(reply.get("value"), out))
        self._session.note(value)
        return reply, value
