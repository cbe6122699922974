"""What the grader's client and its host say to each other: one JSON object a line, no torch."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tracker import __version__
from tracker.errors import TrackerError
from tracker.grader.report import CheckResult

VERSION = f"{__version__}/2"
"""Client and host must agree on it; a host that says another one is asked to end."""
LINGER = 600.0
MEMORY_LIMIT = 2 * 1024**3
OUTPUT_LIMIT = 64 * 1024
SOURCE_LIMIT = 1024**2
PATIENCE = 1.0


@dataclass(frozen=True)
class Job:
    """One run to grade.

    Attributes:
        slug: the exercise.
        folder: the exercise's folder, with checks.py, reference.py and mistakes.py.
        solution: the learner's file.
        variant: a class inside that file that stands for the solution, as in `accepted.py::einsum`; empty for the file.
        seed: draws the inputs; None draws a fresh one.
        time_limit: wall-clock seconds for the whole run, import included.
        banned: dotted names that the solution must not use.
        source: the text to grade instead of what is on disk (an unsaved buffer).
        libraries: folders that the solution may import the learner's other solutions from.
        memory_limit: bytes of real memory that the solution may use beyond what the warm process has.
        diagnose: whether a failed run is compared with the known mistakes.
        patience: seconds that this comparison may take; a learner waits for it, the authoring gate need not hurry.
    """

    slug: str
    folder: Path
    solution: Path
    variant: str = ""
    seed: int | None = None
    time_limit: float = 10.0
    banned: tuple[str, ...] = ()
    source: str | None = None
    libraries: tuple[Path, ...] = ()
    memory_limit: int = MEMORY_LIMIT
    diagnose: bool = True
    patience: float = PATIENCE


@dataclass(frozen=True)
class Warming:
    """The host is importing torch; the first verdict takes a few seconds."""


@dataclass(frozen=True)
class Restarted:
    """The host ended in the middle of the run, as when it is killed; a new one grades again."""

    sentence: str = "The grader's process ended while grading. It is started again, and grades again."


@dataclass(frozen=True)
class Collected:
    """The checks that will run, none of them passed yet."""

    checks: tuple[CheckResult, ...]


@dataclass(frozen=True)
class CheckFinished:
    """One check has run."""

    index: int
    result: CheckResult


@dataclass(frozen=True)
class Printed:
    """The solution printed something while it ran; the report has all of it."""

    text: str


Event = Warming | Restarted | Collected | CheckFinished | Printed


class Superseded(TrackerError):
    """A newer run took the place of this one; its result is of no interest."""

    def __init__(self) -> None:
        super().__init__("A newer run took the place of this one.", exit_code=1)
