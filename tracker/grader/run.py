"""One graded run as the host sees it: two processes, what they said, and how they ended."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tracker.grader import isolation
from tracker.grader.children import Pair
from tracker.grader.door import Connection
from tracker.grader.protocol import OUTPUT_LIMIT
from tracker.grader.report import CheckResult, Diagnosis, Report, Verdict

STACK_MARKS = ("Stack (most recent call first)", "Current thread 0x")
MEMORY_ERRORS = ("MemoryError", "can't allocate memory", "not enough memory", "bad_alloc")


@dataclass(eq=False)
class Run:
    """A job under way. `finished` holds the report once everything is known."""

    client: Connection
    number: int
    job: dict[str, Any]
    pair: Pair
    started: float
    baseline: int = 0
    solver_pid: int = 0
    checks: list[CheckResult] = field(default_factory=list)
    done: set[int] = field(default_factory=set)
    diagnoses: list[Diagnosis] = field(default_factory=list)
    judged: dict[str, Any] | None = None
    broken: str = ""
    ended_by: Verdict | None = None
    solver_status: int | None = None
    judge_status: int | None = None
    output: bytearray = field(default_factory=bytearray)
    cut: bool = False
    pending: bytes = b""

    @property
    def deadline(self) -> float:
        """When the solution's time is up; what comes after the verdict has its own, generous bound."""
        return self.started + float(self.job["time_limit"]) + (10.0 if self.judged else 0.0)

    def begin(self) -> None:
        """Hand both processes the job."""
        judge_job = {key: self.job[key] for key in ("folder", "seed", "diagnose")}
        kept = ("solution", "variant", "seed", "banned", "libraries", "source", "time_limit", "closed")
        for descriptor, job in (
            (self.pair.judge_job, judge_job),
            (self.pair.solver_job, {key: self.job[key] for key in kept}),
        ):
            _write_and_close(descriptor, json.dumps(job).encode())
        pid = os.read(self.pair.solver_pid, 32)
        os.close(self.pair.solver_pid)
        self.solver_pid = int(pid) if pid else self.pair.solver
        self.baseline = resident(self.solver_pid)

    def read_events(self, data: bytes) -> list[dict[str, Any]]:
        """Take in bytes from the judge; returns the whole events among them."""
        *lines, self.pending = (self.pending + data).split(b"\n")
        events = [json.loads(line) for line in lines if line]
        for event in events:
            self._note(event)
        return events

    def _note(self, event: dict[str, Any]) -> None:
        kind = event["event"]
        if kind == "collected":
            self.checks = [CheckResult.from_dict(check) for check in event["checks"]]
        elif kind == "check":
            self.checks[event["index"]] = CheckResult.from_dict(event["result"])
            self.done.add(event["index"])
        elif kind == "judged":
            self.judged = event
        elif kind == "diagnosed":
            self.diagnoses = [Diagnosis(**diagnosis) for diagnosis in event["diagnoses"]]
        elif kind == "broken":
            self.broken = event["message"]

    def read_output(self, data: bytes) -> None:
        """Keep what the solution prints, up to the cap."""
        room = OUTPUT_LIMIT - len(self.output)
        self.output += data[:room]
        self.cut = self.cut or len(data) > room

    def kill(self, why: Verdict | None = None) -> None:
        """End both process groups at once."""
        if why is not None and self.ended_by is None and self.judged is None:
            self.ended_by = why
        if self.solver_status is None and self.solver_pid != self.pair.solver:
            end_process(self.solver_pid)
        for pid, status in ((self.pair.solver, self.solver_status), (self.pair.judge, self.judge_status)):
            end_group(pid, alive=status is None)

    def report(self) -> Report:
        """The report, once both processes are gone."""
        verdict, message, line = self._verdict()
        text = self.output.decode(errors="replace")
        if self.ended_by is Verdict.TIMEOUT:
            text = _without_stack(text)
        if self.cut:
            text += f"\n… cut: only the first {OUTPUT_LIMIT // 1024} KB of what was printed are kept.\n"
        return Report(
            exercise=self.job["slug"],
            verdict=verdict,
            seed=self.job["seed"],
            seconds=time.monotonic() - self.started,
            checks=tuple(self.checks),
            diagnoses=tuple(self.diagnoses),
            message=message,
            output=text,
            line=line,
        )

    def _verdict(self) -> tuple[Verdict, str, int | None]:
        if self.broken:
            return Verdict.BROKEN_ENVIRONMENT, self.broken, None
        if self.ended_by is Verdict.TIMEOUT:
            line = self._stack_line()
            where = f" It was at line {line}." if line else ""
            return Verdict.TIMEOUT, f"Stopped after {self.job['time_limit']:g} s without an answer.{where}", line
        if self.ended_by is Verdict.OUT_OF_MEMORY:
            limit = self.job["memory_limit"] / 1024**3
            return Verdict.OUT_OF_MEMORY, f"Stopped: your code took more than {limit:g} GB of memory.", None
        if self.judged and not self.judged["lost"]:
            return self._judged(self.judged)
        return Verdict.CRASHED, self._crash(), None

    def _judged(self, judged: dict[str, Any]) -> tuple[Verdict, str, int | None]:
        message, line = judged["message"], judged["line"]
        if judged["verdict"] == Verdict.ERROR and any(word in message for word in MEMORY_ERRORS):
            return Verdict.OUT_OF_MEMORY, message, line
        complete = len(self.done) == len(self.checks) and all(check.passed for check in self.checks)
        if judged["verdict"] == Verdict.PASSED and not complete:
            return Verdict.FAILED, "Not every check ran.", None
        return Verdict(judged["verdict"]), message, line

    def _crash(self) -> str:
        """How the solver's process ended, in a sentence."""
        status = self.solver_status
        if status is None:
            return "Grading was cut short: the judge's process ended. Run it again."
        if os.WIFSIGNALED(status):
            number = os.WTERMSIG(status)
            if number == signal.SIGXCPU:
                return "Stopped: your code used more processor time than the exercise allows."
            name = signal.strsignal(number) or f"signal {number}"
            return f"Your code crashed the Python process: {name.lower()} ({signal.Signals(number).name})."
        code = os.WEXITSTATUS(status)
        return f"Your code ended the Python process (exit code {code}) before it answered."

    def _stack_line(self) -> int | None:
        """The learner's line in the stack that was printed when time was up."""
        text = self.output.decode(errors="replace")
        pattern = rf'File "{re.escape(self.job["solution"])}", line (\d+)'
        found = re.findall(pattern, text[text.rfind("most recent call first") :])
        return int(found[0]) if found else None

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


def _without_stack(text: str) -> str:
    starts = [text.rfind(mark) for mark in STACK_MARKS if mark in text]
    return text[: max(starts)] if starts else text


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
        os.kill(pid, isolation.STACK_SIGNAL)


def resident(pid: int) -> int:
    """Bytes of real memory that a process and its descendants have of their own; 0 where that can't be told."""
    try:
        _, total, shared, *_ = map(int, Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split())
    except (OSError, ValueError):
        return 0
    return (total - shared) * os.sysconf("SC_PAGE_SIZE") + sum(resident(child) for child in children(pid))


def children(pid: int) -> list[int]:
    """The child processes of a single-threaded or main-thread parent; none where that can't be told."""
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]
    except OSError:
        return []
