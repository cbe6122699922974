"""`tracker goal` and `tracker stats`."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Run
from tracker.practice.catalogue import load_catalogue
from tracker.workspace import Workspace, package_exercises


@pytest.fixture(autouse=True)
def at_home(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands run in an empty workspace."""
    monkeypatch.chdir(workspace.root)


def test_a_fresh_workspace_has_one_goal_to_begin_with(run: Run) -> None:
    [goal] = run("goal", "list", "--json").json
    assert (goal["title"], goal["category"], goal["met"]) == ("Attention Is All You Need", "paper", 0)
    assert goal["total"] == len(load_catalogue([package_exercises()]).about("1706.03762"))
    assert run("goal", "drop", goal["id"]).out == "Dropped: Attention Is All You Need.\n"
    assert run("goal", "list").out == "No goals yet. 'tracker goal add TITLE' makes one.\n"
    assert [one["state"] for one in run("goal", "list", "--all", "--json").json] == ["dropped"]
    run("goal", "reopen", goal["id"][:8])
    assert len(run("goal", "list", "--json").json) == 1


def test_the_life_of_a_goal(run: Run) -> None:
    made = run("goal", "add", "매주 코드 리뷰", "--category", "code-review", "--why", "to see more code",
               "--step", "the first", "--exercise", "softmax", "--by", "2026-12-31", "--json")  # fmt: skip
    assert made.code == 0
    goal = made.json
    assert (goal["target_day"], goal["total"]) == ("2026-12-31", 2)
    assert [step["kind"] for step in goal["milestones"]] == ["manual", "exercise"]
    step = goal["milestones"][0]["id"]
    assert run("goal", "tick", step[:8]).out == "Met: the first.\n"
    assert run("goal", "step", goal["id"], "the second").code == 0
    assert run("goal", "link", goal["id"], "commit", "abc123", "--remark", "v1").code == 0
    shown = run("goal", "show", goal["id"][:6])
    assert "매주 코드 리뷰" in shown.out
    assert "✓" in shown.out
    found = run("goal", "show", goal["id"], "--json").json
    assert (found["met"], found["total"], found["evidence"][0]["subject"]) == (1, 3, "abc123")
    assert "1/3" in run("goal", "list").out
    run("goal", "tick", step, "--undo")
    assert run("goal", "show", goal["id"], "--json").json["met"] == 0
    assert run("goal", "done", goal["id"]).code == 0
    assert goal["id"] not in [one["id"] for one in run("goal", "list", "--json").json]


def test_a_paper_brings_its_milestones(run: Run) -> None:
    goal = run("goal", "add", "--paper", "1706.03762", "--json").json
    assert (goal["title"], goal["category"]) == ("Attention Is All You Need", "paper")
    assert {step["kind"] for step in goal["milestones"]} == {"exercise"}
    named = run("goal", "add", "My way", "--paper", "1706.03762", "--category", "fundamentals", "--json").json
    assert (named["title"], named["category"], named["paper"]) == ("My way", "fundamentals", "1706.03762")


def test_a_goal_from_a_reflection(run: Run, workspace: Workspace) -> None:
    (workspace.notes / "day01.md").write_text("# Day 1\n\n- 기본기를 다진다\n", encoding="utf-8")
    run("notes", "sync")
    [reflection] = run("notes", "list", "--json").json
    goal = run("goal", "add", "기본기", "--from", reflection["id"][:8], "--json").json
    assert (goal["source"]["text"], goal["source"]["note"], goal["source"]["line"]) == (
        "기본기를 다진다",
        "day01.md",
        3,
    )
    assert "day01.md, line 3" in run("goal", "show", goal["id"]).out
    assert run("goal", "link", goal["id"], "reflection", reflection["id"][:8]).code == 0


@pytest.mark.parametrize(
    ("argv", "code", "complaint"),
    [
        (["goal"], 2, "COMMAND"),
        (["goal", "add"], 2, "A goal needs a title."),
        (["goal", "add", " "], 2, "The title is empty."),
        (["goal", "add", "x", "--by", "soon"], 2, "invalid date (like 2026-12-31) value: 'soon'"),
        (["goal", "add", "x", "--exercise", "softmaxx"], 2, "Did you mean softmax"),
        (["goal", "add", "x", "--from", "nothing"], 2, "nothing"),
        (["goal", "show", "nothing"], 2, "There is no goal 'nothing'."),
        (["goal", "tick", "nothing"], 2, "There is no milestone 'nothing'."),
        (["goal", "link", "nothing", "exercise", "softmax"], 1, "softmax has not been passed"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(run: Run, argv: list[str], code: int, complaint: str) -> None:
    ran = run(*argv)
    assert (ran.code, ran.out, ran.err.count("\n")) == (code, "", 1)
    assert complaint in ran.err


def test_stats(run: Run, workspace: Workspace) -> None:
    (workspace.notes / "2026-01-02.md").write_text("# 회고\n\n- 오늘 배운 것을 적어 둔다\n", encoding="utf-8")
    run("notes", "sync")
    stats = run("stats", "--json").json
    assert stats["exercises"]["passed"] == 0
    assert stats["exercises"]["total"] >= 6
    assert stats["heatmap"] == {"2026-01-02": 1}
    assert stats["first_try"] == {"successes": 0, "trials": 0, "share": None, "low": 0.0, "high": 1.0}
    assert (stats["day_number"], stats["streak"], stats["curve"], stats["mistakes"]) == (1, 0, [], [])
    assert [goal["title"] for goal in stats["goals"]] == ["Attention Is All You Need"]
    assert [item["kind"] for item in stats["today"]["items"]] == ["next", "resurface"]
    [back] = stats["resurfaced"]
    assert (back["text"], back["date"], back["answer"]) == ("오늘 배운 것을 적어 둔다", "2026-01-02", None)
    text = run("stats")
    assert text.code == 0
    assert "nothing tried yet" in text.out
    assert "day 1 · streak 0" in text.out
