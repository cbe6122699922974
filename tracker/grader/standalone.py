"""Running an exercise's checks by plain pytest, without the app: in one process, with no isolation.

    pytest exercises/01_fundamentals/softmax --solution my_softmax.py

`exercises/conftest.py` takes its fixtures from here. For a verdict that nothing can fool, use `tracker grade`.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from types import ModuleType

import pytest

from tracker.errors import TrackerError
from tracker.grader.loading import load_module, new_session, seed_check
from tracker.grader.solution import Solution
from tracker.grader.transport import LocalTransport
from tracker.workspace import find_root


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of a run without the app."""
    group = parser.getgroup("tracker")
    group.addoption(
        "--solution", help="the file to grade, or FILE::name for one class in it; default: solutions/SLUG.py"
    )
    group.addoption("--seed", type=int, help="draw the inputs of this seed; default: a fresh one")


def pytest_report_header(config: pytest.Config) -> str:
    """Which seed the inputs are drawn from."""
    return f"seed: {_seed(config)}"


@pytest.fixture
def solution(request: pytest.FixtureRequest) -> Solution:
    """Stands for the file under test."""
    folder = request.node.path.parent
    path, variant = _solution_file(request.config, folder.name)
    module = load_module(path, f"solution_{path.stem}")
    target = getattr(module, variant) if variant else module
    seed = _seed(request.config)
    seed_check(seed, request.node.name)
    return Solution(new_session(LocalTransport(target, str(path)), seed, request.node.name))


@pytest.fixture
def reference(request: pytest.FixtureRequest) -> ModuleType:
    """The exercise's reference."""
    folder = request.node.path.parent
    return load_module(folder / "reference.py", f"reference_of_{folder.name}")


def _seed(config: pytest.Config) -> int:
    if config.option.seed is None:
        config.option.seed = secrets.randbelow(2**31 - 1)
    return int(config.option.seed)


def _solution_file(config: pytest.Config, slug: str) -> tuple[Path, str]:
    given = config.getoption("--solution")
    if given:
        name, _, variant = str(given).partition("::")
        path = Path(config.invocation_params.dir, name)
    else:
        variant = ""
        try:
            root = find_root(None, os.environ, Path(config.invocation_params.dir))
        except TrackerError as error:
            raise pytest.UsageError(f"Name the file to grade: --solution FILE. ({error.message})") from error
        path = root / "solutions" / f"{slug}.py"
    if not path.is_file():
        raise pytest.UsageError(f"There is no file {path}: name one with --solution FILE, or `tracker start {slug}`.")
    return path, variant
