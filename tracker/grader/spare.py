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
        self._spares: list[Spare] = []

    def processes(self) -> set[int]:
        """The ids of those who wait."""
        return {pid for spare in self._spares for pid in (spare.pair.judge, spare.pair.solver)}

    @property
    def _plain(self) -> Spare | None:
        return next((spare for spare in self._spares if spare.likely is None), None)

    @property
    def _rehearsed(self) -> Spare | None:
        """The one that rehearses, or is through with it."""
        return next((spare for spare in self._spares if spare.likely is not None), None)

    def expect(self, likely: Likely) -> None:
        """This exercise was graded just now, and most likely is graded next."""
        self._likely = likely
        self._quiet_since = time.monotonic()

    def patience(self) -> float | None:
        """Seconds until `fill` has something to do; None when nothing is left to prepare."""
        now, rehearsed = time.monotonic(), self._rehearsed
        if rehearsed is not None:
            return None if rehearsed.ready else max(0.0, rehearsed.since + PATIENCE - now)
        return max(0.0, self._quiet_since + QUIET - now) if self._wanted() else None

    def _wanted(self) -> Likely | None:
        """The exercise to rehearse."""
        return None if self._likely in self._unfit else self._likely

    def fill(self) -> None:
        """Between runs: have whoever is missing wait."""
        if self._plain is None:
            self._spares.append(Spare(fork_pair(), ready=True))
        old, now = self._rehearsed, time.monotonic()
        if old is not None and old.likely is not None and not old.ready and now - old.since >= PATIENCE:
            self._unfit.add(old.likely)
        wanted = self._wanted()
        if old is not None and old.likely != wanted:
            self._dismiss(old)
        if self._rehearsed is None and wanted and now - self._quiet_since >= QUIET:
            new = Spare(fork_pair(wanted), wanted)
            self._spares.append(new)
            self._selector.register(new.pair.events, selectors.EVENT_READ, ("spare", new))

    def hear(self, spare: Spare) -> None:
        """The pair is through with its rehearsal; it may also have ended, which `take` notices."""
        if spare not in self._spares or spare.ready:  # dismissed in this very step
            return
        os.read(spare.pair.events, 4096)
        self._selector.unregister(spare.pair.events)
        spare.ready = True

    def take(self, job: Likely) -> Pair:
        """A pair for a job: the one that rehearsed this exercise, else the plain one, else a new one."""
        for spare in [spare for spare in self._spares if not spare.ready]:
            self._dismiss(spare)  # it would compete with the run
        fitting = [spare for spare in self._spares if spare.likely in (job, None)]
        for spare in sorted(fitting, key=lambda spare: spare.likely is None):
            codes = wait(spare.pair.judge, 0), wait(spare.pair.solver, 0)  # the system may have killed one meanwhile
            if codes == (None, None):
                self._spares.remove(spare)
                return spare.pair
            self._dismiss(spare, codes)
        return fork_pair()

    def clear(self) -> None:
        """End those who wait."""
        for spare in list(self._spares):
            self._dismiss(spare)

    def _dismiss(self, spare: Spare, codes: tuple[int | None, int | None] = (None, None)) -> None:
        """End a pair; the others stay known, for with each that ends the host ends all processes it does not know."""
        pair, nobody = spare.pair, Connection(-1, -1)
        run = Run({}, 0.0, client=nobody, number=0, pair=pair, judge_code=codes[0], solver_code=codes[1])
        for descriptor in (pair.judge_job, pair.solver_job, pair.solver_pid):
            os.close(descriptor)
        run.kill()
        self._end(run)
        self._spares.remove(spare)
