"""How requests reach a host: over the pipes of its parent, or at a door that other processes of the same user find.

The door is a Unix socket that only its owner may use. It is closed when it is taken away or replaced.
"""

from __future__ import annotations

import hashlib
import json
import os
import socket
import struct
import sys
import tempfile
from pathlib import Path
from typing import Any

from tracker.grader.memory import descends

PATH_LIMIT = 100
HOME = ".home"
"""Ending of the file that says, beside a door elsewhere, which workspace it belongs to."""
SEND_TIMEOUT = struct.pack("ll", 2, 0)
"""Two seconds: a client that does not take its answers must not keep the others waiting."""
JOB_KEYS = {
    "slug", "folder", "solution", "variant", "seed", "time_limit", "banned", "source", "libraries", "closed",
    "memory_limit", "diagnose",
}  # fmt: skip


class Connection:
    """One client of the host: JSON lines in, JSON lines out."""

    def __init__(self, requests: int, answers: int) -> None:
        self.requests = requests
        self.answers = answers
        self._pending = b""
        self._gone = False

    def read(self) -> list[dict[str, Any]] | None:
        """The requests that have come; None when the client hung up, or is no client of ours."""
        try:
            data = os.read(self.requests, 1 << 16)
        except OSError:
            return None
        if not data:
            return None
        *lines, self._pending = (self._pending + data).split(b"\n")
        try:
            requests = [json.loads(line) for line in lines if line]
        except ValueError:
            return None
        return requests if all(map(_is_sound, requests)) else None

    def send(self, message: dict[str, Any]) -> None:
        """Write one line; a client that is gone is noticed when it is read from."""
        view = memoryview(json.dumps(message).encode() + b"\n")
        try:
            while view and not self._gone:
                view = view[os.write(self.answers, view) :]
        except OSError:
            self._gone = True

    def close(self) -> None:
        """Give back the descriptors."""
        for descriptor in {self.requests, self.answers}:
            os.close(descriptor)


def _is_sound(request: Any) -> bool:
    """True for a request that can be obeyed."""
    if not isinstance(request, dict) or request.get("op") not in ("grade", "cancel", "stop"):
        return False
    if request["op"] != "stop" and type(request.get("id")) is not int:
        return False
    job = request.get("job")
    if request["op"] != "grade":
        return True
    numbers = ("time_limit", "memory_limit")
    return isinstance(job, dict) and job.keys() >= JOB_KEYS and all(type(job[key]) in (int, float) for key in numbers)


class Door:
    """A listening Unix socket at `path`, which takes the place of whatever stood there."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        before = path.with_name(f"{path.name}.{os.getpid()}")
        before.unlink(missing_ok=True)
        self._socket.bind(str(before))
        before.chmod(0o600)
        self._socket.listen(16)
        before.replace(path)
        self._inode = path.stat().st_ino
        self._home = _home_of(path)

    def fileno(self) -> int:
        """The descriptor to wait on."""
        return self._socket.fileno()

    def stands(self) -> bool:
        """False when the socket or its workspace was removed, or when another host took its place."""
        return self._home.is_dir() and self._is_ours()

    def _is_ours(self) -> bool:
        try:
            return self.path.stat().st_ino == self._inode
        except OSError:
            return False

    def admit(self) -> Connection | None:
        """The next client, if it belongs to the same user and is no solution that is being graded."""
        client, _ = self._socket.accept()
        if not _is_welcome(client):
            client.close()
            return None
        client.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, SEND_TIMEOUT)
        descriptor = client.detach()
        return Connection(descriptor, descriptor)

    def close(self) -> None:
        """Stop listening and take the socket away, unless another host's stands there."""
        if self._is_ours():
            for path in (self.path, self.path.with_suffix(HOME)):
                path.unlink(missing_ok=True)
        self._socket.close()


def _is_welcome(client: socket.socket) -> bool:
    """The kernel's word on who is calling, where it gives one; elsewhere the file's mode has to do."""
    if not sys.platform.startswith("linux"):
        return True
    pid, uid, _ = struct.unpack("3i", client.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i")))
    return bool(uid == os.getuid() and not descends(pid, os.getpid()))


def door_path(private: Path, name: str = "grader.sock") -> Path:
    """Where a door of a workspace is: in its `.tracker/`, or elsewhere under a short name when that is too long."""
    path = private.resolve() / name
    if len(os.fsencode(path)) <= PATH_LIMIT:
        return path
    digest = hashlib.sha256(os.fsencode(path)).hexdigest()[:16]
    folder = Path(tempfile.gettempdir(), f"tracker-{os.getuid()}")
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"{digest}.sock"
    home = path.with_suffix(HOME)
    if not home.exists():
        home.write_text(str(private.resolve()), encoding="utf-8", errors="surrogateescape")
    return path


def _home_of(path: Path) -> Path:
    """The `.tracker/` that a door belongs to: where it stands, or what is written beside it."""
    try:
        return Path(path.with_suffix(HOME).read_text(encoding="utf-8", errors="surrogateescape"))
    except OSError:
        return path.parent
