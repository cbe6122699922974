"""What the authoring gate found, as plain data."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Fault:
    """One reason why an exercise must not meet a learner."""

    where: str
    """A file, or the answer that misbehaved, such as `mistakes.py::no_scaling`."""
    message: str
    seeds: tuple[int, ...] = ()
    """The seeds that show it: `tracker grade SLUG --solution … --seed N` repeats it."""


@dataclass(frozen=True)
class ExerciseReport:
    """What the gate says about one exercise."""

    slug: str
    checks: int
    accepted: int
    mistakes: int
    diagnosed: int
    """Mistakes that were diagnosed as themselves over all seeds."""
    runs: int
    seconds: float
    faults: tuple[Fault, ...]

    @property
    def passed(self) -> bool:
        """True when there is nothing to object to."""
        return not self.faults


@dataclass(frozen=True)
class GateReport:
    """What the gate says about all of them."""

    exercises: tuple[ExerciseReport, ...]
    faults: tuple[Fault, ...]
    """What concerns the curriculum as a whole."""
    seeds: tuple[int, ...]
    seconds: float

    @property
    def passed(self) -> bool:
        """True when every exercise is fit to teach."""
        return not self.faults and all(exercise.passed for exercise in self.exercises)

    def to_json(self) -> dict[str, Any]:
        """The form of `tracker check-exercises --json`."""
        exercises = [{**asdict(exercise), "passed": exercise.passed} for exercise in self.exercises]
        return {**asdict(self), "passed": self.passed, "exercises": exercises}
