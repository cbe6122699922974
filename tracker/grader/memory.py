"""How much real memory a process has of its own, as the kernel counts it."""

from __future__ import annotations

from pathlib import Path

KINDS = ("RssAnon:", "RssShmem:", "VmSwap:")
"""What counts: everything but the pages of files, which the system can take back."""


def resident(pid: int) -> int:
    """Bytes of memory that a process and its descendants have of their own, shared ones too; 0 where unknown."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return 0
    kilobytes = sum(int(line.split()[1]) for line in lines if line.startswith(KINDS))
    return kilobytes * 1024 + sum(resident(child) for child in children(pid))


def children(pid: int) -> list[int]:
    """The child processes of all threads of a process; none where that can't be told."""
    try:
        lists = [path.read_text(encoding="ascii") for path in Path(f"/proc/{pid}/task").glob("*/children")]
    except OSError:
        return []
    return [int(child) for text in lists for child in text.split()]
