"""The grader as the app and the command line see it: no torch in this process, a host process behind pipes."""

from __future__ import annotations

import os
import queue
import secrets
import sys
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
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


@dataclass(eq=False)
class _Turn:
    """The newest run of one exercise.

    Attributes:
        gives_way: it counts for less than the others.
        number: how the host knows it, once it has begun.
    """

    gives_way: bool
    number: int | None = None


class Grader:
    """Grades solutions. Safe to use from several threads.

    A newer `grade` takes the place of an older one of the same exercise; those of other exercises go on beside it.

    Args:
        parallel: when True, runs of the same exercise stand side by side too, as many as are asked for.
        at_once: how many runs may be under way otherwise; more wait for their turn.
        door: where a host of this workspace answers, or will (see `door_path`); None for a host of our own.
        linger: when True, a host that has to be started stays for ten idle minutes after this process ends.
    """

    def __init__(
        self, *, parallel: bool = False, at_once: int = 2, door: Path | None = None, linger: bool = False
    ) -> None:
        self._parallel = parallel
        self._places: AbstractContextManager[object] = nullcontext() if parallel else threading.Semaphore(at_once)
        self._door = door
        self._linger = linger
        self._lock = threading.Lock()
        self._host: Host | FreshHost | None = None
        self._newest: dict[str, _Turn] = {}
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

    def grade(self, job: Job, on_event: OnEvent | None = None, *, gives_way: bool = False) -> Report:
        """Grade one solution; blocks until the verdict.

        Args:
            job: what to grade; a seed is drawn when it has none.
            on_event: called on this thread while the run goes on.
            gives_way: when True, a run of the same exercise that does not give way itself is left alone.

        Raises:
            Superseded: when a newer run took the place of this one, when this one gave way, or when the grader was
                closed meanwhile.
        """
        closings = self._closings
        turn = self._take_turn(job.slug, gives_way=gives_way)
        try:
            with self._places:
                return self._grade(job, on_event or (lambda event: None), turn, closings)
        finally:
            with self._lock:
                if self._newest.get(job.slug) is turn:
                    del self._newest[job.slug]

    def _take_turn(self, slug: str, *, gives_way: bool) -> _Turn:
        """Be the newest run of this exercise; the one before is given up."""
        turn = _Turn(gives_way)
        if self._parallel:
            return turn
        with self._lock:
            older = self._newest.get(slug)
            if older is not None and gives_way and not older.gives_way:
                raise Superseded
            self._newest[slug] = turn
            if older is not None and older.number is not None and self._host is not None:
                self._host.cancel(older.number)
        return turn

    def _grade(self, job: Job, tell: OnEvent, turn: _Turn, closings: int) -> Report:
        seed = job.seed if job.seed is not None else secrets.randbelow(MAX_SEED)
        for last_try in (False, True):
            with self._lock:
                if self._closings != closings or not (self._parallel or self._newest.get(job.slug) is turn):
                    raise Superseded
                host = self._started()
                turn.number = next(self._numbers)
                inbox = host.begin(turn.number, _as_data(job, seed))
            if not host.ready:
                tell(Warming())
            report = _follow(job, seed, inbox, tell)
            if report is not None:
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
        host.close()


def workspace_grader(private: Path, *, linger: bool = False, parallel: bool = False, at_once: int = 2) -> Grader:
    """The grader of a workspace: it shares the host of whatever else grades there.

    Args:
        private: the workspace's `.tracker/`.
        linger, parallel, at_once: as for Grader.
    """
    return Grader(door=door_path(private), linger=linger, parallel=parallel, at_once=at_once)


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
