"""`tracker backup` and `tracker restore`."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Run
from tracker.store.engine import Store
from tracker.workspace import Workspace


def test_back_up_list_and_restore(run: Run, store: Store, workspace: Workspace) -> None:
    here = ("--workspace", workspace.root)
    made = run("backup", *here)
    assert made.code == 0
    (path,) = workspace.backups.iterdir()
    assert made.out == f"Backed up to {path}.\n"
    listed = run("restore", *here)
    assert str(path) in listed.out
    assert "KB" in listed.out
    restored = run("restore", path, *here)
    assert restored.code == 0
    assert f"Restored {path}. What was there is kept as" in restored.out


def test_the_same_as_json(run: Run, store: Store, workspace: Workspace, tmp_path: Path) -> None:
    here = ("--workspace", workspace.root, "--json")
    made = run("backup", tmp_path / "copy.db", *here).json
    assert made == {"path": str(tmp_path / "copy.db"), "size": (tmp_path / "copy.db").stat().st_size}
    assert run("restore", *here).json == []
    assert run("restore", tmp_path / "copy.db", *here).json["restored"] == str(tmp_path / "copy.db")
    (listed,) = run("restore", *here).json
    assert set(listed) == {"path", "size", "made_at"}


def test_restore_of_something_else_is_refused(run: Run, store: Store, workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "essay.txt").write_text("mine")
    ran = run("restore", tmp_path / "essay.txt", "--workspace", workspace.root)
    assert ran.code == 2
    assert "not a tracker's database" in ran.err
