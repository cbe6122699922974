"""What the first frame waits for, and what it does not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.tui.pilots import screen_text, until
from tests.tui.test_remembered import MOMENT, a_view
from tracker.errors import TrackerError
from tracker.tui.app import TrackerApp
from tracker.tui.remembered import fingerprint, remember

START = """
import asyncio, sys, datetime
from pathlib import Path
from tracker.tui.app import TrackerApp

async def look():
    app = TrackerApp(Path(sys.argv[1]), clock=lambda: {moment!r})
    app.open_services = lambda: None  # what follows the first frame
    async with app.run_test(size=(120, 40)) as pilot:
        while {waiting}:
            await pilot.pause(0.01)

asyncio.run(look())
print(*sys.modules, sep="\\n")
"""
HEAVY = {
    "sqlmodel",
    "sqlalchemy",
    "pydantic",
    "torch",
    "markdown_it",
    "git",
    "pytest",
    "tree_sitter",
    "watchfiles",
    "alembic",
}
LATER = {
    "tracker.tui.screens.notes",
    "tracker.tui.screens.exercises",
    "tracker.tui.screens.goals",
    "tracker.tui.screens.progress",
    "tracker.tui.screens.search",
    "tracker.tui.palette",
    "tracker.tui.grading",
    "textual.widgets._text_area",
    "textual.widgets._data_table",
}


def modules_after(root: Path, waiting: str) -> set[str]:
    """The modules of a dashboard that ran, without opening the database, while `waiting` held."""
    program = START.format(moment=MOMENT, waiting=waiting)
    command = [sys.executable, "-c", program, str(root)]
    return set(subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout.split())


def test_the_first_frame_loads_nothing_that_can_wait(workspace):
    modules = modules_after(workspace.root, "not app._painted")
    assert "tracker.tui.screens.today" in modules
    assert not {name.partition(".")[0] for name in modules} & HEAVY
    assert not modules & LATER


async def test_the_frame_stands_before_the_database_is_opened(workspace, monkeypatch):
    frames = []

    def opened(_):
        frames.append(screen_text(app))
        raise TrackerError("Enough was seen.")

    monkeypatch.setattr("tracker.tui.backstage.open_services", opened)
    app = TrackerApp(workspace.root, workspace)
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: frames, "the database is asked for")
    assert "What do I do right now?" in frames[0]
    assert "1 Today" in frames[0]


def test_what_is_remembered_needs_no_database(workspace, store):
    remember(workspace, a_view(), fingerprint(workspace, MOMENT))
    assert "sqlalchemy" not in modules_after(workspace.root, "'streak 12' not in app.day[0]")
