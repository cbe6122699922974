"""The host process as its client holds it: behind piped, drained streams."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from collections import deque
from pathlib import Path
from typing import IO, Any


class HostProcess:
    """The host behind its pipes; a thread each keeps standard output and standard error drained."""

    def __init__(self) -> None:
        source = str(Path(__file__).resolve().parents[2])
        path = os.pathsep.join([source, *_existing_path()])
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tracker.grader.host"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path, "PYTHONUNBUFFERED": "1"},
            start_new_session=True,
        )
        self.ready = False
        self.errors: deque[str] = deque(maxlen=50)
        self._inboxes: dict[int, queue.SimpleQueue[dict[str, Any]]] = {}
        self._lock = threading.Lock()
        self._broken: dict[str, Any] | None = None
        for target, stream in ((self._read_answers, self.process.stdout), (self._read_errors, self.process.stderr)):
            threading.Thread(target=target, args=(stream,), daemon=True, name="grader").start()

    @property
    def alive(self) -> bool:
        """True while the process runs."""
        return self.process.poll() is None

    def begin(self, number: int, job: dict[str, Any]) -> queue.SimpleQueue[dict[str, Any]]:
        """Ask for a run; its events arrive in the returned queue."""
        inbox: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        with self._lock:
            self._inboxes[number] = inbox
            broken = self._broken
        if broken is not None or not self._send({"op": "grade", "id": number, "job": job}):
            inbox.put(self._broken or {"event": "gone"})
        return inbox

    def cancel(self, number: int) -> None:
        """Kill a run; whoever waits for it is told."""
        self._send({"op": "cancel", "id": number})

    def close(self) -> None:
        """Hang up, which ends the host, and wait for it."""
        for stream in (self.process.stdin,):
            if stream is not None:
                try:
                    stream.close()
                except BrokenPipeError:
                    break
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _send(self, request: dict[str, Any]) -> bool:
        stream = self.process.stdin
        if stream is None:
            return False
        try:
            stream.write(json.dumps(request).encode() + b"\n")
            stream.flush()
        except (BrokenPipeError, ValueError):
            return False
        return True

    def _read_answers(self, stream: IO[bytes]) -> None:
        for line in stream:
            message = json.loads(line)
            if message["event"] == "ready":
                self.ready = True
            elif message["event"] == "broken":
                self._broken = message
            else:
                self._deliver(message)
        with self._lock:
            waiting, self._inboxes = self._inboxes, {}
        for inbox in waiting.values():
            inbox.put(self._broken or {"event": "gone"})

    def _deliver(self, message: dict[str, Any]) -> None:
        with self._lock:
            inbox = self._inboxes.get(message["id"])
            if message["event"] in ("report", "cancelled"):
                self._inboxes.pop(message["id"], None)
        if inbox is not None:
            inbox.put(message)

    def _read_errors(self, stream: IO[bytes]) -> None:
        for line in stream:
            self.errors.append(line.decode(errors="replace").rstrip())


def _existing_path() -> list[str]:
    value = os.environ.get("PYTHONPATH", "")
    return [value] if value else []
