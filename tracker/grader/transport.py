"""How a request reaches the learner's objects: over the pipe, or in this very process."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import torch

from tracker.grader.endpoint import Endpoint
from tracker.grader.errors import WireBroken
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
        self.endpoint = Endpoint(target, filename, self._call_back)
        self._answer: Answer = no_answer

    def request(self, header: Header, buffers: list[bytes], answer: Answer) -> Frame:
        """Handle the request here, leaving this process's random state and grad mode as they were."""
        self._answer = answer
        state, grad = torch.get_rng_state(), torch.is_grad_enabled()
        try:
            return self.endpoint.handle(header, buffers)
        finally:
            torch.set_rng_state(state)
            torch.set_grad_enabled(grad)

    def _call_back(self, header: Header, buffers: list[bytes]) -> Frame:
        return self._answer(header, buffers)


def no_answer(header: Header, buffers: list[bytes]) -> Frame:
    """Refuses: nothing was given that could be called."""
    raise WireBroken("A callback came outside of a call.")
