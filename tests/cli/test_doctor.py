"""`tracker doctor`: it names what is missing and what mends it, and changes nothing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Ran, Run
from tracker.cli import checkup
from tracker.grader.client import Grader
from tracker.grader.door import door_path
from tracker.grader.protocol import Job
from tracker.store.engine import Store
from tracker.store.schema import SCHEMA_VERSION
from tracker.workspace import Workspace


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Importing torch takes seconds; one test does it."""
    monkeypatch.setattr(checkup, "TORCH_PROGRAM", "print('2.13.0', 2)")
    monkeypatch.setenv("EDITOR", "sh")


def named(ran: Ran) -> dict[str, Any]:
    """The checks by name."""
    return {check["name"]: check for check in ran.json["checks"]}


def test_everything_is_there(run: Run, store: Store, workspace: Workspace) -> None:
    ran = run("doctor", "--json", "--workspace", workspace.root)
    found = named(ran)
    assert ran.code == 0
    assert ran.json["ok"] is True
    assert list(found) == [
        "python", "torch", "pytest", "git", "sqlite", "terminal", "isolation", "workspace", "database", "grader",
        "editor",
    ]  # fmt: skip
    assert all(set(check) == {"name", "ok", "message", "hint"} for check in found.values())
    assert found["torch"]["message"] == "torch 2.13.0, 2 threads"
    assert found["database"]["message"] == f"sound, schema {SCHEMA_VERSION} (current)"


def test_a_host_that_waits_is_told_with_its_pid(run: Run, workspace: Workspace) -> None:
    with Grader(door=door_path(workspace.private)) as grader:
        grader.warm_up()
        grader.grade(Job("none", workspace.root, workspace.root / "none.py"))
        found = named(run("doctor", "--json", "--workspace", workspace.root))["grader"]
    assert re.fullmatch(r"a warm host is waiting, pid \d+", found["message"])


def test_as_text(run: Run, workspace: Workspace) -> None:
    ran = run("doctor", "--workspace", workspace.root)
    assert ran.code == 0
    assert "✓ database   not there yet" in ran.out
    assert "\x1b" not in ran.out


def test_a_torch_that_is_missing_is_said_with_its_cure(
    run: Run, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkup, "TORCH_PROGRAM", "import torch_that_is_not_there")
    ran = run("doctor", "--json", "--workspace", workspace.root)
    torch = named(ran)["torch"]
    assert (ran.code, ran.json["ok"], torch["ok"]) == (1, False, False)
    assert "No module named 'torch_that_is_not_there'" in torch["message"]
    assert "pip install torch" in torch["hint"]


def test_a_damaged_database_is_found(run: Run, store: Store, workspace: Workspace) -> None:
    pages = bytearray(workspace.database.read_bytes())
    pages[4096 * 2 : 4096 * 3] = b"\xff" * 4096
    workspace.database.write_bytes(pages)
    ran = run("doctor", "--json", "--workspace", workspace.root)
    assert ran.code == 1
    assert "damaged" in named(ran)["database"]["message"]
    assert "restore" in named(ran)["database"]["hint"]


def test_outside_a_workspace_it_says_so_and_makes_none(run: Run, inside: Path) -> None:
    ran = run("doctor", "--json")
    assert ran.code == 1
    assert "There is no workspace" in named(ran)["workspace"]["message"]
    assert list(inside.iterdir()) == []


def test_broken_settings_and_a_missing_editor(run: Run, workspace: Workspace) -> None:
    settings = workspace.private / "settings.toml"
    settings.write_text('editor = "no-such-editor"\n')
    assert named(run("doctor", "--json", "--workspace", workspace.root))["editor"]["ok"] is False
    settings.write_text("nonsense = 1\n")
    found = named(run("doctor", "--json", "--workspace", workspace.root))["workspace"]
    assert "line 1: unknown setting" in found["message"]


def test_the_real_torch_is_imported_in_a_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert checkup._torch().ok
