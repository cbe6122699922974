"""What the kernel tells of processes: their memory, their children, their ancestors."""

from __future__ import annotations

from pathlib import Path

KINDS = ("RssAnon:", "RssShmem:", "VmSwap:")
"""What counts: everything but the pages of files, which the system can take back."""


def resident(pid: int) -> int:
    """Bytes of memory that a process and its descendants have of their own, shared ones too; 0 where unknown."""
    return sum(map(_own, _family(pid)))


def _own(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return 0
    return 1024 * sum(int(line.split()[1]) for line in lines if line.startswith(KINDS))


def _family(pid: int) -> list[int]:
    """A process and its descendants; no recursion, for a solution may start a chain of thousands."""
    found = {pid: None}
    waiting = [pid]
    while waiting:
        new = [child for child in children(waiting.pop()) if child not in found]
        found.update(dict.fromkeys(new))
        waiting += new
    return list(found)


def children(pid: int) -> list[int]:
    """The child processes of all threads of a process; none where that can't be told."""
    try:
        lists = [path.read_text(encoding="ascii") for path in Path(f"/proc/{pid}/task").glob("*/children")]
    except OSError:
        return []
    return [int(child) for text in lists for child in text.split()]


def offspring(pid: int) -> int:
    """How many processes a process and its descendants have started and not buried."""
    return len(_family(pid)) - 1


def descends(pid: int, ancestor: int) -> bool:
    """True for a process that `ancestor`, or a descendant of it, has started; also for one that is gone already."""
    while pid > 1 and pid != ancestor:
        try:
            stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
        except OSError:
            return True
        pid = int(stat.rpartition(")")[2].split()[1])
    return pid == ancestor
