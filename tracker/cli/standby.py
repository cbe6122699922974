"""The process on standby: it has everything loaded that `tracker grade` needs, and forks for each command.

It lives as long as the grader's host of its workspace: it hangs on that host's door, and ends when the host does. It
opens no database itself; each command does, in a process of its own, exactly as it would without standby.
"""

from __future__ import annotations

import gc
import io
import json
import os
import selectors
import signal
import socket
import sys
import threading
import time
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

from tracker.cli.entry import main as run_command
from tracker.cli.errand import INTERRUPTED, edition, socket_path
from tracker.grader.door import Door, door_path
from tracker.workspace import PRIVATE

NEEDED = ("tracker.cli.grade", "tracker.cli.report_text", "tracker.journeys.grading", "tracker.journeys.welcome",
          "tracker.grader.client", "tracker.store.engine")  # fmt: skip
"""What a command imports when it comes to it."""
PERIOD = 2.0


def main(root: Path) -> int:
    """Wait for commands until the host behind the workspace's door ends, or our own socket is taken away."""
    for name in NEEDED:
        import_module(name)
    host = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        host.connect(str(door_path(root / PRIVATE)))
    except OSError:  # it has ended meanwhile
        return 0
    loaded = edition()
    gc.collect()
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody asks after a command's process: the kernel buries it
    door = Door(socket_path(root))
    with selectors.DefaultSelector() as selector:
        selector.register(host, selectors.EVENT_READ)
        selector.register(door.fileno(), selectors.EVENT_READ)
        while door.stands():
            ready = {key.fd for key, _ in selector.select(PERIOD)}
            if host.fileno() in ready and not host.recv(1 << 16):
                break
            if door.fileno() in ready:
                _admit(door, loaded, (host.fileno(), door.fileno(), selector.fileno()))
    door.close()
    return 0


def _admit(door: Door, loaded: float, ours: tuple[int, ...]) -> None:
    """Fork for one client; it reads the request itself, so that a slow one keeps nobody waiting."""
    connection = door.admit()
    if connection is None:
        return
    if os.fork() == 0:
        code = 2
        try:
            for descriptor in ours:
                os.close(descriptor)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.setsid()
            code = _serve(socket.socket(fileno=connection.requests), loaded)
        finally:
            os._exit(code)
    connection.close()


def _serve(line: socket.socket, loaded: float) -> int:
    """Take one command, run it with the client's streams, and tell how it ended."""
    line.settimeout(PERIOD)
    _, streams, _, _ = socket.recv_fds(line, 1, 3)
    request = json.loads(line.makefile("rb").readline() or b"{}")
    line.settimeout(None)
    if len(streams) != 3 or request.get("edition") != loaded:
        if request.get("edition"):  # the program was changed under us: make room for a process that knows it
            os.kill(os.getppid(), signal.SIGTERM)
        with suppress(OSError):
            line.sendall(b"{}\n")
        return 0
    _become(request, streams)
    line.sendall(json.dumps({"pid": os.getpid()}).encode() + b"\n")
    try:
        threading.Thread(target=_end_with, args=(line,), daemon=True).start()
        code = run_command(request["words"])
    except KeyboardInterrupt:  # in the moment before the command
        code = INTERRUPTED
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # the reader may be gone
            stream.flush()
    line.sendall(json.dumps({"code": code}).encode() + b"\n")
    return 0


def _become(request: dict[str, Any], streams: list[int]) -> None:
    """Take over the client's folder, environment and streams."""
    for target, descriptor in enumerate(streams):
        os.dup2(descriptor, target)
        os.close(descriptor)
    os.chdir(request["cwd"])
    os.environ.clear()
    os.environ.update(request["environ"])
    if hasattr(time, "tzset"):
        time.tzset()
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        encoding, errors = request["streams"][number]
        raw = open(number, "rb" if number == 0 else "wb", closefd=False)  # noqa: SIM115 - lives as long as the process
        lines = os.isatty(number) or number == 2
        setattr(sys, name, io.TextIOWrapper(raw, encoding=encoding, errors=errors, line_buffering=lines))


def _end_with(line: socket.socket) -> None:
    """When the client is killed, end the command as an interrupt would."""
    with suppress(OSError):
        if not line.recv(1):
            os.kill(os.getpid(), signal.SIGINT)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
