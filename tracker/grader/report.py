"""What came out of a graded run, as plain data: the same object feeds the app, the command line and the database."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Verdict(StrEnum):
    """How a graded run ended."""

    PASSED = "passed"
    FAILED = "failed"
    ERROR = "error"
    TIMEOUT = "timeout"
    OUT_OF_MEMORY = "out_of_memory"
    CRASHED = "crashed"
    BROKEN_ENVIRONMENT = "broken_environment"


@dataclass(frozen=True)
class Matrix:
    """A small picture of a failed comparison, at most 24 rows by 48 columns.

    Attributes:
        title: which slice this is, such as `[0, 1, :, :]`.
        expected, got, difference: rows of numbers; `difference` is got − expected. A NaN is None.
    """

    title: str
    expected: tuple[tuple[float | None, ...], ...]
    got: tuple[tuple[float | None, ...], ...]
    difference: tuple[tuple[float | None, ...], ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Matrix:
        """The inverse of `to_dict`."""
        rows = {key: tuple(tuple(row) for row in data[key]) for key in ("expected", "got", "difference")}
        return cls(title=data["title"], **rows)


@dataclass(frozen=True)
class CheckResult:
    """One check: its name, the sentence the learner reads (`label`), points, and what went wrong."""

    name: str
    label: str
    passed: bool
    points: float
    max_points: float
    message: str = ""
    matrix: Matrix | None = None

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON; `matrix` only where there is one."""
        data = asdict(self)
        if self.matrix is None:
            del data["matrix"]
        return data

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> CheckResult:
        """The inverse of `to_dict`."""
        matrix = data.get("matrix")
        return cls(**{**data, "matrix": Matrix.from_dict(matrix) if matrix else None})


@dataclass(frozen=True)
class Diagnosis:
    """A known mistake that produces exactly what the solution produced, and the sentence that explains it."""

    mistake: str
    message: str


@dataclass(frozen=True)
class Report:
    """One graded run.

    Attributes:
        exercise: the slug.
        seconds: wall-clock time from the request to the verdict.
        message: one sentence on the whole run.
        output: what the solution printed, cut to a cap.
        line: the line of the learner's file that the message is about, if there is one.
    """

    exercise: str
    verdict: Verdict
    seed: int
    seconds: float
    checks: tuple[CheckResult, ...] = ()
    diagnoses: tuple[Diagnosis, ...] = ()
    message: str = ""
    output: str = ""
    line: int | None = None

    @property
    def passed(self) -> bool:
        """True when every check passed."""
        return self.verdict is Verdict.PASSED

    @property
    def points(self) -> float:
        """The points of the checks that passed."""
        return sum(check.points for check in self.checks)

    @property
    def max_points(self) -> float:
        """The points there are."""
        return sum(check.max_points for check in self.checks)

    def to_json(self, *, matrices: bool = False) -> dict[str, Any]:
        """The report in the form of `tracker grade --json`; with `matrices`, failed comparisons keep their pictures."""
        checks = [check.to_dict() for check in self.checks]
        if not matrices:
            checks = [{key: value for key, value in check.items() if key != "matrix"} for check in checks]
        return {
            "exercise": self.exercise,
            "verdict": str(self.verdict),
            "points": self.points,
            "max_points": self.max_points,
            "seed": self.seed,
            "seconds": round(self.seconds, 4),
            "checks": checks,
            "diagnoses": [asdict(diagnosis) for diagnosis in self.diagnoses],
            "message": self.message,
            "output": self.output,
        }
