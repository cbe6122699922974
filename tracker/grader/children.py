"""A judge and a solver, forked ahead of time from the warm host, waiting for a job."""

from __future__ import annotations

import gc
import json
import os
import shutil
import signal
import socket
import sys
import tempfile
import time
import traceback
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tracker.grader import isolation, judge, landlock, namespaces, rehearsal, solver
from tracker.grader.transport import Transport
from tracker.grader.wire import Wire

FOLDERS = "tracker-solver-"
"""How the names of solvers' folders begin; the host's process id follows."""
GRACE = 3600.0


@dataclass
class Pair:
    """The host's view of one judge and one solver.

    Attributes:
        judge, solver: process ids; the solver's is that of its guardian where it lives in namespaces of its own.
        solver_pid: the solver's own process id arrives here, as text.
        judge_job, solver_job: write the job here, once.
        events: the judge's events come here, a JSON object a line.
        output: what the solution prints comes here.
        folder: the solver's own temporary folder.
    """

    judge: int
    solver: int
    judge_job: int
    solver_job: int
    solver_pid: int
    events: int
    output: int
    folder: str


@dataclass(frozen=True)
class Likely:
    """The exercise that most likely comes next: its folder, and what it bans."""

    folder: str
    banned: tuple[str, ...]


def sweep() -> None:
    """Remove the folders of hosts that were killed before they could; an hour's grace for those we can't see."""
    if not Path("/proc/self").exists():
        return
    for folder in Path(tempfile.gettempdir()).glob(f"{FOLDERS}*-*"):
        owner = folder.name.removeprefix(FOLDERS).partition("-")[0]
        old = time.time() - folder.stat().st_mtime > GRACE
        if old and owner.isdigit() and not Path(f"/proc/{owner}").exists():
            shutil.rmtree(folder, ignore_errors=True)


def fork_pair(likely: Likely | None = None) -> Pair:
    """Fork a judge and a solver that wait for a job; the host keeps only its own ends.

    Args:
        likely: the exercise to rehearse meanwhile, and the only one that the pair is good for then; the event
            `rehearsed` tells when that is done.
    """
    left, right = socket.socketpair()
    judge_job_read, judge_job_write = os.pipe()
    solver_job_read, solver_job_write = os.pipe()
    events_read, events_write = os.pipe()
    output_read, output_write = os.pipe()
    pid_read, pid_write = os.pipe()
    folder = tempfile.mkdtemp(prefix=f"{FOLDERS}{os.getpid()}-")
    theirs = (left.fileno(), right.fileno(), judge_job_read, solver_job_read, events_write, output_write, pid_write)
    judge = os.fork()
    if judge == 0:
        _child(lambda: _judge(judge_job_read, left.fileno(), events_write, likely))
    solver = os.fork()
    if solver == 0:
        _child(lambda: _solver(solver_job_read, right.fileno(), output_write, pid_write, folder, likely))
    left.detach()
    right.detach()
    for descriptor in theirs:
        os.close(descriptor)
    return Pair(judge, solver, judge_job_write, solver_job_write, pid_read, events_read, output_read, folder)


def _child(body: Any) -> None:
    """Run the body and end this process, whatever happens; the host's own cleanup is not ours."""
    code = 70
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        body()
        code = 0
    except SystemExit:
        code = 71
    except BaseException:  # noqa: BLE001 - a child must never return into the host's loop
        traceback.print_exc()
    finally:
        os._exit(code)


def _judge(job_fd: int, wire_fd: int, events_fd: int, likely: Likely | None) -> None:
    isolation.new_session()
    namespaces.die_with_parent()
    namespaces.keep_memory_private()
    isolation.close_descriptors({job_fd, wire_fd, events_fd})
    _silence()
    gc.disable()

    def next_task() -> judge.Task | None:
        job = _receive(job_fd)
        return (
            judge.Task(Path(job["folder"], "checks.py"), job["seed"], job["diagnose"], job["patience"]) if job else None
        )

    def emit(event: dict[str, Any]) -> None:
        os.write(events_fd, json.dumps(event).encode() + b"\n")

    if likely is not None:
        _rehearse(Path(likely.folder))
        emit({"event": "rehearsed"})
    judge.main(next_task, Wire(wire_fd, wire_fd), emit)
    os.close(events_fd)  # the host waits for this, and ending the process takes a while


def _rehearse(folder: Path) -> None:
    def examine(checks: Path, transport: Transport) -> None:
        judge.examine(lambda: judge.Task(checks, 0), transport, lambda event: None, lambda: None)

    with suppress(Exception):  # a broken exercise: the run itself will tell
        rehearsal.rehearse(folder, examine)


def _solver(job_fd: int, wire_fd: int, output_fd: int, pid_fd: int, folder: str, likely: Likely | None) -> None:
    isolation.new_session()
    isolation.redirect(output_fd)
    isolation.close_descriptors({job_fd, wire_fd, pid_fd})
    namespaces.die_with_parent()
    alone = namespaces.enter_new()
    child = os.fork() if alone else 0
    if child:
        os.write(pid_fd, str(child).encode())
        isolation.close_descriptors(())
        namespaces.pass_on_exit(child)
    if alone:
        namespaces.die_with_parent()
    else:
        os.write(pid_fd, str(os.getpid()).encode())
    os.close(pid_fd)
    _solve(job_fd, wire_fd, folder, likely, alone=alone)


def _solve(job_fd: int, wire_fd: int, folder: str, likely: Likely | None, *, alone: bool) -> None:
    isolation.settle(folder)
    isolation.show_stack_on_signal()
    guard = rehearsal.limber_up(likely.banned) if likely else None
    gc.unfreeze()
    job = _receive(job_fd)
    if job is None:
        return
    os.close(job_fd)
    source = solver.read_source(job["solution"], job["source"])
    isolation.limit(job["time_limit"], processes=isolation.PROCESS_LIMIT if alone else None)
    closed = Path(job["closed"])
    isolation.close_folder(closed)
    landlock.restrict(*isolation.open_paths(closed, [Path(path) for path in job["libraries"]], Path(folder)))
    solver.main(job, source, Wire(wire_fd, wire_fd), guard)
    sys.stdout.flush()


def _silence() -> None:
    """The judge prints nothing: its findings are events."""
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1):
        os.dup2(null, descriptor)
    os.close(null)


def _receive(descriptor: int) -> dict[str, Any] | None:
    """The job, which ends with the end of the stream; None when the host hung up without one."""
    parts = []
    while part := os.read(descriptor, 1 << 16):
        parts.append(part)
    return json.loads(b"".join(parts)) if parts else None
