"""Running commands in this process, as a shell would see them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tracker.cli import main


@dataclass(frozen=True)
class Ran:
    """What a command left: its exit code and what it printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output, read as JSON."""
        return json.loads(self.out)


Run = Callable[..., Ran]


@pytest.fixture(autouse=True)
def _no_grader_stays(tmp_path: Path) -> Iterator[None]:
    """The graders that a test's workspaces leave behind end with those."""
    yield
    for private in [*tmp_path.rglob(".tracker")]:
        shutil.rmtree(private, ignore_errors=True)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `tracker` with the given arguments."""

    def run_command(*argv: str | Path) -> Ran:
        capsys.readouterr()
        code = main([str(argument) for argument in argv])
        return Ran(code, *capsys.readouterr())

    return run_command


@pytest.fixture
def inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, which the commands run in."""
    folder = tmp_path / "inside"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder
