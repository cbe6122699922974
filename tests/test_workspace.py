"""Workspaces: where one is looked for, what `init` makes, and what it leaves alone."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tracker.errors import TrackerError
from tracker.workspace import (
    NoWorkspaceError,
    Workspace,
    find_root,
    init,
    open_workspace,
    package_exercises,
    sample_note,
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A fresh workspace's folder."""
    return init(tmp_path / "mine", sample_note=None).root


def test_an_explicit_folder_comes_first(root: Path, tmp_path: Path) -> None:
    other = init(tmp_path / "other", sample_note=None).root
    assert find_root(str(root), {"TRACKER_WORKSPACE": str(other)}, other) == root
    assert find_root("../mine", {}, other) == root


def test_then_the_environment(root: Path, tmp_path: Path) -> None:
    assert find_root(None, {"TRACKER_WORKSPACE": str(root)}, tmp_path) == root


def test_then_the_nearest_parent(root: Path) -> None:
    deep = root / "notes" / "2026" / "11"
    deep.mkdir(parents=True)
    assert find_root(None, {}, deep) == root
    assert find_root(None, {"TRACKER_WORKSPACE": ""}, root) == root


def test_none_anywhere_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NoWorkspaceError, match=r"There is no workspace in .*tracker init"):
        find_root(None, {}, tmp_path)


@pytest.mark.parametrize("explicit", [True, False])
def test_a_named_folder_must_be_a_workspace(tmp_path: Path, explicit: bool) -> None:
    name, environ = (str(tmp_path), {}) if explicit else (None, {"TRACKER_WORKSPACE": str(tmp_path)})
    with pytest.raises(TrackerError, match="is not a workspace") as caught:
        find_root(name, environ, tmp_path)
    assert not isinstance(caught.value, NoWorkspaceError)


def test_init_makes_folders_settings_and_the_sample_note(tmp_path: Path) -> None:
    workspace = init(tmp_path / "new" / "deep", sample_note="# Day 1. 첫날\n")
    assert (workspace.notes / "welcome.md").read_text(encoding="utf-8") == "# Day 1. 첫날\n"
    assert workspace.solutions.is_dir()
    assert (workspace.private / "settings.toml").is_file()
    assert (workspace.private / ".gitignore").read_text() == "*\n"


def test_init_again_overwrites_nothing_and_brings_no_note_back(tmp_path: Path) -> None:
    workspace = init(tmp_path, sample_note="one")
    (workspace.private / "settings.toml").write_text('theme = "nord"\n')
    (workspace.notes / "welcome.md").unlink()
    again = init(tmp_path, sample_note="two")
    assert again.settings.theme == "nord"
    assert list(workspace.notes.iterdir()) == []


def test_init_in_a_folder_with_notes_adds_none(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "day01.md").write_text("mine")
    workspace = init(tmp_path, sample_note="sample")
    assert [path.name for path in workspace.notes.iterdir()] == ["day01.md"]


def test_init_where_a_file_is_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("a file")
    with pytest.raises(TrackerError, match="cannot become a workspace"):
        init(tmp_path, sample_note=None)


def test_a_workspace_knows_its_learning_day(workspace: Workspace) -> None:
    assert workspace.day(datetime(2026, 11, 22, 18, 59, tzinfo=UTC)) == date(2026, 11, 22)  # 03:59 in Seoul
    assert workspace.day(datetime(2026, 11, 22, 19, 0, tzinfo=UTC)) == date(2026, 11, 23)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_workspace_is_one_sentence(root: Path) -> None:
    (root / ".tracker").chmod(0o500)
    with pytest.raises(TrackerError, match="is read-only"):
        open_workspace(root).require_writable()
    (root / ".tracker").chmod(0o700)


def test_broken_settings_are_told_when_it_is_opened(root: Path) -> None:
    (root / ".tracker" / "settings.toml").write_text("nonsense = 1\n")
    with pytest.raises(TrackerError, match="line 1: unknown setting"):
        open_workspace(root)


def test_the_clone_brings_exercises_and_a_note() -> None:
    assert package_exercises().is_dir()
    assert sample_note().read_text(encoding="utf-8").startswith("# ")


def test_a_workspace_that_is_the_clone_looks_for_exercises_once(tmp_path: Path) -> None:
    clone = package_exercises().parent
    assert Workspace(clone, open_workspace(tmp_path).settings).exercise_roots == (package_exercises(),)
    assert Workspace(tmp_path, open_workspace(tmp_path).settings).exercise_roots == (
        package_exercises(),
        tmp_path / "exercises",
    )
