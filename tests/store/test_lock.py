"""The lock file: one at a time, freed by the system when its holder dies."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tracker.errors import TrackerError
from tracker.store import lock

HOLDER = """
import sys; from pathlib import Path; from tracker.store.lock import exclusive
with exclusive(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The database that is locked; it need not exist."""
    return tmp_path / "tracker.db"


@pytest.fixture
def holder(path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Another process that holds the lock."""
    command = [sys.executable, "-c", HOLDER, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        yield process
        process.kill()


def test_two_cannot_hold_it(path: Path, holder: subprocess.Popen[bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "WAIT_SECONDS", 0.0)
    with pytest.raises(TrackerError, match="Another tracker is still at work"), lock.exclusive(path):
        pass


def test_a_holder_that_is_killed_holds_nothing(path: Path, holder: subprocess.Popen[bytes]) -> None:
    holder.kill()
    holder.wait()
    with lock.exclusive(path):
        assert path.with_name("tracker.db.lock").exists()


def test_it_can_be_taken_again(path: Path) -> None:
    for _ in range(3):
        with lock.exclusive(path):
            pass
