"""Grades hostile files in a world of its own: the first process of a PID namespace, which takes all others along.

`containment.Contained` starts it, under `unshare`. It reads a JSON object a line (`file`, `time_limit`, …) and answers
with one: what the report says, which processes are left, and how a right answer fares right afterwards.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import sys
from pathlib import Path
from typing import Any

from tests.grader.conftest import DOUBLE, RIGHT
from tests.grader.processes import can_enter_namespaces, is_zombie, parents, wait_until
from tracker.grader.client import Grader
from tracker.grader.protocol import Job

ADDRESS_SPACE = 20 * 1024**3
PROCESSES = 1500
NAMESPACES = Path("/proc/sys/user/max_user_namespaces")


def bound() -> None:
    """Limits that hold for everything in here, should a limit of the grader's not."""
    for kind, value in (
        (resource.RLIMIT_AS, ADDRESS_SPACE),
        (resource.RLIMIT_NPROC, PROCESSES),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 1024**3),
    ):
        _, hard = resource.getrlimit(kind)
        wanted = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (wanted, wanted))
    with contextlib.suppress(OSError):  # when memory is short, the kernel takes one of us first
        Path("/proc/self/oom_score_adj").write_text("1000")


def main(folder: Path, mode: str) -> None:
    """Serve until the tests hang up."""
    if os.getpid() != 1:
        raise SystemExit("not contained: this is no PID namespace of its own")
    bound()
    if mode == "plain":
        NAMESPACES.write_text("0")
    crowd = 3 if can_enter_namespaces() else 2
    right = folder / "right.py"
    right.write_text(RIGHT)
    with Grader() as grader:
        assert grader.grade(_job(right, {})).passed
        print(json.dumps({"ready": mode, "crowd": crowd}), flush=True)
        for line in sys.stdin:
            answer = _grade(grader, json.loads(line), right, 2 + 2 * crowd)
            print(json.dumps(answer), flush=True)


def _job(solution: Path, request: dict[str, Any]) -> Job:
    return Job("double", DOUBLE, solution, time_limit=request.get("time_limit", 20.0),
               memory_limit=request.get("memory_limit", 2 * 1024**3))  # fmt: skip


def _grade(grader: Grader, request: dict[str, Any], right: Path, expected: int) -> dict[str, Any]:
    report = grader.grade(_job(Path(request["file"]), request))
    left = _left(grader, expected)
    after = grader.grade(_job(right, {}))
    return {**report.to_json(), "line": report.line, "left": left, "after": str(after.verdict)}


def _left(grader: Grader, expected: int) -> list[str]:
    """Whom the run left behind: more processes than this one, the host, and the two pairs that wait."""
    with contextlib.suppress(AssertionError):
        wait_until("only the host and its two waiting pairs are left", lambda: len(_present()) == expected, 5.0)
    present = _present()
    return [] if len(present) == expected else [_name(pid) for pid in sorted(present)]


def _present() -> set[int]:
    """Every process in here, zombies too, but for those that this one has still to bury."""
    return {pid for pid, parent in parents().items() if not (parent <= 1 and is_zombie(pid))}


def _name(pid: int) -> str:
    try:
        return f"{pid} {Path(f'/proc/{pid}/cmdline').read_bytes()[-60:]!r}"
    except OSError:
        return f"{pid} (gone)"


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
