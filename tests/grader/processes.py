"""What can be seen of processes from outside, and waiting for a condition that has a name."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

REST = 0.5
"""Seconds after which a family that stays the same is at rest."""


def wait_until(name: str, condition: Callable[[], object], seconds: float = 30.0) -> None:
    """Wait for `condition`; fails with its name when it does not come true."""
    limit = time.monotonic() + seconds
    pause = threading.Event()
    while not condition():
        assert time.monotonic() < limit, f"still not so after {seconds:g} s: {name}"
        pause.wait(0.02)


def wait_for_rest(pid: int, size: int) -> list[int]:
    """Wait until a process has `size` descendants and they have been the same for a while; returns them in order."""
    seen: dict[frozenset[int], float] = {}

    def at_rest() -> bool:
        family, now = frozenset(descendants(pid)), time.monotonic()
        return len(family) == size and now - seen.setdefault(family, now) > REST

    wait_until(f"{size} processes wait, and go on waiting", at_rest)
    return sorted(descendants(pid))


def alive(pid: int) -> bool:
    """True while the process runs; a zombie is no life."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def is_zombie(pid: int) -> bool:
    """True for a process that has ended and that its parent has not asked after."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return False


def parents() -> dict[int, int]:
    """Process id → its parent's, of every process that can be seen."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                found[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:  # it ended meanwhile
                continue
    return found


def descendants(pid: int) -> set[int]:
    """The children of a process, their children, and so on."""
    family, tree = {pid}, parents()
    while new := {child for child, parent in tree.items() if parent in family} - family:
        family |= new
    return family - {pid}


def can_enter_namespaces() -> bool:
    """True where the kernel gives an unprivileged process namespaces of its own."""
    command = "from tracker.grader import namespaces; raise SystemExit(not namespaces.enter_new())"
    return subprocess.run([sys.executable, "-c", command], check=False).returncode == 0


def descriptors(pid: int) -> int:
    """How many descriptors a process holds; only the size of its table where its memory is private to us too."""
    try:
        return sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())
    except PermissionError:
        return _status(pid, "FDSize:")


def resident_kilobytes(pid: int) -> int:
    """The real memory of a process."""
    return _status(pid, "VmRSS:")


def _status(pid: int, name: str) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name))
