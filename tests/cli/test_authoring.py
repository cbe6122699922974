"""`tracker check-exercises`: green, and red with the reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.packs import WRONG, mistakes, write_exercise
from tracker.workspace import Workspace


@pytest.fixture
def folder(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A complete exercise in the workspace that the commands run in."""
    monkeypatch.chdir(workspace.root)
    return write_exercise(workspace.exercises, "double", track=90)


def test_green(run: Run, folder: Path) -> None:
    ran = run("check-exercises", "double", "--seeds", "1")
    assert ran.code == 0
    assert "1/1 ✓ double  2 checks · 3 accepted · 6 of 6 mistakes diagnosed" in ran.out
    assert "green: 1 of 1 exercises" in ran.out


def test_red_with_the_reason(run: Run, folder: Path) -> None:
    (folder / "mistakes.py").write_text(mistakes({**WRONG, "halved": "x * 2"}), encoding="utf-8")
    (folder / "todo.txt").write_text("", encoding="utf-8")
    ran = run("check-exercises", "double", "--seeds", "1")
    assert ran.code == 1
    assert "    mistakes.py::halved: it must fail, and it passed  [seed 1]" in ran.out
    assert "    todo.txt: a stray file: nothing reads it" in ran.out
    assert "red: 0 of 1 exercises" in ran.out


def test_json(run: Run, folder: Path) -> None:
    (folder / "hints.md").write_text("## Hint 1\nx\n", encoding="utf-8")
    ran = run("check-exercises", "double", "--seeds", "1", "--json")
    assert ran.code == 1
    assert ran.json["passed"] is False
    [exercise] = ran.json["exercises"]
    assert (exercise["slug"], exercise["passed"], exercise["mistakes"], exercise["diagnosed"]) == (
        "double",
        False,
        6,
        6,
    )
    assert [fault["where"] for fault in exercise["faults"]] == ["hints.md"]


@pytest.mark.parametrize("seeds", ["0", "x"])
def test_seeds_are_counted(run: Run, folder: Path, seeds: str) -> None:
    assert run("check-exercises", "--seeds", seeds).code == 2
