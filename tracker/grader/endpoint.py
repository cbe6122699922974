"""The solver's side of a call: runs the learner's objects on decoded inputs and answers with plain data.

The same endpoint serves a solution in another process and, when a mistake is replayed, a module in this one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from tracker.grader.codec import decode, encode, is_plain_tensor
from tracker.grader.faults import fault_of, missing
from tracker.grader.wire import Frame, Header

Callback = Callable[[Header, list[bytes]], Frame]
Watch = Callable[[], AbstractContextManager[None]]


@dataclass
class _Call:
    """What a later `backward` needs: the leaves that stand for the inputs, and the outputs that have a graph."""

    leaves: list[Tensor]
    outputs: list[Tensor]


class Endpoint:
    """Holds the learner's module (`target`) and the objects it made.

    Args:
        target: what stands for the solution: a module, or a class used as a namespace.
        filename: the learner's file; faults name its lines.
        call_back: sends a nested request to the other side, for callables that live there.
        watching: what the learner's code runs under.
    """

    def __init__(self, target: object, filename: str, call_back: Callback, watching: Watch = nullcontext) -> None:
        self.target = target
        self.filename = filename
        self.call_back = call_back
        self.watching = watching
        self.objects: dict[int, Any] = {0: target}
        self.calls: dict[int, _Call] = {}

    def handle(self, header: Header, buffers: list[bytes]) -> Frame:
        """Answer one request; an exception out of the learner's code becomes a `fault`."""
        out: list[bytes] = []
        try:
            answer = getattr(self, f"_op_{header['op']}")(header, buffers, out)
        except BaseException as error:  # noqa: BLE001 - whatever the learner's code raises is an answer
            return {"fault": vars(fault_of(error, self.filename))}, []
        return answer, out

    def _op_reset(self, header: Header, buffers: list[bytes], out: list[bytes]) -> Header:
        self.objects = {0: self.target}
        self.calls = {}
        return {}

    def _op_call(self, header: Header, buffers: list[bytes], out: list[bytes]) -> Header:
        receiver = self.objects[header["object"]]
        name = header["name"]
        if header["object"] == 0 and not hasattr(receiver, name):
            return {"fault": vars(missing(receiver, name))}
        function = receiver if name == "__call__" else getattr(receiver, name)
        given = decode(header["arguments"], buffers, self._resolve)
        restore_torch(header["seed"], grad=header["grad"])
        leaves: list[Tensor] = []
        arguments = _with_leaves(given, leaves) if header["grad"] else given
        before = [tensor.detach().clone() for tensor in tensors_in(arguments)]
        with self.watching():
            value = function(*arguments[0], **arguments[1])
        mutated = _mutated(before, list(tensors_in(arguments)))
        outputs = [tensor for tensor in tensors_in(value) if tensor.requires_grad]
        answer: Header = {"value": encode(value, out, self._keep), "mutated": mutated}
        if header["grad"] and outputs:
            number = len(self.calls) + 1
            self.calls[number] = _Call(leaves, outputs)
            answer["graph"] = number
        return answer

    def _op_change(self, header: Header, buffers: list[bytes], out: list[bytes]) -> Header:
        name = header["name"]
        if not hasattr(self.target, name):
            return {"fault": vars(missing(self.target, name))}
        arguments = decode(header["arguments"], buffers, self._resolve)
        restore_torch(header["seed"], grad=header["grad"])
        with self.watching():
            getattr(self.target, name)(*arguments[0], **arguments[1])
        return {"value": encode([tensor.detach() for tensor in tensors_in(arguments)], out, self._keep)}

    def _op_backward(self, header: Header, buffers: list[bytes], out: list[bytes]) -> Header:
        call = self.calls[header["graph"]]
        grads = decode(header["grads"], buffers, self._resolve)
        for leaf in call.leaves:
            leaf.grad = None
        pairs = [(o, g) for o, g in zip(call.outputs, grads, strict=True) if g is not None]
        restore_torch(header["seed"], grad=True)
        torch.autograd.backward([o for o, _ in pairs], [g for _, g in pairs], retain_graph=True)
        return {"value": encode([leaf.grad for leaf in call.leaves], out, self._keep)}

    def _op_attribute(self, header: Header, buffers: list[bytes], out: list[bytes]) -> Header:
        return {"value": encode(getattr(self.objects[header["object"]], header["name"]), out, self._keep)}

    def _op_load(self, header: Header, buffers: list[bytes], out: list[bytes]) -> Header:
        from tracker.grader.weights import load  # needed by exercises with weights only

        weights = decode(header["weights"], buffers, self._resolve)
        loaded = load(self.objects[header["object"]], weights, header["optional"])
        return {"loaded": loaded.placed, "problem": loaded.problem}

    def _op_parameters(self, header: Header, buffers: list[bytes], out: list[bytes]) -> Header:
        named = dict(_module(self.objects[header["object"]]).named_parameters())
        value = {name: parameter.detach() for name, parameter in named.items()}
        trainable = [name for name, parameter in named.items() if parameter.requires_grad]
        return {"value": encode(value, out, self._keep), "trainable": trainable}

    def _op_gradients(self, header: Header, buffers: list[bytes], out: list[bytes]) -> Header:
        from tracker.grader.weights import canonical_gradients

        value = canonical_gradients(_module(self.objects[header["object"]]), header["names"])
        return {"value": encode(value or {}, out, self._keep), "traced": value is not None}

    def _op_zero_grad(self, header: Header, buffers: list[bytes], out: list[bytes]) -> Header:
        _module(self.objects[header["object"]]).zero_grad()
        return {}

    def _keep(self, value: object) -> Header:
        number = len(self.objects)
        self.objects[number] = value
        return {"o": number, "type": type(value).__name__, "module": isinstance(value, nn.Module)}

    def _resolve(self, form: Header) -> Any:
        if "f" in form:
            return self._callable(form["f"])
        return self.objects[form["o"]]

    def _callable(self, number: int) -> Callable[..., Any]:
        """A function that runs on the other side."""

        def remote(*args: Any, **kwargs: Any) -> Any:
            out: list[bytes] = []
            arguments = encode((args, kwargs), out, _refuse)
            header, buffers = self.call_back({"op": "callback", "f": number, "arguments": arguments}, out)
            if "raised" in header:
                raise ValueError(header["raised"])
            return decode(header["value"], buffers, _refuse)

        return remote


def _refuse(value: Any) -> Any:
    raise TypeError(f"a {type(value).__name__} was passed to the given function; pass numbers, lists or tensors")


def _module(value: object) -> nn.Module:
    if not isinstance(value, nn.Module):
        raise TypeError(f"{type(value).__name__} is no torch.nn.Module; make it a subclass of nn.Module")
    return value


def restore_torch(seed: int, *, grad: bool) -> None:
    """Put torch's global state back to what every call may rely on, whatever the learner's code did to it."""
    torch.set_default_dtype(torch.float32)
    torch.set_grad_enabled(grad)
    if torch.get_num_threads() != 1:
        torch.set_num_threads(1)
    if torch.is_deterministic_algorithms_warn_only_enabled() or torch.are_deterministic_algorithms_enabled():
        torch.use_deterministic_algorithms(False)
    seed_torch(seed)


def seed_torch(seed: int) -> None:
    """Seed the CPU's generator, and the GPUs' once one is in use.

    `torch.manual_seed` also queues the seed for every kind of device that might come up later, with a stack trace
    each: 2.4 ms a call, more than the call itself.
    """
    torch.default_generator.manual_seed(seed)
    if torch.cuda.is_initialized():  # type: ignore[no-untyped-call]
        torch.cuda.manual_seed_all(seed)


def tensors_in(value: Any) -> Iterator[Tensor]:
    """The tensors in nested tuples, lists and dicts, in the order in which they cross."""
    if is_plain_tensor(value):
        yield value
    elif type(value) in (tuple, list):
        for item in value:
            yield from tensors_in(item)
    elif type(value) is dict:
        for item in value.values():
            yield from tensors_in(item)


def _with_leaves(value: Any, leaves: list[Tensor]) -> Any:
    """`value` with each tensor that requires grad replaced by a copy that grows from a new leaf.

    A copy, not the leaf itself, so that changing an input in place is seen and named instead of refused by autograd.
    """
    if isinstance(value, Tensor):
        if not value.requires_grad:
            return value
        leaf = value.detach().requires_grad_()
        leaves.append(leaf)
        if value.is_contiguous():
            return leaf.clone()
        return torch.empty_strided(value.shape, value.stride(), dtype=value.dtype).copy_(leaf)
    if type(value) in (tuple, list):
        return type(value)(_with_leaves(item, leaves) for item in value)
    if type(value) is dict:
        return {key: _with_leaves(item, leaves) for key, item in value.items()}
    return value


def _mutated(before: list[Tensor], after: list[Tensor]) -> list[int]:
    """Which of the inputs, counted in order, the call has changed."""
    changed = [i for i, (old, new) in enumerate(zip(before, after, strict=False)) if not _same(old, new.detach())]
    return changed if len(before) == len(after) else [*changed, len(after)]


def _same(old: Tensor, new: Tensor) -> bool:
    if old.shape != new.shape or old.dtype != new.dtype:
        return False
    if torch.equal(old, new):
        return True
    return bool(torch.equal(old.nan_to_num(), new.nan_to_num()) and torch.equal(old.isnan(), new.isnan()))
