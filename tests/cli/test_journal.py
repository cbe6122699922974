"""`tracker journal` in a process of its own, with an editor that is a script."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tracker.workspace import Workspace

ENTRY = "journal/2026-11-22.md"


class Desk:
    """A workspace and an editor that is told what to do."""

    def __init__(self, workspace: Workspace, folder: Path) -> None:
        self.workspace, self.script = workspace, folder / "editor.py"

    @property
    def entry(self) -> str:
        """The day's entry."""
        return (self.workspace.notes / ENTRY).read_text(encoding="utf-8")

    def edit(self, program: str, *arguments: str, editor: str = "") -> subprocess.CompletedProcess[str]:
        """Run the command; the editor runs `program`, which finds the file as `path`."""
        self.script.write_text(f"import pathlib, sys\npath = pathlib.Path(sys.argv[1])\n{program}\n", encoding="utf-8")
        environ = {**os.environ, "EDITOR": editor or f"{sys.executable} {self.script}", "LANG": "ko_KR.UTF-8"}
        environ.pop("LC_ALL", None)
        command = [sys.executable, "-m", "tracker", "--workspace", str(self.workspace.root), "journal"]
        return subprocess.run(
            [*command, "--date", "2026-11-22", *arguments],
            env=environ, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip


@pytest.fixture
def desk(workspace: Workspace, tmp_path: Path) -> Desk:
    """A desk with nothing written."""
    return Desk(workspace, tmp_path)


def test_an_entry_is_written_and_its_actions_are_reflections(desk: Desk) -> None:
    ran = desk.edit("path.write_text(path.read_text('utf-8') + '- 소프트맥스를 쓴다\\n', 'utf-8')")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "Saved notes/journal/2026-11-22.md" in ran.stdout
    assert "이제 무엇을 할까?" in desk.entry
    assert list(desk.workspace.drafts.iterdir()) == []
    # It is a next action, so the next day's entry is offered it, and takes it over when asked.
    offered = desk.edit("pass", "--date", "2026-11-23")
    assert "1 to do since 2026-11-22" in offered.stdout
    assert desk.edit("pass", "--carry", "--date", "2026-11-23").returncode == 0
    assert "- 소프트맥스를 쓴다" in (desk.workspace.notes / "journal/2026-11-23.md").read_text(encoding="utf-8")


def test_an_untouched_template_leaves_no_file(desk: Desk) -> None:
    ran = desk.edit("pass")
    assert (ran.returncode, ran.stdout) == (0, "Nothing was written.\n")
    assert list(desk.workspace.notes.rglob("*")) == []
    assert list(desk.workspace.drafts.iterdir()) == []


def test_the_second_time_the_entry_is_edited(desk: Desk) -> None:
    desk.edit("path.write_text('one\\n')")
    desk.edit("path.write_text(path.read_text() + 'two\\n')")
    assert desk.entry == "one\ntwo\n"


def test_a_text_whose_editor_failed_is_offered_again(desk: Desk) -> None:
    ran = desk.edit("path.write_text('mine\\n'); sys.exit(3)")
    assert ran.returncode == 2
    assert len(ran.stderr.splitlines()) == 1
    assert "exit code 3" in ran.stderr
    assert desk.edit("pass").returncode == 0
    assert desk.entry == "mine\n"


def test_an_entry_that_somebody_else_wrote_meanwhile_stays(desk: Desk) -> None:
    other = desk.workspace.notes / ENTRY
    ran = desk.edit(
        f"other = pathlib.Path({str(other)!r}); other.parent.mkdir(); other.write_text('theirs'); "
        "path.write_text('mine')"
    )
    assert ran.returncode == 1
    assert len(ran.stderr.splitlines()) == 1
    assert desk.entry == "theirs"
    assert [one.read_text() for one in desk.workspace.drafts.iterdir()] == ["mine"]


@pytest.mark.parametrize("editor", ["no-such-editor", "vi"])
def test_without_an_editor_or_a_terminal_one_sentence_says_so(desk: Desk, tmp_path: Path, editor: str) -> None:
    fake = tmp_path / "vi"
    fake.write_text("#!/bin/sh\nexit 0\n")
    fake.chmod(0o755)
    ran = desk.edit("pass", editor=str(fake) if editor == "vi" else editor)
    assert ran.returncode == 2
    assert len(ran.stderr.splitlines()) == 1
    assert ("needs a terminal" if editor == "vi" else "not installed") in ran.stderr


def test_a_day_that_is_none_is_named(desk: Desk) -> None:
    ran = desk.edit("pass", "--date", "2026-13-01")
    assert ran.returncode == 2
    assert "2026-13-01" in ran.stderr
