"""`tracker exercises`, `start` and `hint`."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Run
from tests.packs import STARTER, write_exercise
from tracker.workspace import Workspace


@pytest.fixture
def at_home(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A workspace with a pack of its own, which the commands run in."""
    write_exercise(workspace.exercises, "double", track=90, track_title="Mine")
    write_exercise(workspace.exercises, "later", track=90, track_title="Mine", prerequisites=("double",))
    monkeypatch.chdir(workspace.root)
    return workspace


def test_the_curriculum_and_the_learner_s_own(run: Run, at_home: Workspace) -> None:
    ran = run("exercises", "--json")
    assert ran.code == 0
    found = {exercise["slug"]: exercise for exercise in ran.json}
    assert list(found)[-2:] == ["double", "later"]
    assert "softmax" in found
    assert set(found["later"]) == {
        "slug", "title", "track", "prerequisites", "status", "points", "max_points", "attempts", "minutes", "papers",
        "due",
    }  # fmt: skip
    assert found["later"]["prerequisites"] == ["double"]
    assert found["double"]["status"] == "open"
    assert found["double"]["max_points"] == 3.0
    assert found["softmax"]["max_points"] > 0


def test_the_curriculum_as_text(run: Run, at_home: Workspace) -> None:
    run("start", "double")
    ran = run("exercises")
    assert ran.code == 0
    assert "Mine  0/2" in ran.out
    assert "◐ double" in ran.out
    assert "○ later" in ran.out
    assert "\x1b" not in ran.out


def test_start_writes_the_starter_once(run: Run, at_home: Workspace) -> None:
    ran = run("start", "double")
    path = at_home.solutions / "double.py"
    assert ran.code == 0
    assert ran.out.splitlines()[0] == str(path)
    assert path.read_text(encoding="utf-8") == STARTER
    path.write_text("mine", encoding="utf-8")
    assert run("start", "double").code == 0
    assert path.read_text(encoding="utf-8") == "mine"


def test_an_unknown_slug_is_one_sentence(run: Run, at_home: Workspace) -> None:
    for command in (["start", "doubel"], ["hint", "doubel"], ["grade", "doubel"], ["check-exercises", "doubel"]):
        ran = run(*command)
        assert ran.code == 2
        assert ran.err == "tracker: There is no exercise 'doubel'. Did you mean double?\n"
        assert ran.out == ""


def test_hints_come_one_at_a_time(run: Run, at_home: Workspace) -> None:
    assert run("hint", "double").out == "hint 1 of 3\nAdd.\n"
    assert run("hint", "double").out == "hint 2 of 3\nMultiply.\n"


def test_a_broken_pack_is_one_sentence(run: Run, at_home: Workspace) -> None:
    toml = at_home.exercises / "90_track" / "double" / "exercise.toml"
    toml.write_text("title = 3\n", encoding="utf-8")
    ran = run("exercises")
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert f"{toml}: title must be text" in ran.err
