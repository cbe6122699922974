"""A host for platforms without fork: every run starts a judge and a solver of its own. Same verdicts, only slower."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from typing import Any

from tracker.grader.hosting import Inbox, host_environment
from tracker.grader.memory import offspring, resident
from tracker.grader.record import Record
from tracker.grader.report import Verdict

MEMORY_PERIOD = 0.05
BASELINE = 400 * 1024**2
"""Bytes that a solver with torch has of its own before it runs anything."""
IMPORT_TIME = 30.0
"""Seconds for importing torch twice, which is not the learner's time."""


class FreshHost:
    """Stands where a warm host would, with the same verbs and the same events."""

    ready = True
    pid: int | None = None
    alive = True

    def __init__(self) -> None:
        self._runs: dict[int, _FreshRun] = {}

    def begin(self, number: int, job: dict[str, Any]) -> Inbox:
        """Start a run; its events arrive in the returned queue."""
        run = _FreshRun(job)
        self._runs[number] = run

        def follow() -> None:
            run.follow()
            self._runs.pop(number, None)  # its process ids may belong to others from now on

        threading.Thread(target=follow, daemon=True, name="grader run").start()
        return run.inbox

    def cancel(self, number: int) -> None:
        """Kill a run; whoever waits for it is told."""
        run = self._runs.pop(number, None)
        if run is not None:
            run.cancelled = True
            run.kill()

    def close(self) -> None:
        """End every run."""
        for number in list(self._runs):
            self.cancel(number)


class _FreshRun:
    """One run: a judge that starts its own solver."""

    def __init__(self, job: dict[str, Any]) -> None:
        self.record = Record(job, time.monotonic())
        self.inbox: Inbox = queue.SimpleQueue()
        self.cancelled = False
        self.started = False
        self.solver: int | None = None
        self.judge = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "tracker.grader.alone", "judge"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=host_environment(),
            start_new_session=True,
        )

    def follow(self) -> None:
        """Hand over the job, pass events on, and put the report together."""
        judge = self.judge
        assert judge.stdin
        assert judge.stdout
        printed = threading.Thread(target=self._read_output, daemon=True, name="grader output")
        printed.start()
        threading.Thread(target=self._watch, daemon=True, name="grader watch").start()
        try:
            judge.stdin.write(json.dumps(self.record.job).encode())
            judge.stdin.close()
        except OSError:  # it ended at once; what it left tells why
            self.record.broken = "The judge's process did not start."
        for line in judge.stdout:
            self._take(json.loads(line))
        judge.wait()
        self.kill()
        printed.join(5)
        if self.cancelled:
            self.inbox.put({"event": "cancelled"})
        elif not self.record.broken:
            report = self.record.report()
            data = {**report.to_json(matrices=True), "line": report.line}
            self.inbox.put({"event": "report", "report": data})

    def _take(self, event: dict[str, Any]) -> None:
        kind = event["event"]
        if kind == "missing":
            self.record.broken = event["message"]
            self.inbox.put({**event, "event": "broken"})
        elif kind == "solver":
            self.solver = event["pid"]
        elif kind == "started":
            self.started = True
            self.record.started = time.monotonic()
        elif kind == "solver ended":
            self.record.solver_code = event["code"]
        else:
            self.record.note(event)
            if kind in ("collected", "check"):
                self.inbox.put(event)

    def _read_output(self) -> None:
        assert self.judge.stderr
        while data := self.judge.stderr.read1(1 << 16):  # type: ignore[attr-defined]
            self.record.read_output(data)

    def _watch(self) -> None:
        """End the run when its time or memory is up."""
        while self.judge.poll() is None:
            if text := self.record.news():
                self.inbox.put({"event": "printed", "text": text})
            late = time.monotonic() - self.record.deadline - (0.0 if self.started else IMPORT_TIME)
            if late > 0:
                self._stop(Verdict.TIMEOUT)
            elif self.solver and resident(self.solver) > self.record.job["memory_limit"] + BASELINE:
                self.record.offspring = offspring(self.solver)
                self._stop(Verdict.OUT_OF_MEMORY)
            try:
                self.judge.wait(MEMORY_PERIOD)
            except subprocess.TimeoutExpired:
                continue

    def _stop(self, why: Verdict) -> None:
        self.record.end(why)
        if why is Verdict.TIMEOUT and self.solver and hasattr(signal, "SIGUSR1"):
            _signal(self.solver, signal.SIGUSR1)
            try:
                self.judge.wait(0.1)
            except subprocess.TimeoutExpired:
                pass
        self.kill()

    def kill(self) -> None:
        """End both processes, and their groups where there are groups."""
        for pid in (self.solver, self.judge.pid if self.judge.poll() is None else None):
            if pid is not None:
                _end_group(pid)


def _end_group(pid: int) -> None:
    if not hasattr(os, "killpg"):
        _signal(pid, signal.SIGTERM)
        return
    try:
        os.killpg(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def _signal(pid: int, number: int) -> None:
    try:
        os.kill(pid, number)
    except (ProcessLookupError, PermissionError):
        return
