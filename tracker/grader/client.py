"""The grader as the app and the command line see it: no torch in this process, a host process behind pipes."""

from __future__ import annotations

import os
import queue
import secrets
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tracker.grader.door import door_path
from tracker.grader.fresh import FreshHost
from tracker.grader.hosting import ChildHost, Host, start_lingering, visit
from tracker.grader.protocol import CheckFinished, Collected, Event, Job, Printed, Restarted, Superseded, Warming
from tracker.grader.report import CheckResult, Diagnosis, Report, Verdict

OnEvent = Callable[[Event], None]
MAX_SEED = 2**31 - 1


class Grader:
    """Grades solutions. Safe to use from several threads; a newer `grade` takes the place of the one under way.

    Args:
        parallel: when True, runs stand side by side instead of replacing each other.
        door: where a host of this workspace answers, or will (see `door_path`); None for a host of our own.
        linger: when True, a host that has to be started stays for ten idle minutes after this process ends.
    """

    def __init__(self, *, parallel: bool = False, door: Path | None = None, linger: bool = False) -> None:
        self._parallel = parallel
        self._door = door
        self._linger = linger
        self._lock = threading.Lock()
        self._host: Host | FreshHost | None = None
        self._current: int | None = None
        self._closings = 0
        self._numbers = iter(range(1, 2**62))

    def __enter__(self) -> Self:
        """The grader itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the host."""
        self.close()

    def warm_up(self) -> None:
        """Start the host, so that the first grade finds it ready."""
        with self._lock:
            self._started()

    def grade(self, job: Job, on_event: OnEvent | None = None) -> Report:
        """Grade one solution; blocks until the verdict.

        Args:
            job: what to grade; a seed is drawn when it has none.
            on_event: called on this thread while the run goes on.

        Raises:
            Superseded: when a newer run took the place of this one, or the grader was closed meanwhile.
        """
        tell = on_event or (lambda event: None)
        seed = job.seed if job.seed is not None else secrets.randbelow(MAX_SEED)
        closings = self._closings
        for last_try in (False, True):
            with self._lock:
                host = self._started()
                number = next(self._numbers)
                if not self._parallel and self._current is not None:
                    host.cancel(self._current)
                self._current = number
                inbox = host.begin(number, _as_data(job, seed))
            if not host.ready:
                tell(Warming())
            report = _follow(job, seed, inbox, tell)
            if report is not None:
                self._forget(number)
                return report
            if self._closings != closings:
                raise Superseded
            self._drop(host)
            if last_try:
                break
            tell(Restarted())
        message = "The grader's process ended while grading, twice. Run it again, or ask `tracker doctor`."
        return Report(job.slug, Verdict.CRASHED, seed, 0.0, message=message)

    def close(self) -> None:
        """End the host and wait for it."""
        with self._lock:
            host, self._host = self._host, None
            self._closings += 1
        if host is not None:
            host.close()

    @property
    def pid(self) -> int | None:
        """The host's process id, None when none runs."""
        host = self._host
        return host.pid if host is not None and host.alive else None

    def _forget(self, number: int) -> None:
        with self._lock:
            if self._current == number:
                self._current = None

    def _started(self) -> Host | FreshHost:
        if self._host is None or not self._host.alive:
            self._host = (self._found() or ChildHost(self._door)) if hasattr(os, "fork") else FreshHost()
        return self._host

    def _found(self) -> Host | None:
        """A host that runs already, or one that was started to linger."""
        if self._door is None:
            return None
        host = visit(self._door)
        if host is None and self._linger:
            first_word = start_lingering(self._door)
            host = visit(self._door) if first_word["event"] == "open" else None
        return host

    def _drop(self, host: Host | FreshHost) -> None:
        with self._lock:
            if self._host is host:
                self._host = None
                self._current = None
        host.close()


def workspace_grader(private: Path, *, linger: bool = False, parallel: bool = False) -> Grader:
    """The grader of a workspace: it shares the host of whatever else grades there.

    Args:
        private: the workspace's `.tracker/`.
        linger, parallel: as for Grader.
    """
    return Grader(door=door_path(private), linger=linger, parallel=parallel)


def _as_data(job: Job, seed: int) -> dict[str, Any]:
    return {
        "slug": job.slug,
        "folder": str(job.folder.resolve()),
        "solution": str(job.solution.resolve()),
        "variant": job.variant,
        "seed": seed,
        "time_limit": job.time_limit,
        "banned": list(job.banned),
        "source": job.source,
        "libraries": [str(path.resolve()) for path in dict.fromkeys((*job.libraries, job.solution.parent))],
        "closed": str(_curriculum(job.folder.resolve())),
        "memory_limit": job.memory_limit,
        "diagnose": job.diagnose,
        "patience": job.patience,
    }


def _curriculum(folder: Path) -> Path:
    """The folder that a solution may not read: all exercises of the pack that this one belongs to."""
    return next((parent for parent in folder.parents if parent.name == "exercises"), folder.parent)


def _follow(job: Job, seed: int, inbox: queue.SimpleQueue[dict[str, Any]], tell: OnEvent) -> Report | None:
    """Pass events on until the report; None when the host is gone."""
    while True:
        message = inbox.get()
        kind = message["event"]
        if kind == "collected":
            tell(Collected(tuple(CheckResult.from_dict(check) for check in message["checks"])))
        elif kind == "check":
            tell(CheckFinished(message["index"], CheckResult.from_dict(message["result"])))
        elif kind == "printed":
            tell(Printed(message["text"]))
        elif kind == "report":
            return _report(message["report"])
        elif kind == "cancelled":
            raise Superseded
        elif kind == "broken":
            return Report(job.slug, Verdict.BROKEN_ENVIRONMENT, seed, 0.0, message=_repair(message))
        elif kind == "gone":
            return None


def _repair(message: dict[str, Any]) -> str:
    module = message["module"].split(".")[0]
    command = f"{sys.executable} -m pip install {module or '--force-reinstall torch'}"
    return f"Python can't import {module or 'torch'} ({message['message']}). Mend it with: {command}"


def _report(data: dict[str, Any]) -> Report:
    return Report(
        exercise=data["exercise"],
        verdict=Verdict(data["verdict"]),
        seed=data["seed"],
        seconds=data["seconds"],
        checks=tuple(CheckResult.from_dict(check) for check in data["checks"]),
        diagnoses=tuple(Diagnosis(**diagnosis) for diagnosis in data["diagnoses"]),
        message=data["message"],
        output=data["output"],
        line=data["line"],
    )
