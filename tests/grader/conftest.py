"""A grader with a warm host for the whole session, and a small exercise to grade."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tracker.grader.client import Grader
from tracker.grader.protocol import Job

DOUBLE = Path(__file__).parent / "exercises" / "01_small" / "double"
SOFTMAX = Path(__file__).parents[2] / "exercises" / "01_fundamentals" / "softmax"
RIGHT = "def double(x):\n    return 2 * x\n"


@pytest.fixture(scope="session")
def grader() -> Iterator[Grader]:
    """One host for all tests: starting it takes seconds."""
    with Grader() as shared:
        yield shared


MakeJob = Callable[..., Job]


@pytest.fixture
def job(tmp_path: Path) -> MakeJob:
    """Writes a solution of `double` and makes the job that grades it."""
    solution = tmp_path / "solutions" / "double.py"

    def write(text: str | bytes = RIGHT, **options: Any) -> Job:
        solution.parent.mkdir(exist_ok=True)
        solution.write_bytes(text.encode() if isinstance(text, str) else text)
        return replace(Job("double", DOUBLE, solution, time_limit=20.0), **options)

    return write
