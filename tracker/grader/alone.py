"""Judge and solver as fresh processes, for platforms without fork: the same work, slower.

    python -m tracker.grader.alone judge     the job comes on standard input, events go to standard output
    python -m tracker.grader.alone solver    started by the judge; standard input and output are the wire

What the solution prints goes to standard error, which the solver has from its judge.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tracker.grader import isolation


def judge_main() -> None:
    """Start the solver, judge it, and say how it ended."""
    answers = os.dup(1)
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)  # pytest's own words; standard error belongs to the solution
    job = json.loads(sys.stdin.buffer.read())

    def emit(event: dict[str, Any]) -> None:
        os.write(answers, json.dumps(event).encode() + b"\n")

    try:
        from tracker.grader.errors import WireBroken
        from tracker.grader.judge import Task, main  # torch may be missing, and that is an answer too
        from tracker.grader.wire import Wire
    except (ImportError, OSError) as error:
        missing = error.name if isinstance(error, ModuleNotFoundError) else ""
        emit({"event": "missing", "module": missing or "", "message": str(error)})
        return
    with tempfile.TemporaryDirectory(prefix="tracker-solver-", ignore_cleanup_errors=True) as folder:
        solver = _start_solver({**job, "scratch": folder})
        assert solver.stdin
        assert solver.stdout
        emit({"event": "solver", "pid": solver.pid})
        task = Task(Path(job["folder"], "checks.py"), job["seed"], job["diagnose"], job["patience"])
        wire = Wire(solver.stdout.fileno(), solver.stdin.fileno())
        try:
            wire.receive()  # it has torch now; what follows is the learner's time
            emit({"event": "started"})
            main(lambda: task, wire, emit)
        except WireBroken:
            emit({"event": "judged", "verdict": "failed", "message": "", "line": None, "lost": True})
        finally:
            solver.stdin.close()
            emit({"event": "solver ended", "code": _end(solver)})


def _start_solver(job: dict[str, Any]) -> subprocess.Popen[bytes]:
    solver = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "tracker.grader.alone", "solver"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        bufsize=0,
        start_new_session=True,
    )
    assert solver.stdin
    data = json.dumps({key: value for key, value in job.items() if key != "folder"}).encode()
    solver.stdin.write(len(data).to_bytes(4, "little") + data)
    return solver


def _end(solver: subprocess.Popen[bytes]) -> int | None:
    """The solver's exit code when it ended by itself; None when it had to be ended."""
    try:
        return solver.wait(1)
    except subprocess.TimeoutExpired:
        solver.kill()
        solver.wait()
        return None


def solver_main() -> None:
    """Take the job off the wire, then serve on it; standard output becomes standard error."""
    read, write = os.dup(0), os.dup(1)
    size = int.from_bytes(os.read(read, 4), "little")
    data = b""
    while len(data) < size:
        data += os.read(read, size - len(data))
    job = json.loads(data)
    isolation.redirect(2)
    isolation.settle(job["scratch"])
    isolation.show_stack_on_signal()

    import torch

    from tracker.grader import landlock, solver
    from tracker.grader.wire import Wire

    torch.set_num_threads(1)
    wire = Wire(read, write)
    wire.send({"warm": True})
    source = solver.read_source(job["solution"], job["source"])
    isolation.limit(job["time_limit"], processes=None)
    closed, libraries = Path(job["closed"]), [Path(path) for path in job["libraries"]]
    isolation.close_folder(closed)
    landlock.restrict(*isolation.open_paths(closed, libraries, Path(job["scratch"])))
    solver.main(job, source, wire)
    sys.stdout.flush()


if __name__ == "__main__":
    {"judge": judge_main, "solver": solver_main}[sys.argv[1]]()
