"""What the checks of one exercise look like at one moment: the plain facts that the check list draws."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum

from tracker.grader.report import CheckResult, Report, Verdict
from tracker.practice.training import NO_TRAINING, Training


class Phase(StrEnum):
    """How far the grading is."""

    IDLE = "idle"
    STARTING = "starting"
    WARMING = "warming"
    RUNNING = "running"
    DONE = "done"


class Depth(IntEnum):
    """How much of an answer the learner wants to see; each step shows more."""

    NAMES = 0
    DIFFERENCE = 1
    DIAGNOSIS = 2


PATIENT = 2.0
"""Seconds after which a run says how long it has taken."""
NOT_RUN = "Did not run."
"""What the grader says of a check that it did not come to."""

VERDICT_WORDS = {
    Verdict.PASSED: "passed",
    Verdict.FAILED: "failed",
    Verdict.ERROR: "error in your code",
    Verdict.TIMEOUT: "took too long",
    Verdict.OUT_OF_MEMORY: "out of memory",
    Verdict.CRASHED: "crashed",
    Verdict.BROKEN_ENVIRONMENT: "the environment is broken",
}


@dataclass(frozen=True)
class Board:
    """One exercise's checks.

    Attributes:
        slug: the exercise.
        checks: every check that is known, in order.
        finished: indexes of the checks whose result is in.
        report: the whole run, once it is over.
        live: the run graded unsaved text, and is no attempt.
        remark: what follows from the verdict, such as the day on which practice brings the exercise back.
        training: the loss that the solution prints.
        seconds: how long the checks have been running.
        limit: how long they may.
    """

    slug: str
    phase: Phase = Phase.IDLE
    checks: tuple[CheckResult, ...] = ()
    finished: frozenset[int] = frozenset()
    report: Report | None = None
    live: bool = False
    remark: str = ""
    training: Training = NO_TRAINING
    seconds: float = 0.0
    limit: float = 0.0

    def begun(self, *, live: bool = False, limit: float = 0.0) -> Board:
        """A new run has been asked for; the names of the checks stay, so that nothing jumps."""
        return Board(self.slug, Phase.STARTING, self.checks, live=live, limit=limit)

    def warming(self) -> Board:
        """The grader is loading torch."""
        return replace(self, phase=Phase.WARMING)

    def collected(self, checks: tuple[CheckResult, ...]) -> Board:
        """The checks of the run are known."""
        running = replace(self, phase=Phase.RUNNING, checks=checks, finished=frozenset())
        return replace(running, training=NO_TRAINING, seconds=0.0)

    def printed(self, text: str) -> Board:
        """The solution printed something."""
        return replace(self, training=self.training.read(text))

    def waited(self, seconds: float) -> Board:
        """The checks have been running for so long."""
        return replace(self, seconds=seconds)

    def result(self, index: int, result: CheckResult) -> Board:
        """One check has its result."""
        if index >= len(self.checks):
            return self
        checks = (*self.checks[:index], result, *self.checks[index + 1 :])
        return replace(self, phase=Phase.RUNNING, checks=checks, finished=self.finished | {index})

    def ended(self, report: Report, remark: str = "") -> Board:
        """With the verdict. A run that ended early, such as by a syntax error, leaves the known checks open."""
        checks = report.checks or self.checks
        finished = frozenset(at for at, check in enumerate(report.checks) if check.message != NOT_RUN)
        known = replace(self, phase=Phase.DONE, checks=checks, finished=finished, report=report, remark=remark)
        return replace(known, training=Training.of(report.output))

    def interrupted(self) -> Board:
        """Without a verdict: the run was given up."""
        return replace(self, phase=Phase.IDLE, finished=frozenset(), report=None)

    @property
    def busy(self) -> bool:
        """A run is on its way."""
        return self.phase in {Phase.STARTING, Phase.WARMING, Phase.RUNNING}

    @property
    def passed(self) -> int:
        """How many checks passed."""
        return sum(self.checks[index].passed for index in self.finished)

    @property
    def is_won(self) -> bool:
        """The saved solution passed."""
        return self.report is not None and self.report.passed and not self.live

    @property
    def depths(self) -> tuple[Depth, ...]:
        """How much there is to see of what went wrong; each of them shows something that the one before does not."""
        if self.report is None or not self.failing():
            return (Depth.NAMES,)
        differs = any(self.checks[at].message not in ("", self.report.message) for at in self.failing())
        named = self.report.verdict is Verdict.FAILED or bool(self.report.diagnoses)
        return (Depth.NAMES, *[Depth.DIFFERENCE] * differs, *[Depth.DIAGNOSIS] * named)

    def depth_after(self, depth: Depth) -> Depth:
        """The next that shows more; after the last one the names alone."""
        return next((deeper for deeper in self.depths if deeper > depth), Depth.NAMES)

    def failing(self) -> tuple[int, ...]:
        """Indexes of the checks that failed."""
        return tuple(index for index in sorted(self.finished) if not self.checks[index].passed)


def headline(board: Board) -> str:
    """The one line above the checks: the verdict, how many passed, seconds and seed."""
    match board.phase:
        case Phase.IDLE:
            return "not run yet"
        case Phase.STARTING:
            return "starting …"
        case Phase.WARMING:
            return "warming up: loading torch, a few seconds the first time …"
        case Phase.RUNNING:
            return " · ".join((f"running {len(board.finished)} of {len(board.checks)}", *_progress(board))) + " …"
    assert board.report is not None
    return _verdict(board, board.report)


def _progress(board: Board) -> list[str]:
    """What a run that takes its time tells: the loss, and how much of its time is gone."""
    time = f"{board.seconds:.0f} of {board.limit:.0f} s" if board.limit else f"{board.seconds:.0f} s"
    return [words for words in (board.training.words, time if board.seconds >= PATIENT else "") if words]


def _verdict(board: Board, report: Report) -> str:
    parts = [VERDICT_WORDS[report.verdict]]
    if board.finished and report.passed:
        parts[0] += f" {board.passed} of {len(board.checks)}"
    elif board.finished:
        parts.append(f"{board.passed} of {len(board.checks)} checks pass")
    if report.line is not None:
        parts.append(f"line {report.line}")
    parts += ["not saved, no attempt"] if board.live else [f"{report.seconds:.2f} s", f"seed {report.seed}"]
    return " · ".join(parts)
