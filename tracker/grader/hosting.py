"""The host as its client holds it: a child behind piped, drained streams, or a running one behind its door."""

from __future__ import annotations

import json
import os
import queue
import socket
import subprocess
import sys
import threading
from collections import deque
from pathlib import Path
from typing import IO, Any

from tracker.grader.protocol import LINGER, VERSION

Inbox = queue.SimpleQueue[dict[str, Any]]


class Host:
    """A host that answers on `reader` to what is written to `writer`; a thread keeps `reader` drained."""

    def __init__(self, reader: IO[bytes], writer: IO[bytes]) -> None:
        self.ready = False
        self.pid: int | None = None
        self._writer = writer
        self._inboxes: dict[int, Inbox] = {}
        self._lock = threading.Lock()
        self._broken: dict[str, Any] | None = None
        self._gone = False
        threading.Thread(target=self._read_answers, args=(reader,), daemon=True, name="grader answers").start()

    @property
    def alive(self) -> bool:
        """True until the host hangs up."""
        return not self._gone

    def begin(self, number: int, job: dict[str, Any]) -> Inbox:
        """Ask for a run; its events arrive in the returned queue."""
        inbox: Inbox = queue.SimpleQueue()
        with self._lock:
            self._inboxes[number] = inbox
            gone = self._gone
        if gone or not self._send({"op": "grade", "id": number, "job": job}):
            inbox.put(self._broken or {"event": "gone"})
        return inbox

    def cancel(self, number: int) -> None:
        """Kill a run; whoever waits for it is told."""
        self._send({"op": "cancel", "id": number})

    def close(self) -> None:
        """Hang up."""
        try:
            self._writer.close()
        except OSError:  # it hung up first
            self._gone = True

    def _send(self, request: dict[str, Any]) -> bool:
        try:
            self._writer.write(json.dumps(request).encode() + b"\n")
            self._writer.flush()
        except (OSError, ValueError):
            return False
        return True

    def _read_answers(self, reader: IO[bytes]) -> None:
        try:
            for line in reader:
                self._take(json.loads(line))
        except (OSError, ValueError):  # cut off in mid-line: the same as hanging up
            pass
        with self._lock:
            self._gone = True
            waiting, self._inboxes = self._inboxes, {}
        for inbox in waiting.values():
            inbox.put(self._broken or {"event": "gone"})

    def _take(self, message: dict[str, Any]) -> None:
        if message["event"] == "ready":
            self.ready, self.pid = True, message["pid"]
        elif message["event"] == "broken":
            self._broken = message
        else:
            with self._lock:
                inbox = self._inboxes.get(message["id"])
                if message["event"] in ("report", "cancelled"):
                    self._inboxes.pop(message["id"], None)
            if inbox is not None:
                inbox.put(message)


class ChildHost(Host):
    """A host that is this process's child and ends with it; with `door`, others may use it too."""

    def __init__(self, door: Path | None = None) -> None:
        self.process = _start([] if door is None else ["--door", str(door)], stdin=subprocess.PIPE)
        assert self.process.stdin
        assert self.process.stdout
        assert self.process.stderr
        super().__init__(self.process.stdout, self.process.stdin)
        self.pid = self.process.pid
        self.errors: deque[bytes] = deque(maxlen=50)
        threading.Thread(target=self._read_errors, args=(self.process.stderr,), daemon=True, name="grader log").start()

    def close(self) -> None:
        """Hang up, which ends the host, and wait for it."""
        super().close()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _read_errors(self, stream: IO[bytes]) -> None:
        self.errors.extend(stream)


class NeighbourHost(Host):
    """A host that another process started and that answers at its door."""

    def __init__(self, connection: socket.socket, reader: IO[bytes], hello: dict[str, Any]) -> None:
        self._connection = connection
        super().__init__(reader, connection.makefile("wb"))
        self.ready, self.pid = True, hello["pid"]

    def close(self) -> None:
        """Hang up; the host stays."""
        super().close()
        try:
            self._connection.shutdown(socket.SHUT_RDWR)
        except OSError:  # it hung up first
            self._gone = True
        self._connection.close()


def visit(door: Path) -> NeighbourHost | None:
    """The host behind the door; None when nobody answers. One of another version is asked to end."""
    if not hasattr(socket, "AF_UNIX"):
        return None
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connection.settimeout(2.0)
        connection.connect(str(door))
        reader = connection.makefile("rb")
        hello = json.loads(reader.readline() or b"{}")
        if hello.get("version") == VERSION:
            connection.settimeout(None)
            return NeighbourHost(connection, reader, hello)
        connection.sendall(b'{"op": "stop"}\n')
    except (OSError, ValueError):  # nobody there any more, or no host of ours
        pass
    connection.close()
    return None


def start_lingering(door: Path) -> dict[str, Any]:
    """Start a host that stays behind the door after this process ends; returns its first word."""
    process = _start(
        ["--door", str(door), "--linger", str(LINGER)], stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    assert process.stdout
    with process.stdout as stream:
        line = stream.readline()
    return dict(json.loads(line)) if line else {"event": "gone"}


def _start(arguments: list[str], *, stdin: int, stderr: int = subprocess.PIPE) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "tracker.grader.host", *arguments],
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=stderr,
        env=host_environment(),
        start_new_session=True,
    )


def host_environment() -> dict[str, str]:
    """The environment of the grader's own processes: ours, and the place that this package was imported from."""
    source = str(Path(__file__).resolve().parents[2])
    path = os.pathsep.join(filter(None, [source, os.environ.get("PYTHONPATH", "")]))
    return {**os.environ, "PYTHONPATH": path, "PYTHONUNBUFFERED": "1"}
