"""One graded run as the host sees it: two processes, what they said, and how they ended."""

from __future__ import annotations

import json
import os
import selectors
import shutil
import signal
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from tracker.grader import isolation
from tracker.grader.children import Pair
from tracker.grader.door import Connection
from tracker.grader.memory import resident
from tracker.grader.protocol import OUTPUT_LIMIT
from tracker.grader.record import Record
from tracker.grader.report import Verdict

STACK_GRACE = 0.15
SOLVER_KEYS = ("solution", "variant", "seed", "banned", "libraries", "source", "time_limit", "closed")
JUDGE_KEYS = ("folder", "seed", "diagnose", "patience")


@dataclass(eq=False, kw_only=True)
class Run(Record):
    """A job under way, with the processes that do it and the client that waits for it."""

    client: Connection
    number: int
    pair: Pair
    baseline: int = 0
    solver_pid: int = 0
    judge_code: int | None = None
    pending: bytes = b""

    def begin(self) -> None:
        """Hand both processes the job."""
        for descriptor, keys in ((self.pair.judge_job, JUDGE_KEYS), (self.pair.solver_job, SOLVER_KEYS)):
            _write_and_close(descriptor, json.dumps({key: self.job[key] for key in keys}).encode())
        pid = os.read(self.pair.solver_pid, 32)
        os.close(self.pair.solver_pid)
        self.solver_pid = int(pid) if pid else self.pair.solver
        self.baseline = resident(self.solver_pid)

    def read_events(self, data: bytes) -> list[dict[str, Any]]:
        """Take in bytes from the judge; returns the whole events among them."""
        *lines, self.pending = (self.pending + data).split(b"\n")
        events = [json.loads(line) for line in lines if line]
        for event in events:
            self.note(event)
        return events

    def kill(self, why: Verdict | None = None) -> None:
        """End both process groups at once."""
        self.end(why)
        if self.solver_code is None and self.solver_pid not in (0, self.pair.solver):
            end_process(self.solver_pid)
        for pid, code in ((self.pair.solver, self.solver_code), (self.pair.judge, self.judge_code)):
            end_group(pid, alive=code is None)

    def drain(self) -> None:
        """Take in what has been printed and not read yet."""
        os.set_blocking(self.pair.output, False)
        with suppress(BlockingIOError):
            while not self.cut and (data := os.read(self.pair.output, 1 << 18)):
                self.read_output(data)

    def ask_for_stack(self) -> None:
        """Make the solver print where it is, and give it a moment to do so."""
        if self.solver_code is not None:
            return
        ask_for_stack(self.solver_pid)
        limit = time.monotonic() + STACK_GRACE
        self.output = self.output[: OUTPUT_LIMIT // 2]
        with selectors.DefaultSelector() as selector:
            selector.register(self.pair.output, selectors.EVENT_READ)
            while (left := limit - time.monotonic()) > 0 and selector.select(left):
                data = os.read(self.pair.output, 1 << 16)
                if not data:
                    return
                self.read_output(data)

    def close(self) -> None:
        """Give back descriptors and the solver's folder."""
        for descriptor in (self.pair.events, self.pair.output):
            os.close(descriptor)
        shutil.rmtree(self.pair.folder, ignore_errors=True)


def _write_and_close(descriptor: int, data: bytes) -> None:
    """Write all of it; a process that is already gone is noticed when it is reaped."""
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(descriptor, view) :]
    except BrokenPipeError:
        pass
    finally:
        os.close(descriptor)


def end_group(pid: int, *, alive: bool) -> None:
    """Kill a process group, and its leader where it has not made its group yet."""
    try:
        os.killpg(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        if alive:
            end_process(pid)


def end_process(pid: int) -> None:
    """Kill one process, if it is still there."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def ask_for_stack(pid: int) -> None:
    """Make the solver print where it is."""
    if isolation.STACK_SIGNAL is not None:
        with suppress(ProcessLookupError):  # it may end at this very moment
            os.kill(pid, isolation.STACK_SIGNAL)


def wait(pid: int, patience: float | None) -> int | None:
    """A child's exit code, negative for a signal; None when it runs on after `patience` seconds (None: for ever)."""
    if patience is None:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    limit = time.monotonic() + patience
    while True:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done or time.monotonic() >= limit:
            return os.waitstatus_to_exitcode(status) if done else None
        signal.sigtimedwait({signal.SIGCHLD}, 0.005) if hasattr(signal, "sigtimedwait") else time.sleep(0.002)
