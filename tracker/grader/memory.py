"""How much real memory a process has of its own, as the kernel counts it."""

from __future__ import annotations

import os
from pathlib import Path


def resident(pid: int) -> int:
    """Bytes of real memory that a process and its descendants have of their own; 0 where that can't be told."""
    try:
        _, total, shared, *_ = map(int, Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split())
    except (OSError, ValueError):
        return 0
    return (total - shared) * os.sysconf("SC_PAGE_SIZE") + sum(resident(child) for child in children(pid))


def children(pid: int) -> list[int]:
    """The child processes of a single-threaded or main-thread parent; none where that can't be told."""
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]
    except OSError:
        return []
