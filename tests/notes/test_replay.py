"""The replay of histories: it finds what it should, and in made-up histories nothing is lost."""

from __future__ import annotations

import subprocess
from itertools import chain
from pathlib import Path

import pytest

from tests.bench.replay_notes import Replay, Repository, Tally, main, replay
from tests.notes.conftest import Notebook
from tests.notes.histories import Author
from tracker.notes.plan import Plan


def commit(repository: Path, files: dict[str, str], message: str) -> None:
    """Commit exactly these files."""
    for path in repository.rglob("*.md"):
        path.unlink()
    for path, source in files.items():
        (repository / path).parent.mkdir(parents=True, exist_ok=True)
        (repository / path).write_text(source, encoding="utf-8")
    subprocess.run(["git", "add", "-A"], cwd=repository, check=True)
    subprocess.run(["git", "commit", "-q", "--allow-empty", "-m", message], cwd=repository, check=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A git repository with twelve commits of a made-up author."""
    path = tmp_path / "repository"
    subprocess.run(["git", "init", "-q", path], check=True)
    author = Author(seed=7)
    commit(path, author.files(), "day 0")
    for number, files in enumerate(author.days(11), 1):
        commit(path, files, f"day {number}")
    return path


def test_a_repository_is_replayed_commit_by_commit(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(repository), "--sample", "3"]) == 0
    out = capsys.readouterr().out
    assert "commits replayed               12\n" in out
    assert "unchanged, but another id      0\n" in out
    assert out.count(" was ") <= 3
    status = subprocess.run(["git", "status", "--porcelain"], cwd=repository, capture_output=True, check=True)
    assert status.stdout == b""


def test_only_a_folder_and_only_so_many_commits(repository: Path) -> None:
    commit(repository, {"notes/a.md": "- one\n", "README.md": "- no note\n"}, "last")
    with Repository(repository, "notes") as notes:
        assert replay(notes).live == 1
    with Repository(repository, "") as notes:
        assert replay(notes, limit=2).steps == 2


def test_a_lost_id_is_found(notebook: Notebook, monkeypatch: pytest.MonkeyPatch) -> None:
    """A matcher that forgets everything is caught."""
    play = Replay(notebook.workspace, notebook.store)
    notebook.write("a.md", "- one\n- two\n- two\n")
    play.step("first")
    monkeypatch.setattr(
        "tracker.notes.sync.reconcile", lambda blocks, known, elsewhere: Plan(vanished=tuple(one.id for one in known))
    )
    notebook.write("a.md", "- one\n- two\n- two\n- three\n")
    play.step("second")
    assert (play.tally.unchanged, len(play.tally.lost)) == (3, 3), "in the note: one and two; anywhere: one"


@pytest.mark.parametrize("seed", [1, 2])
def test_a_made_up_history_loses_nothing_and_confuses_little(notebook: Notebook, seed: int) -> None:
    tally, right, wrong, missed = played(notebook, seed, 40)
    assert tally.lost == []
    assert tally.edits_kept >= 0.85 * tally.edits
    assert wrong <= 0.03 * right
    assert missed <= 0.05 * right


def played(notebook: Notebook, seed: int, days: int) -> tuple[Tally, int, int, int]:
    """Replay an author's days; of the edited blocks, how many are the same thought, another one, or not recognised."""
    author = Author(seed)
    play = Replay(notebook.workspace, notebook.store)
    right = wrong = missed = 0
    before: dict[str, int] = {}
    texts: dict[str, str] = {}
    for number, files in enumerate(chain([author.files()], author.days(days))):
        for path in notebook.root.rglob("*.md"):
            if path.relative_to(notebook.root).as_posix() not in files:
                path.unlink()
        for path, source in files.items():
            if not (notebook.root / path).exists() or (notebook.root / path).read_text() != source:
                notebook.write(path, source)
        live = play.step(f"day {number}")
        truths = author.truths()
        now = {one.id: truths[one.note, one.line_start] for one in live}
        known = set(before.values())
        for one in live:
            if one.id in before:
                right += before[one.id] == now[one.id]
                wrong += before[one.id] != now[one.id] and texts[one.id] != one.text
            else:
                missed += now[one.id] in known
        before, texts = now, {one.id: one.text for one in live}
    return play.tally, right, wrong, missed
