"""The host's loop: requests come in, pairs of judge and solver do the work, events go out."""

from __future__ import annotations

import os
import selectors
import signal
import time
from typing import Any

from tracker.grader.children import Likely, sweep
from tracker.grader.door import Connection, Door
from tracker.grader.memory import children, offspring, resident
from tracker.grader.protocol import VERSION
from tracker.grader.report import Verdict
from tracker.grader.run import Run, end_group, end_process, wait
from tracker.grader.spare import WaitingRoom

MEMORY_PERIOD = 0.02
DOOR_PERIOD = 2.0


class Host:
    """The host's loop. One instance a process.

    Args:
        pipes: where the parent's requests come from and its answers go; the host ends when it hangs up. None for a
            host that lingers on its door alone.
        door: the socket at which other processes of the same user ask; None without.
        linger: idle seconds after which a host without a parent ends.
    """

    def __init__(self, pipes: tuple[int, int] | None, door: Door | None = None, linger: float = 0.0) -> None:
        self.parent = Connection(*pipes) if pipes else None
        self.door = door
        self.linger = linger
        self.selector = selectors.DefaultSelector()
        self.runs: list[Run] = []
        self.waiting = WaitingRoom(self.selector, self._end)
        self.looked = 0.0
        self.open = True
        self.idle_since = time.monotonic()

    def serve(self) -> None:
        """Answer until the client hangs up."""
        wake_read, wake_write = os.pipe()
        for descriptor in (wake_read, wake_write):
            os.set_blocking(descriptor, False)
        signal.set_wakeup_fd(wake_write, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        self.selector.register(wake_read, selectors.EVENT_READ, ("wake", None))
        if self.door is not None:
            self.selector.register(self.door.fileno(), selectors.EVENT_READ, ("door", None))
        sweep()
        self.waiting.fill()
        if self.parent is not None:
            self._welcome(self.parent)
        while self.open:
            self._step()
        self._stop()

    def _welcome(self, connection: Connection) -> None:
        self.selector.register(connection.requests, selectors.EVENT_READ, ("request", connection))
        connection.send({"event": "ready", "pid": os.getpid(), "version": VERSION})

    def _step(self) -> None:
        for key, _ in self.selector.select(self._patience()):
            kind, subject = key.data
            if kind == "wake":
                os.read(key.fd, 4096)
            elif kind == "door" and self.door is not None:
                newcomer = self.door.admit()
                if newcomer is not None:
                    self._welcome(newcomer)
            elif kind == "request":
                self._read_requests(subject)
            elif kind == "spare":
                self.waiting.hear(subject)
            elif subject in self.runs:
                self._read_run(kind, subject, key.fd)
        self._reap()
        self._watch()
        self._rest()

    def _rest(self) -> None:
        """Between runs: have a pair ready, and end when nobody is left to ask."""
        if self.runs:
            self.idle_since = time.monotonic()
        elif self.open:
            self.waiting.fill()
        if self.door is not None and not self.door.stands():
            self.selector.unregister(self.door.fileno())
            self.door.close()
            self.door = None
        lingering = self.parent is None and time.monotonic() - self.idle_since > self.linger
        if lingering or (self.parent is None and self.door is None and not self.runs):
            self.open = False

    def _patience(self) -> float | None:
        if not self.runs:
            times = (self.waiting.patience(), DOOR_PERIOD if self.door is not None else None)
            return min((seconds for seconds in times if seconds is not None), default=None)
        nearest = min(run.deadline for run in self.runs) - time.monotonic()
        return max(0.0, min(nearest, MEMORY_PERIOD))

    def _read_requests(self, connection: Connection) -> None:
        requests = connection.read()
        if requests is None:
            self._farewell(connection)
            return
        for request in requests:
            if request["op"] == "grade":
                self._begin(connection, request["id"], request["job"])
            elif request["op"] == "cancel":
                self._cancel(connection, request["id"])
            elif request["op"] == "stop":
                self.open = False

    def _farewell(self, connection: Connection) -> None:
        """A client hung up: its runs are of no use any more."""
        self.selector.unregister(connection.requests)
        for run in [run for run in self.runs if run.client is connection]:
            run.kill()
            self._end(run)
        if connection is self.parent:
            self.open = False
        else:
            connection.close()

    def _begin(self, client: Connection, number: int, job: dict[str, Any]) -> None:
        pair = self.waiting.take(_exercise(job))
        run = Run(job, time.monotonic(), client=client, number=number, pair=pair)
        self.runs.append(run)
        run.begin()
        self.selector.register(pair.events, selectors.EVENT_READ, ("events", run))
        self.selector.register(pair.output, selectors.EVENT_READ, ("output", run))

    def _cancel(self, client: Connection, number: int) -> None:
        for run in [run for run in self.runs if run.client is client and run.number == number]:
            run.kill()
            self._end(run)
            client.send({"id": number, "event": "cancelled"})

    def _read_run(self, kind: str, run: Run, descriptor: int) -> None:
        data = os.read(descriptor, 1 << 18)
        if not data:
            self.selector.unregister(descriptor)
            if kind == "events":
                self._judge_hung_up(run)
        elif kind == "output":
            run.read_output(data)
        else:
            for event in run.read_events(data):
                if event["event"] in ("collected", "check"):
                    run.client.send({"id": run.number, **event})

    def _judge_hung_up(self, run: Run) -> None:
        """The judge is through: the solver has nothing more to do."""
        if run.judged is None or run.judged["lost"]:
            self._reap_solver(run, 0.2)
        run.kill()
        run.drain()
        self.waiting.expect(_exercise(run.job))
        run.client.send({"id": run.number, "event": "report", "report": _full(run)})
        self._end(run)

    def _reap(self) -> None:
        """Notice solvers that ended, so that none stays a zombie while its judge goes on."""
        for run in self.runs:
            self._reap_solver(run, 0)

    def _reap_solver(self, run: Run, patience: float) -> None:
        if run.solver_code is None:
            run.solver_code = wait(run.pair.solver, patience)

    def _watch(self) -> None:
        """Look at time and memory, at most once a period: looking takes the processor from those who work."""
        now = time.monotonic()
        if now - self.looked < MEMORY_PERIOD:
            return
        self.looked = now
        for run in list(self.runs):
            if text := run.news():
                run.client.send({"id": run.number, "event": "printed", "text": text})
            if now >= run.deadline:
                run.ask_for_stack()
                run.kill(Verdict.TIMEOUT)
            elif resident(run.solver_pid) - run.baseline > run.job["memory_limit"]:
                run.offspring = offspring(run.solver_pid)
                run.kill(Verdict.OUT_OF_MEMORY)

    def _end(self, run: Run) -> None:
        if run in self.runs:
            self.runs.remove(run)
        for descriptor in (run.pair.events, run.pair.output):
            if descriptor in self.selector.get_map():
                self.selector.unregister(descriptor)
        for pid, code in ((run.pair.solver, run.solver_code), (run.pair.judge, run.judge_code)):
            if code is None:
                end_group(pid, alive=True)
                wait(pid, None)
        run.close()
        self._end_orphans()

    def _end_orphans(self) -> None:
        """Kill and reap what a solution left behind; this process is the one that orphans come to.

        Whoever is killed leaves its own children to us, so it is looked again until nobody comes.
        """
        known = {pid for run in self.runs for pid in (run.pair.judge, run.pair.solver)} | self.waiting.processes()
        while strangers := [pid for pid in children(os.getpid()) if pid not in known]:
            for pid in strangers:
                end_process(pid)
                wait(pid, None)

    def _stop(self) -> None:
        if self.door is not None:
            self.door.close()
        for run in list(self.runs):
            run.kill()
            self._end(run)
        self.waiting.clear()


def _exercise(job: dict[str, Any]) -> Likely:
    return Likely(job["folder"], tuple(job["banned"]))


def _full(run: Run) -> dict[str, Any]:
    """The report as data; the client turns it back into the same object."""
    report = run.report()
    return {**report.to_json(matrices=True), "line": report.line}
