"""The frame of the command line: every error is one line and an exit code."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tracker import __version__
from tracker.cli import doctor, entry
from tracker.errors import TrackerError
from tracker.workspace import Workspace


def one_line(text: str) -> bool:
    """Whether `text` is a single complaint of ours."""
    return text.startswith("tracker: ") and text.count("\n") == 1 and "Traceback" not in text


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> type:
    """Let `tracker doctor` end in whatever is put into `.error`."""

    class Failing:
        error: BaseException = RuntimeError("the wheels came off")

    def fail(args: argparse.Namespace) -> int:
        raise Failing.error

    monkeypatch.setattr(doctor, "_doctor", fail)
    return Failing


def test_help_lists_every_command(run: Run) -> None:
    ran = run("--help")
    assert ran.code == 0
    for command in ("open", "init", "doctor", "backup", "restore"):
        assert f"\n    {command}" in ran.out


def test_the_version(run: Run) -> None:
    assert (run("--version").code, run("--version").out) == (0, f"tracker {__version__}\n")


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["dance"], "invalid choice: 'dance'"),
        (["--nonsense"], "unrecognized arguments: --nonsense"),
        (["backup", "a", "b"], "unrecognized arguments: b"),
        (["doctor", "--jso"], "unrecognized arguments: --jso"),
    ],
)
def test_a_wrong_command_line_is_one_line(run: Run, argv: list[str], said: str) -> None:
    ran = run(*argv)
    assert ran.code == 2
    assert one_line(ran.err)
    assert said in ran.err
    assert "--help" in ran.err


@pytest.mark.parametrize("argv", [[], ["open"]])
def test_the_dashboard_without_a_terminal_is_one_line(run: Run, workspace: Workspace, argv: list[str]) -> None:
    ran = run("--workspace", workspace.root, *argv)
    assert ran.code == 2
    assert one_line(ran.err)
    assert "needs a terminal" in ran.err


def test_a_folder_that_is_no_workspace_is_one_line(run: Run, inside: Path) -> None:
    ran = run("backup")
    assert ran.code == 2
    assert one_line(ran.err)
    assert "tracker init" in ran.err
    assert list(inside.iterdir()) == []


def test_a_read_only_workspace_is_one_line(run: Run, workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.workspace.os.access", lambda *_: False)  # root may write anywhere
    ran = run("--workspace", workspace.root, "backup")
    assert ran.code == 2
    assert one_line(ran.err)
    assert "read-only" in ran.err


def test_broken_settings_are_one_line(run: Run, workspace: Workspace) -> None:
    (workspace.private / "settings.toml").write_text("\nthinking = 1\n")
    ran = run("--workspace", workspace.root, "backup")
    assert ran.code == 2
    assert one_line(ran.err)
    assert "settings.toml, line 2: unknown setting 'thinking'" in ran.err


@pytest.mark.parametrize("where", ["before", "after"])
def test_the_workspace_may_stand_before_or_after_the_command(
    run: Run, workspace: Workspace, inside: Path, where: str
) -> None:
    option = ["--workspace", workspace.root]
    ran = run(*option, "restore") if where == "before" else run("restore", *option)
    assert (ran.code, ran.out) == (0, "There are no backups yet; 'tracker backup' makes one.\n")


def test_the_workspace_may_come_from_the_environment(
    run: Run, workspace: Workspace, inside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_WORKSPACE", str(workspace.root))
    assert run("restore").code == 0


def test_an_error_chooses_its_exit_code(run: Run, failing: type) -> None:
    failing.error = TrackerError("Two\nlines.", hint="Do this.", exit_code=1)
    ran = run("doctor")
    assert (ran.code, ran.err) == (1, "tracker: Two lines. Do this.\n")


def test_a_bug_is_one_line_and_a_log(run: Run, failing: type, workspace: Workspace) -> None:
    ran = run("--workspace", workspace.root, "doctor")
    assert ran.code == 2
    assert one_line(ran.err)
    (log,) = workspace.logs.iterdir()
    assert str(log) in ran.err
    assert "RuntimeError: the wheels came off" in log.read_text()
    assert "Traceback" in log.read_text()


def test_a_bug_outside_a_workspace_is_logged_too(run: Run, failing: type, inside: Path) -> None:
    ran = run("doctor")
    log = Path(ran.err.rpartition(" ")[2].strip().rstrip("."))
    assert "the wheels came off" in log.read_text()
    log.unlink()


def test_an_interrupt_is_quiet(run: Run, failing: type) -> None:
    failing.error = KeyboardInterrupt()
    ran = run("doctor")
    assert (ran.code, ran.err) == (entry.INTERRUPTED, "")


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_reader_that_left_is_no_error(workspace: Workspace, unbuffered: str) -> None:
    command = [sys.executable, "-m", "tracker", "restore", "--workspace", str(workspace.root)]
    environ = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
    reader, writer = os.pipe()
    os.close(reader)
    child = subprocess.run(command, env=environ, stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)
    assert (child.returncode, child.stderr) == (entry.BROKEN_PIPE, b"")


def test_a_terminal_that_knows_no_korean_gets_escapes(tmp_path: Path) -> None:
    environ = {**os.environ, "PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-m", "tracker", "init", str(tmp_path / "공책")]
    child = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    assert child.returncode == 0
    assert "\\uacf5\\ucc45 is a workspace" in child.stdout
