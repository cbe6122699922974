"""Starting `contained.py` so that, were the grader's containment to fail, only its own processes would suffer."""

from __future__ import annotations

import json
import os
import selectors
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
UNSHARE = ("unshare", "--user", "--map-root-user", "--pid", "--net", "--ipc", "--fork", "--kill-child", "--mount-proc")


def why_not() -> str:
    """Why hostile files can't be run here; the empty string when they can."""
    if not sys.platform.startswith("linux") or shutil.which("unshare") is None:
        return "there is no `unshare` here, so nothing would contain a hostile file"
    done = subprocess.run([*UNSHARE, "true"], capture_output=True, text=True, check=False)
    return (
        f"this system gives no namespaces to contain a hostile file in: {done.stderr.strip()}"
        if done.returncode
        else ""
    )


class Contained:
    """A grader in namespaces of its own, which is started anew when it dies.

    Args:
        folder: an empty folder, for the files that it needs.
        mode: `namespaces` for the grader as it is; `plain` for one whose solvers get no namespaces of their own.
    """

    def __init__(self, folder: Path, mode: str) -> None:
        self.folder = folder
        self.mode = mode
        self.process: subprocess.Popen[bytes] | None = None

    def grade(self, file: Path, **options: Any) -> dict[str, Any]:
        """What came of a hostile file; fails when the whole grader died of it, or hangs."""
        if self.process is None or self.process.poll() is not None:
            self._start()
        assert self.process
        assert self.process.stdin
        self.process.stdin.write(json.dumps({"file": str(file), **options}).encode() + b"\n")
        self.process.stdin.flush()
        return self._answer(60.0)

    def _start(self) -> None:
        command = [*UNSHARE, sys.executable, "-m", "tests.grader.contained", str(self.folder), self.mode]
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(self.folder)},
            start_new_session=True,
        )
        assert self._answer(120.0)["ready"] == self.mode

    def _answer(self, seconds: float) -> dict[str, Any]:
        assert self.process
        assert self.process.stdout
        with selectors.DefaultSelector() as selector:
            selector.register(self.process.stdout, selectors.EVENT_READ)
            if not selector.select(seconds):
                self.close()
                raise AssertionError(f"no verdict after {seconds:g} seconds: the grader hangs")
        line = self.process.stdout.readline()
        assert line, "the grader and all around it died"
        return dict(json.loads(line))

    def close(self) -> None:
        """End it: with `unshare` its child dies, and with that everything that was ever started in there."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None
