"""Which file is graded: the learner's own, another one, or one named answer in it. Quick to import."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from tracker.errors import TrackerError
from tracker.grader.client import Grader, OnEvent
from tracker.grader.report import Report
from tracker.practice.exercise import Exercise
from tracker.practice.jobs import job_for, solution_path
from tracker.practice.source import answers
from tracker.workspace import Workspace

LARGEST = 1024**2
"""Bytes of a solution that are kept with its attempt; no solution is that long."""


@dataclass(frozen=True)
class Answer:
    """A file, and the namespace in it where it holds several answers."""

    path: Path
    variant: str
    is_own: bool
    """True for the learner's own solution in the workspace: grading it is an attempt."""

    def read(self) -> str:
        """The file as it is now; what is no UTF-8 is replaced, since an attempt at anything is kept."""
        with self.path.open("rb") as stream:
            return stream.read(LARGEST).decode("utf-8", errors="replace")


def find_answer(workspace: Workspace, exercise: Exercise, solution: Path | str | None) -> Answer:
    """The file that `solution` names, or the learner's own.

    Args:
        workspace: where the learner's own file is.
        exercise: what is graded.
        solution: a file, `FILE::name` for one answer in it, or None.

    Raises:
        TrackerError: when there is no such file, or no such answer in it.
    """
    own = solution_path(workspace, exercise)
    name, _, variant = str(own if solution is None else solution).partition("::")
    path = Path(name).expanduser()
    if not path.is_file():
        is_own = solution is None
        hint = f"'tracker start {exercise.slug}' makes it." if is_own else ""
        raise TrackerError(f"There is no file {path}.", hint=hint)
    if variant:
        _require(path, variant)
    return Answer(path, variant, is_own=not variant and path.resolve() == own.resolve())


def grade_answer(
    workspace: Workspace,
    grader: Grader,
    exercise: Exercise,
    answer: Answer,
    *,
    seed: int | None = None,
    on_event: OnEvent | None = None,
) -> Report:
    """Grade and record nothing; the answer may import the learner's other solutions."""
    job = job_for(exercise, answer.path, variant=answer.variant, seed=seed, libraries=(workspace.solutions,))
    return grader.grade(job, on_event)


def _require(path: Path, variant: str) -> None:
    names = [answer.name for answer in answers(path)]
    if variant not in names:
        close = get_close_matches(variant, names) or names
        raise TrackerError(
            f"There is no answer {variant!r} in {path}.", hint=f"It has {', '.join(close)}." if close else ""
        )
