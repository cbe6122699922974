"""What the grader is asked to do for an exercise."""

from __future__ import annotations

from pathlib import Path

from tracker.grader.protocol import PATIENCE, Job
from tracker.practice.exercise import Exercise
from tracker.workspace import Workspace


def solution_path(workspace: Workspace, exercise: Exercise) -> Path:
    """Where the learner's file for this exercise is, or will be."""
    return workspace.solutions / f"{exercise.slug}.py"


def job_for(
    exercise: Exercise,
    solution: Path,
    *,
    variant: str = "",
    seed: int | None = None,
    source: str | None = None,
    libraries: tuple[Path, ...] = (),
    patience: float = PATIENCE,
) -> Job:
    """One run of the exercise's checks on a solution.

    Args:
        exercise: what is graded.
        solution: the file.
        variant: a class in the file that stands for the solution; empty for the file itself.
        seed: draws the inputs; None draws a fresh one.
        source: the text to grade instead of what is on disk.
        libraries: folders with solutions that this one may import.
        patience: seconds that naming the mistake may take.
    """
    return Job(
        slug=exercise.slug,
        folder=exercise.folder,
        solution=solution,
        variant=variant,
        seed=seed,
        time_limit=exercise.time_limit,
        banned=exercise.banned,
        source=source,
        libraries=libraries,
        patience=patience,
    )
