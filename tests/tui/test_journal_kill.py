"""`kill -9` in the middle of typing a journal entry costs two seconds of it at most, and damages nothing.

Three kills in the suite; `TRACKER_KILLS=50` for more.
"""

from __future__ import annotations

import fcntl
import os
import pty
import random
import re
import select
import signal
import sqlite3
import struct
import subprocess
import sys
import termios
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from time import monotonic

import pytest

from tracker.notes.journal_files import find_draft
from tracker.workspace import Workspace

KILLS = int(os.environ.get("TRACKER_KILLS", "3"))
LOSS_SECONDS = 2.0
PATIENCE_SECONDS = 90.0


class Dashboard:
    """The real program in a terminal of its own."""

    def __init__(self, child: subprocess.Popen[bytes], terminal: int) -> None:
        self.child, self._terminal = child, terminal
        self._seen = b""

    def type(self, keys: str) -> None:
        """Press keys."""
        os.write(self._terminal, keys.encode())

    def watch(self, seconds: float) -> None:
        """Take what the program paints for so long, so that it never waits for its terminal."""
        end = monotonic() + seconds
        while (rest := end - monotonic()) > 0:
            if select.select([self._terminal], [], [], rest)[0]:
                self._seen += os.read(self._terminal, 65536)

    def until_painted(self, words: str) -> None:
        """Watch until these words were painted; colour changes between letters do not matter."""
        end = monotonic() + PATIENCE_SECONDS
        while words not in re.sub(rb"\x1b\[[0-9;?]*[A-Za-z]", b"", self._seen).decode(errors="replace"):
            assert monotonic() < end, f"never painted: {words}"
            assert self.child.poll() is None, self._seen[-2000:]
            self.watch(0.05)
        self._seen = b""

    def kill(self) -> float:
        """`kill -9`; the moment before it."""
        at = monotonic()
        self.child.send_signal(signal.SIGKILL)
        self.child.wait(20)
        return at


@contextmanager
def dashboard(workspace: Workspace) -> Iterator[Dashboard]:
    """The program, ended whatever happens."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 110, 0, 0))
    command = [sys.executable, "-m", "tracker", "--workspace", str(workspace.root)]
    environ = {**os.environ, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
    child = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environ, start_new_session=True)
    os.close(theirs)
    try:
        yield Dashboard(child, ours)
    finally:
        child.kill()
        child.wait(20)
        os.close(ours)


@pytest.mark.parametrize("number", range(KILLS))
def test_a_kill_costs_two_seconds_of_typing_at_most(workspace: Workspace, number: int) -> None:
    dice = random.Random(number)
    settings = workspace.private / "settings.toml"
    settings.write_text(settings.read_text() + 'theme = "tracker-dark"\n', encoding="utf-8")
    typed, moments, saves = "", [], []
    with dashboard(workspace) as one:
        one.until_painted("Today")
        one.type("j")
        one.until_painted("Who am I becoming?")
        end = monotonic() + dice.uniform(0.5, 6.0)
        while monotonic() < end:
            if typed and dice.random() < 0.02:
                one.type("\x13")
                saves.append(typed)
            else:
                letter = dice.choice("abcdefghijkl mnopqrstuvw")
                one.type(letter)
                typed += letter
                moments.append(monotonic())
            one.watch(dice.uniform(0.01, 0.12))
        killed = one.kill()
    must_be_there = typed[: sum(at < killed - LOSS_SECONDS for at in moments)]
    _judge(workspace, typed, must_be_there, saves)


def _judge(workspace: Workspace, typed: str, must_be_there: str, saves: list[str]) -> None:
    """What is on disk is what was typed, up to two seconds; the entry is one of those that were saved."""
    begin, end = "## Who am I becoming?\n\n- ", "\n\n## What will I do next?\n\n- \n"
    entries = sorted((workspace.notes / "journal").glob("*"))
    texts = []
    for path in entries:
        assert path.suffix == ".md" or path.name.endswith(".tmp"), path
        if path.suffix == ".md":
            text = path.read_text(encoding="utf-8").partition(begin)[2].removesuffix(end)
            assert text in saves
            texts.append(text)
    for path in workspace.drafts.glob("journal-*.json"):
        if path.suffix == ".json":
            draft = find_draft(workspace, date.fromisoformat(path.stem.removeprefix("journal-")))
            assert draft is not None, path.read_text()
            assert draft.text.endswith(end)
            texts.append(draft.text.partition(begin)[2].removesuffix(end))
    assert all(typed.startswith(text) for text in texts)
    kept = max(texts, key=len, default="")
    assert len(kept) >= len(must_be_there), f"{len(typed)} typed, {len(kept)} kept, {len(must_be_there)} due"
    with sqlite3.connect(workspace.database) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    database.close()
