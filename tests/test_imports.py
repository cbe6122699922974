"""What each entry loads. Torch takes two seconds, sqlmodel half of one: nobody waits for what they do not use."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tracker.workspace import Workspace

COMMAND = "import sys; from tracker.cli import main; main(sys.argv[2:])\n"
DASHBOARD = """
import asyncio, sys
from pathlib import Path
from tracker.tui.app import TrackerApp

async def walk_through():
    app = TrackerApp(Path(sys.argv[2]))
    async with app.run_test(size=(120, 40)) as pilot:
        while "sqlmodel" not in sys.modules:  # the store opens behind the first frame
            await pilot.pause(0.02)
        for key in "123456":
            await pilot.press(key)
            await pilot.pause()

asyncio.run(walk_through())
"""
REPORT = "\nopen(sys.argv[1], 'w').write('\\n'.join(sys.modules))"


def loaded(program: str, tmp_path: Path, *arguments: str | Path) -> set[str]:
    """The top-level packages in a fresh process after `program`."""
    report = tmp_path / "modules.txt"
    command = [sys.executable, "-c", program + REPORT, str(report), *map(str, arguments)]
    child = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False, timeout=120)
    assert child.returncode == 0, child.stderr[-1000:]
    return {line.partition(".")[0] for line in report.read_text().splitlines()}


@pytest.mark.parametrize("argv", [["--help"], ["--version"], ["notes", "--help"], ["init", "new"]])
def test_help_loads_nothing_heavy(argv: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    packages = loaded(COMMAND, tmp_path, *argv)
    assert "tracker" in packages
    assert not packages & {
        "textual",
        "rich",
        "torch",
        "sqlmodel",
        "sqlalchemy",
        "alembic",
        "markdown_it",
        "git",
        "pytest",
    }


@pytest.mark.parametrize("argv", [["backup"], ["restore"], ["doctor", "--json"]])
def test_looking_after_the_database_does_without_the_orm(argv: list[str], tmp_path: Path, workspace: Workspace) -> None:
    packages = loaded(COMMAND, tmp_path, *argv, "--workspace", workspace.root)
    assert not packages & {"textual", "rich", "torch", "sqlmodel", "sqlalchemy", "alembic"}


@pytest.mark.parametrize(
    "argv",
    [
        ["notes", "sync"],
        ["notes", "list", "--json"],
        ["exercises"],
        ["goal", "list"],
        ["stats"],
        ["start", "softmax"],
    ],
)
def test_no_command_loads_textual_or_torch(argv: list[str], tmp_path: Path, workspace: Workspace) -> None:
    (workspace.notes / "day01.md").write_text("# Day 1\n\n- 첫 번째 생각\n", encoding="utf-8")
    packages = loaded(COMMAND, tmp_path, *argv, "--workspace", workspace.root)
    assert "sqlmodel" in packages, "the command did not get as far as the store"
    assert not packages & {"textual", "rich", "torch"}


def test_the_dashboard_never_loads_torch(tmp_path: Path, workspace: Workspace) -> None:
    packages = loaded(DASHBOARD, tmp_path, workspace.root)
    assert {"textual", "sqlmodel"} <= packages
    assert "torch" not in packages


def test_the_first_frame_does_not_wait_for_the_database(tmp_path: Path) -> None:
    packages = loaded("import sys\nimport tracker.tui.app\n", tmp_path)
    assert "textual" in packages
    assert not packages & {"torch", "sqlmodel", "sqlalchemy", "git", "markdown_it", "alembic", "pytest"}


def test_the_grader_s_client_does_not_load_torch(tmp_path: Path) -> None:
    packages = loaded("import sys\nimport tracker.grader.client\n", tmp_path)
    assert not packages & {"torch", "textual", "sqlmodel"}
