"""What the host does to processes that may be gone already, and what it reads of them."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tracker.grader.children import sweep
from tracker.grader.memory import children, descends, offspring, resident
from tracker.grader.run import ask_for_stack, end_group, end_process

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")


@pytest.fixture
def gone() -> int:
    """The id of a process that has ended."""
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    return child.pid


def test_a_process_that_is_gone_is_no_trouble(gone: int) -> None:
    ask_for_stack(gone)
    end_process(gone)
    end_group(gone, alive=True)
    end_group(gone, alive=False)
    assert resident(gone) == 0
    assert children(gone) == []


@linux
def test_memory_of_this_process_is_counted() -> None:
    before = resident(os.getpid())
    kept = bytes(range(256)) * 200_000
    assert resident(os.getpid()) - before > 0.8 * len(kept)


@linux
def test_descendants_are_known_by_their_ancestors(gone: int) -> None:
    command = (
        "import os, subprocess, sys; subprocess.run([sys.executable, '-c', 'import os; print(os.getpid()); input()'])"
    )
    with subprocess.Popen([sys.executable, "-c", command], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout
        assert child.stdin
        grandchild = int(child.stdout.readline())
        assert children(child.pid) == [grandchild]
        assert (offspring(child.pid), offspring(grandchild)) == (1, 0)
        assert child.pid in children(os.getpid())
        assert descends(grandchild, child.pid)
        assert descends(grandchild, os.getpid())
        assert not descends(os.getpid(), child.pid)
        assert not descends(os.getppid(), os.getpid())
        child.stdin.close()
    assert descends(gone, os.getpid()), "who is gone is not let in"


def test_folders_of_killed_hosts_are_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    gone, ours, new = (tmp_path / f"tracker-solver-{pid}-x" for pid in (4194999, os.getpid(), 4194998))
    for folder in (gone, ours, new):
        folder.mkdir()
    for folder in (gone, ours):
        os.utime(folder, (0, 0))
    sweep()
    assert sorted(tmp_path.iterdir()) == sorted((ours, new))
