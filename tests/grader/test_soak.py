"""Many grades in a row leave the host as it was. `TRACKER_SOAK=1000 pytest tests/grader/test_soak.py` grades more."""

from __future__ import annotations

import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.grader.conftest import RIGHT, MakeJob
from tests.grader.processes import descendants, descriptors, resident_kilobytes, wait_for_rest
from tests.grader.test_grader import CROWD
from tracker.grader.client import Grader

COUNT = int(os.environ.get("TRACKER_SOAK", "60"))
SETTLED = 12
GROWTH = 1.05

SOLUTIONS = [
    (RIGHT, "passed"),
    ("def double(x):\n    return x * x\n", "failed"),
    ("def double(x):\n    return y\n", "error"),
    ("nonsense(\n", "error"),
    ("import os\ndef double(x):\n    os._exit(0)\n", "crashed"),
    ("print('a' * 100_000)\n" + RIGHT, "passed"),
]

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")


@dataclass(frozen=True)
class Household:
    """What a host holds while it waits."""

    processes: int
    descriptors: int
    folders: int
    memory: int


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of our own in which the grader makes its temporary ones."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return folder


def household(grader: Grader, temporary: Path) -> Household:
    """What the host holds, once both pairs for the next run stand and nobody comes or goes any more."""
    pid = grader.pid or 0
    wait_for_rest(pid, 2 * len(CROWD))
    folders = sum(1 for _ in temporary.glob("tracker-*"))
    return Household(len(descendants(pid)), descriptors(pid), folders, resident_kilobytes(pid))


def test_many_grades_leave_the_host_as_it_was(job: MakeJob, temporary: Path) -> None:
    with Grader() as grader:
        for number in range(SETTLED):
            source, verdict = SOLUTIONS[number % len(SOLUTIONS)]
            assert str(grader.grade(job(source)).verdict) == verdict
        host, before = grader.pid, household(grader, temporary)
        for number in range(COUNT):
            source, verdict = SOLUTIONS[number % len(SOLUTIONS)]
            assert str(grader.grade(job(source)).verdict) == verdict
        after = household(grader, temporary)
        print(f"after {COUNT} more grades: {before} → {after}")
        assert grader.pid == host
        assert (after.processes, after.descriptors, after.folders) == (
            before.processes,
            before.descriptors,
            before.folders,
        )
        assert after.memory <= GROWTH * before.memory
    assert list(temporary.glob("tracker-*")) == []
