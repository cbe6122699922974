"""The first commit of each note, renames followed."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tracker.notes.gitdate import first_commits


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """An empty `notes/` two folders below the root of a repository."""
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    notes = tmp_path / "my workspace" / "notes"
    notes.mkdir(parents=True)
    return notes


def commit(notes: Path, day: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_AUTHOR_DATE", f"{day}T10:00:00+0900")
    subprocess.run(["git", "add", "-A", "."], cwd=notes, check=True)
    subprocess.run(["git", "commit", "-q", "-m", "notes"], cwd=notes, check=True)


def test_the_first_commit_counts_and_a_rename_keeps_it(notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (notes / "특강 메모.md").write_text("# one\n\nsome text that git can recognise\n")
    commit(notes, "2021-03-02", monkeypatch)
    (notes / "특강 메모.md").write_text("# one\n\nsome text that git can recognise, edited\n")
    (notes / "b.md").write_text("b")
    commit(notes, "2021-03-03", monkeypatch)
    (notes / "sub").mkdir()
    (notes / "특강 메모.md").rename(notes / "sub" / "renamed.md")
    commit(notes, "2021-03-04", monkeypatch)
    (notes / "not committed.md").write_text("c")
    dates = first_commits(notes)
    assert dates["sub/renamed.md"] == datetime(2021, 3, 2, 1, tzinfo=UTC)
    assert dates["b.md"] == datetime(2021, 3, 3, 1, tzinfo=UTC)
    assert "not committed.md" not in dates


def test_no_repository_or_no_commit_is_no_date(notes: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    assert first_commits(notes) == {}
    assert first_commits(tmp_path_factory.mktemp("elsewhere")) == {}


def test_a_broken_repository_is_no_date(notes: Path) -> None:
    (notes.parent.parent / ".git" / "HEAD").write_text("rubble")
    assert first_commits(notes) == {}
