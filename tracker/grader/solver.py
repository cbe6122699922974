"""The solver: loads the learner's file and answers the judge's requests, in a process that holds nothing else."""

from __future__ import annotations

import linecache
import sys
from collections.abc import Collection
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

from tracker.grader.banned import violation
from tracker.grader.endpoint import Endpoint, restore_torch
from tracker.grader.errors import Fault, WireBroken
from tracker.grader.faults import fault_of
from tracker.grader.guard import Guard
from tracker.grader.protocol import SOURCE_LIMIT
from tracker.grader.wire import Frame, Header, Wire


class Refused(Exception):
    """The file is not run at all; the fault says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault


def main(job: dict[str, Any], source: bytes | None, wire: Wire, guard: Guard | None = None) -> None:
    """Load the solution, say whether that worked, then serve until the judge hangs up.

    Args:
        job: the solver's part of the job.
        source: the learner's text; None when there is no file.
        wire: leads to the judge.
        guard: one that refuses this exercise's banned names already; None to set it up here.
    """
    filename = job["solution"]
    try:
        guard = guard or standing_guard(job["banned"])
        target = load(job, source, guard)
    except Refused as refusal:
        wire.send({"fault": vars(refusal.fault)})
        return
    except BaseException as error:  # noqa: BLE001 - whatever the learner's import raises is an answer, SystemExit too
        wire.send({"fault": vars(fault_of(error, filename))})
        return
    wire.send({"loaded": True})
    call_back = partial(_call_back, wire)
    serve(Endpoint(target, filename, call_back, guard.watching), wire)


def serve(endpoint: Endpoint, wire: Wire) -> None:
    """Answer requests until the judge hangs up."""
    while True:
        try:
            header, buffers = wire.receive()
            answer = endpoint.handle(header, buffers)
            try:
                wire.send(*answer)
            except ValueError as error:
                message = f"What your code returned can't be compared: {error}."
                wire.send({"fault": vars(Fault("refused", message))})
        except WireBroken:
            return


def _call_back(wire: Wire, header: Header, buffers: list[bytes]) -> Frame:
    wire.send(header, buffers)
    return wire.receive()


def standing_guard(banned: Collection[str]) -> Guard:
    """A guard that refuses these names in this process from now on."""
    guard = Guard(banned)
    guard.replace()
    return guard


def load(job: dict[str, Any], source: bytes | None, guard: Guard) -> object:
    """Run the learner's file as a module; returns the module, or the class in it that `variant` names.

    Raises:
        Refused: when the file is missing, too large, or uses what the exercise bans.
    """
    filename = job["solution"]
    text = _text(source, filename)
    code = compile(text, filename, "exec", dont_inherit=True)
    banned = violation(text, filename, job["banned"])
    if banned:
        raise Refused(banned)
    linecache.cache[filename] = (len(text), None, text.decode(errors="replace").splitlines(True), filename)
    module = ModuleType(Path(filename).stem)
    module.__file__ = filename
    sys.modules[module.__name__] = module
    sys.path[:0] = job["libraries"]
    restore_torch(job["seed"], grad=True)
    with guard.watching():
        exec(code, vars(module))
    return getattr(module, job["variant"]) if job["variant"] else module


def _text(source: bytes | None, filename: str) -> bytes:
    if source is None:
        message = f"There is no file {filename}. `tracker start` writes one to begin from."
        raise Refused(Fault("refused", message))
    if len(source) > SOURCE_LIMIT:
        size = f"{len(source) / 1024**2:.0f} MB"
        raise Refused(Fault("refused", f"{filename} is {size}; a solution of at most 1 MB is graded."))
    return source


def read_source(path: str, given: str | None) -> bytes | None:
    """The text to grade: what was given, else what is on disk; None when there is no such file."""
    if given is not None:
        return given.encode()
    try:
        with Path(path).open("rb") as file:
            return file.read(SOURCE_LIMIT + 1)
    except OSError:
        return None
