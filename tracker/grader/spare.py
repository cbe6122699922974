"""The pairs that wait for the next job: one for any exercise, and one that rehearses the exercise graded last."""

from __future__ import annotations

import os
import selectors
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tracker.grader.children import Likely, Pair, fork_pair
from tracker.grader.door import Connection
from tracker.grader.run import Run, wait

PATIENCE = 1.0
"""Seconds that a rehearsal may take; an exercise that takes longer, like one that trains, is not rehearsed again."""
QUIET = 0.15
"""Idle seconds before a rehearsal begins: saves that follow each other at once must not compete with it."""


@dataclass(eq=False)
class Spare:
    """A pair that waits.

    Attributes:
        likely: the exercise that it rehearses; None for a pair that only waits.
        ready: False while it is not through with its rehearsal.
    """

    pair: Pair
    likely: Likely | None = None
    since: float = field(default_factory=time.monotonic)
    ready: bool = False


class WaitingRoom:
    """Keeps a plain pair, and beside it one that is warmed up for the exercise that most likely comes next.

    Args:
        selector: where the host waits; a pair that is through with its rehearsal is heard there as `spare`.
        end: ends a run and gives back what it holds.
    """

    def __init__(self, selector: selectors.BaseSelector, end: Callable[[Run], None]) -> None:
        self._selector = selector
        self._end = end
        self._likely: Likely | None = None
        self._quiet_since = time.monotonic()
        self._unfit: set[Likely] = set()
        self._plain: Spare | None = None
        self._rehearsed: Spare | None = None
        self._leaving: list[Spare] = []

    def processes(self) -> set[int]:
        """The ids of those who wait."""
        waiting = [spare.pair for spare in (self._plain, self._rehearsed, *self._leaving) if spare is not None]
        return {pid for pair in waiting for pid in (pair.judge, pair.solver)}

    def expect(self, likely: Likely) -> None:
        """This exercise was graded just now, and most likely is graded next."""
        self._likely = likely
        self._quiet_since = time.monotonic()

    def patience(self) -> float | None:
        """Seconds until `fill` has something to do; None when nothing is left to prepare."""
        now = time.monotonic()
        if self._rehearsed is not None:
            return None if self._rehearsed.ready else max(0.0, self._rehearsed.since + PATIENCE - now)
        return max(0.0, self._quiet_since + QUIET - now) if self._wanted() else None

    def _wanted(self) -> Likely | None:
        """The exercise to rehearse."""
        return None if self._likely in self._unfit else self._likely

    def fill(self) -> None:
        """Between runs: have whoever is missing wait."""
        if self._plain is None:
            self._plain = Spare(fork_pair(), ready=True)
        old, now = self._rehearsed, time.monotonic()
        if old is not None and not old.ready and old.likely and now - old.since >= PATIENCE:
            self._unfit.add(old.likely)
        if old is not None and old.likely != self._wanted():
            self._rehearsed = None
            self._dismiss(old)
        wanted = self._wanted()
        if self._rehearsed is None and wanted and now - self._quiet_since >= QUIET:
            self._rehearsed = Spare(fork_pair(wanted), wanted)
            self._selector.register(self._rehearsed.pair.events, selectors.EVENT_READ, ("spare", self._rehearsed))

    def hear(self, spare: Spare) -> None:
        """The pair is through with its rehearsal; it may also have ended, which `take` notices."""
        if spare is not self._rehearsed or spare.ready:  # dismissed in this very step
            return
        os.read(spare.pair.events, 4096)
        self._selector.unregister(spare.pair.events)
        spare.ready = True

    def take(self, job: Likely) -> Pair:
        """A pair for a job: the one that rehearsed this exercise, else the plain one, else a new one."""
        candidates: list[Spare] = []
        if self._rehearsed is not None and (not self._rehearsed.ready or self._rehearsed.likely == job):
            candidates, self._rehearsed = [self._rehearsed], None
        if not any(spare.ready for spare in candidates) and self._plain is not None:
            candidates, self._plain = [*candidates, self._plain], None
        chosen = None
        self._leaving = list(candidates)  # still known while others are ended: strangers are killed with them
        for spare in candidates:
            codes = wait(spare.pair.judge, 0), wait(spare.pair.solver, 0)  # the system may have killed one meanwhile
            if spare.ready and codes == (None, None):
                chosen = spare.pair
            else:
                self._dismiss(spare, codes)
        self._leaving = []
        return chosen or fork_pair()

    def clear(self) -> None:
        """End those who wait."""
        waiting = [spare for spare in (self._plain, self._rehearsed) if spare is not None]
        self._plain = self._rehearsed = None
        self._leaving = list(waiting)
        for spare in waiting:
            self._dismiss(spare)
        self._leaving = []

    def _dismiss(self, spare: Spare, codes: tuple[int | None, int | None] = (None, None)) -> None:
        pair, nobody = spare.pair, Connection(-1, -1)
        run = Run({}, 0.0, client=nobody, number=0, pair=pair, judge_code=codes[0], solver_code=codes[1])
        for descriptor in (pair.judge_job, pair.solver_job, pair.solver_pid):
            os.close(descriptor)
        run.kill()
        self._end(run)
