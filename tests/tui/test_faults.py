"""What goes wrong before or under the rooms: a bad database, an unknown theme, a fault on the thread that draws."""

from __future__ import annotations

import os
import pty
import select
import sys
from pathlib import Path

import pytest

from tests.tui.pilots import screen_text, until
from tracker.errors import TrackerError
from tracker.tui.app import TrackerApp
from tracker.tui.screens.problem import ProblemScreen
from tracker.workspace import open_workspace

FAULTY = """
import sys
from pathlib import Path
from tracker.tui.screens.today import TodayScreen
def fail(self, event):
    raise ValueError("a fault")
TodayScreen.on_key = fail
from tracker.tui.start import run
print("code", run(Path(sys.argv[1])))
"""


async def test_a_database_that_cannot_be_opened_is_a_dialog(workspace, monkeypatch):
    def refuse(_):
        raise TrackerError("The database is newer than this program.", hint="Update the tracker.")

    monkeypatch.setattr("tracker.tui.backstage.open_services", refuse)
    app = TrackerApp(workspace.root, workspace)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, ProblemScreen), "the dialog")
        await until(pilot, lambda: "The database is newer than this program." in screen_text(app), "the sentence")


async def test_an_unknown_theme_is_told_and_ours_is_worn(workspace, monkeypatch):
    (workspace.private / "settings.toml").write_text('theme = "sunset"\n')
    app = TrackerApp(workspace.root, open_workspace(workspace.root))
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await until(pilot, lambda: "There is no theme 'sunset'." in screen_text(app), "the sentence")
        assert app.theme == "tracker-dark"


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_a_fault_ends_with_one_sentence_and_a_log(workspace):
    """Held here because Textual has no public place to say it: see `Backstage._fatal_error`."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ["TERM"] = "xterm-256color"
        os.execv(sys.executable, [sys.executable, "-c", FAULTY, str(workspace.root)])
    painted = _read_until(terminal, b"What do I do right now?")
    os.write(terminal, b"x")
    painted = _read_until(terminal, b"code ")
    painted += _rest(terminal)
    os.waitpid(pid, 0)
    assert b"Something went wrong inside the tracker: ValueError." in painted
    assert b"Traceback" not in painted
    assert b"code 2" in painted
    assert "ValueError: a fault" in Path(workspace.logs / "dashboard.log").read_text()


def _read_until(terminal: int, words: bytes) -> bytes:
    painted = b""
    while words not in painted:
        ready, _, _ = select.select([terminal], [], [], 60)
        assert ready, painted.decode(errors="replace")
        painted += os.read(terminal, 65536)
    return painted


def _rest(terminal: int) -> bytes:
    found = b""
    try:
        while piece := os.read(terminal, 65536):
            found += piece
    except OSError:  # Linux tells the end of a terminal this way
        pass
    return found
