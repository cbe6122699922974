"""Handing a command to the process on standby, which has the libraries loaded that take this one half a second.

Nothing here may import more than the standard library's small modules: this is all that the second `tracker grade` of
a workspace waits for. Whatever goes wrong before the command was taken, it is run in this process as ever.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

INTERRUPTED = 130
"""The exit code of a command that was interrupted."""
PATIENCE = 2.0
"""Seconds in which a process on standby has to say that it takes the command."""
PACKAGE = Path(__file__).resolve().parents[1]


def worth_handing_over(words: Sequence[str]) -> bool:
    """True for commands that are given over and over and leave a warm grader behind anyway."""
    possible = hasattr(socket, "AF_UNIX") and hasattr(os, "fork") and None not in (sys.stdin, sys.stdout, sys.stderr)
    return possible and parted(words)[1][:1] == ["grade"] and "--cold" not in words


def parted(words: Sequence[str]) -> tuple[str | None, list[str]]:
    """The workspace that the words of a command name, None for none, and the other words."""
    named: str | None = None
    rest: list[str] = []
    left = iter(words)
    for word in left:
        if word == "--workspace":
            named = next(left, None)
        elif word.startswith("--workspace="):
            named = word.partition("=")[2]
        else:
            rest.append(word)
    return named, rest


def socket_path(root: Path) -> Path:
    """Where the process on standby of a workspace answers."""
    from tracker.grader.door import door_path
    from tracker.workspace import PRIVATE

    return door_path(root / PRIVATE, "standby.sock")


def root_of(words: Sequence[str]) -> Path | None:
    """The workspace that the command is for, None when there is none: then the command itself says so."""
    from tracker.errors import TrackerError
    from tracker.workspace import find_root

    try:
        return find_root(parted(words)[0], os.environ, Path.cwd())
    except (TrackerError, OSError):
        return None


def edition() -> float:
    """When a file of this program was changed last: a process that loaded older ones must not answer."""
    return max(path.stat().st_mtime for path in PACKAGE.rglob("*.py"))


def hand_over(words: Sequence[str], root: Path) -> int | None:
    """Have the command run by the process on standby; returns its exit code, None when nobody took it."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        try:
            line.settimeout(PATIENCE)
            line.connect(str(socket_path(root)))
            socket.send_fds(line, [b"\n"], [0, 1, 2])
            line.sendall(json.dumps(_request(words)).encode() + b"\n")
            answers = line.makefile("rb")
            taken = json.loads(answers.readline() or b"{}")
        except (OSError, ValueError):
            return None
        if "pid" not in taken:
            return None
        line.settimeout(None)
        return _outcome(answers, taken["pid"])


def _request(words: Sequence[str]) -> dict[str, Any]:
    streams = (sys.stdin, sys.stdout, sys.stderr)
    return {
        "edition": edition(),
        "words": list(words),
        "cwd": str(Path.cwd()),
        "environ": dict(os.environ),
        "streams": [[stream.encoding, stream.errors] for stream in streams],
    }


def _outcome(answers: Any, pid: int) -> int:
    """The exit code; an interrupt of this process is passed on to the one that does the work."""
    while True:
        try:
            line = answers.readline()
            break
        except KeyboardInterrupt:
            with suppress(OSError):
                os.kill(pid, signal.SIGINT)
    if not line:
        print("tracker: the process that ran this command was ended. Run it again.", file=sys.stderr)
        return 2
    return int(json.loads(line)["code"])


def leave_standby(root: Path) -> None:
    """Start a process that waits for the next command, unless one does."""
    path = socket_path(root)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.settimeout(PATIENCE)
        with suppress(OSError):
            line.connect(str(path))
            return
    from tracker.grader.hosting import host_environment

    subprocess.Popen(
        [sys.executable, "-m", "tracker.cli.standby", str(root)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=host_environment(),
        start_new_session=True,
        cwd=root,
    )
