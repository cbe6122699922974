"""`tracker notes`, as a shell sees it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tracker.notes.actions import set_stuck
from tracker.notes.coming_back import answer
from tracker.notes.resurfacing import Answer
from tracker.practice.catalogue import load_catalogue
from tracker.store.engine import open_store
from tracker.workspace import Workspace

MOMENT = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)

NOTE = """\
---
date: 2021-03-02
---
# 4일차

## 이제 무엇을 할까

- 작은 예제를 계산해 본다
  - 길이는 3이면 된다
- [x] softmax 구현

> 요령

지킬 것

- 타이머를 켜는가
"""
KEYS = [
    "id",
    "note",
    "heading_path",
    "parent",
    "kind",
    "next_action",
    "text",
    "line_start",
    "line_end",
    "date",
    "state",
    "tags",
]


@pytest.fixture
def here(workspace: Workspace) -> tuple[str, Path]:
    (workspace.notes / "sub").mkdir()
    (workspace.notes / "sub" / "day04.md").write_text(NOTE, encoding="utf-8")
    return ("--workspace", workspace.root)


def test_sync_reports_what_the_contract_says(run: Run, here: tuple[str, Path], workspace: Workspace) -> None:
    (workspace.notes / "broken.md").write_bytes(b"- a\n- \xff\n")
    ran = run("notes", "sync", "--json", *here)
    assert (ran.code, ran.err) == (0, "")
    assert ran.json == {
        "notes": 2,
        "reflections": {"live": 7, "new": 7, "kept": 0, "edited": 0, "moved": 0, "orphaned": 0},
        "problems": [{"path": "broken.md", "line": 2, "message": "Bytes that are no UTF-8 text are shown as �."}],
    }
    assert run("notes", "sync", "--json", *here).json["reflections"] == {
        "live": 7, "new": 0, "kept": 7, "edited": 0, "moved": 0, "orphaned": 0,
    }  # fmt: skip


def test_sync_in_words(run: Run, here: tuple[str, Path], workspace: Workspace) -> None:
    (workspace.notes / "broken.md").write_bytes(b"- \xff\n")
    ran = run("notes", "sync", *here)
    assert ran.out == "2 notes, 6 reflections. 6 new reflections.\n"
    assert ran.err == "! broken.md, line 1: Bytes that are no UTF-8 text are shown as �.\n"
    assert run("notes", "sync", *here).out == "2 notes, 6 reflections. Nothing has changed.\n"


def test_when_a_third_vanishes_the_exit_code_is_1_until_it_is_accepted(run: Run, workspace: Workspace) -> None:
    here = ("--workspace", workspace.root)
    note = workspace.notes / "a.md"
    note.write_text("".join(f"- thought {number}\n" for number in range(20)))
    run("notes", "sync", *here)
    note.unlink()
    ran = run("notes", "sync", "--json", *here)
    assert (ran.code, ran.json["reflections"]["live"], ran.json["reflections"]["orphaned"]) == (1, 20, 0)
    assert ran.json["problems"][0]["path"] == ""
    assert run("notes", "sync", *here).code == 1
    assert run("notes", "sync", "--accept-vanished", *here).code == 0
    assert run("notes", "list", "--json", *here).json == []
    assert len(run("notes", "list", "--all", "--json", *here).json) == 20


def test_list_has_every_key_of_the_contract(run: Run, here: tuple[str, Path]) -> None:
    run("notes", "sync", *here)
    found = run("notes", "list", "--json", *here).json
    assert [list(one) for one in found] == [KEYS] * 5
    example, length, task, lead, item = found
    assert example == {
        "id": example["id"],
        "note": "sub/day04.md",
        "heading_path": ["4일차", "이제 무엇을 할까"],
        "parent": None,
        "kind": "statement",
        "next_action": True,
        "text": "작은 예제를 계산해 본다",
        "line_start": 8,
        "line_end": 8,
        "date": "2021-03-02",
        "state": "live",
        "tags": [],
    }
    assert (length["parent"], task["kind"], lead["kind"], item["kind"]) == (example["id"], "task", "lead", "question")
    assert (item["heading_path"], item["next_action"]) == (["4일차", "이제 무엇을 할까", "요령", "지킬 것"], False)


def test_list_as_text_and_of_one_note(run: Run, here: tuple[str, Path]) -> None:
    assert "No reflections yet" in run("notes", "list", *here).out
    run("notes", "sync", *here)
    out = run("notes", "list", "--note", "sub/day04.md", *here).out
    assert out.startswith("sub/day04.md\n  § 4일차 › 이제 무엇을 할까\n")
    assert "· → 작은 예제를 계산해 본다" in out
    assert "☑ → softmax 구현" in out
    assert "요령 › 지킬 것" not in out, "a lead stands above its items anyway"
    assert run("notes", "list", "--note", "none.md", *here).code == 2


def test_show_a_reflection_with_its_history(run: Run, here: tuple[str, Path], workspace: Workspace) -> None:
    run("notes", "sync", *here)
    note = workspace.notes / "sub" / "day04.md"
    note.write_text(NOTE.replace("계산해 본다", "손으로 계산해 본다"), encoding="utf-8")
    run("notes", "sync", *here)
    one = run("notes", "list", "--json", *here).json[0]
    ran = run("notes", "show", one["id"][:8], *here)
    assert ran.out.startswith(
        "작은 예제를 손으로 계산해 본다\nwhere  sub/day04.md:8\nunder  4일차 › 이제 무엇을 할까\n"
    )
    assert "was    작은 예제를 계산해 본다 (" in ran.out
    shown = run("notes", "show", one["id"], "--json", *here).json
    assert {key: shown[key] for key in KEYS} == one
    assert [version["cause"] for version in shown["versions"]] == ["new", "edited"]


def test_show_a_note(run: Run, here: tuple[str, Path]) -> None:
    run("notes", "sync", *here)
    out = run("notes", "show", "sub/day04.md", *here).out
    assert out.startswith("4일차\nsub/day04.md · 2021-03-02 (from its front matter) · 2 open actions\n")
    shown = run("notes", "show", "notes/sub/day04.md", "--json", *here).json
    assert (shown["note"]["date_source"], len(shown["reflections"])) == ("front matter", 5)


@pytest.mark.parametrize("subject", ["nope.md", "zzzzzz", "ab"])
def test_show_what_is_not_there(run: Run, here: tuple[str, Path], subject: str) -> None:
    ran = run("notes", "show", subject, *here)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)


def test_done_and_tag(run: Run, here: tuple[str, Path]) -> None:
    run("notes", "sync", *here)
    one = run("notes", "list", "--json", *here).json[0]["id"]
    assert run("notes", "done", one, *here).out == "Done.\n"
    assert run("notes", "done", one, *here).out == "Nothing to change.\n"
    assert run("notes", "tag", one, "basics,x", *here).out == "Tagged #basics #x.\n"
    assert run("notes", "tag", one, "basics", "#손으로", *here).out == "Tagged #basics #손으로.\n"
    assert run("notes", "list", "--json", *here).json[0]["tags"] == ["basics", "손으로"]
    out = run("notes", "show", one, *here).out
    assert "state  live, done 20" in out
    assert "tags   #basics #손으로" in out
    assert run("notes", "done", one, "--undo", *here).out == "Open again.\n"


def test_doubts_are_listed_and_answered(run: Run, workspace: Workspace) -> None:
    here = ("--workspace", workspace.root)
    note = workspace.notes / "a.md"
    note.write_text("- before\n- softmax 구현하기\n- after\n", encoding="utf-8")
    run("notes", "sync", *here)
    assert run("notes", "doubts", *here).out == "Nothing is in doubt.\n"
    note.write_text("- before\n- layer_norm 구현하기\n- after\n", encoding="utf-8")
    run("notes", "sync", *here)
    (doubt,) = run("notes", "doubts", "--json", *here).json
    assert "now layer_norm 구현하기\n  was softmax 구현하기" in run("notes", "doubts", *here).out
    assert run("notes", "doubts", "--same", doubt["id"][:8], *here).out == "One reflection again.\n"
    for wanted in (doubt["id"], "banana"):
        again = run("notes", "doubts", "--same", wanted, *here)
        assert again.code == 2
        assert f"There is no doubt '{wanted}'. 'tracker notes doubts' shows them" in again.err


def test_a_box_is_ticked_in_the_note_on_request(run: Run, here: tuple[str, Path], workspace: Workspace) -> None:
    run("notes", "sync", *here)
    path = workspace.notes / "sub" / "day04.md"
    listed = {one["text"]: one["id"] for one in run("notes", "list", "--json", *here).json}
    ran = run("notes", "done", listed["softmax 구현"], "--undo", "--in-note", *here)
    assert (ran.code, ran.out) == (0, "The box in the note is empty again.\n")
    assert path.read_text(encoding="utf-8") == NOTE.replace("[x]", "[ ]")
    refused = run("notes", "done", listed["작은 예제를 계산해 본다"], "--in-note", *here)
    assert (refused.code, refused.err.count("\n")) == (2, 1)
    assert "there is no box to tick" in refused.err


def test_show_tells_where_it_was_stuck_and_what_was_said(
    run: Run, here: tuple[str, Path], workspace: Workspace
) -> None:
    run("notes", "sync", *here)
    one = run("notes", "list", "--json", *here).json[0]["id"]
    softmax = load_catalogue(workspace.exercise_roots).get("softmax")
    store = open_store(workspace)
    set_stuck(store, one, softmax.id, MOMENT)
    answer(workspace, store, one, Answer.CHANGED, MOMENT, thought="큰 예제도 해 본다")
    store.close()
    out = run("notes", "show", one, *here).out
    assert "stuck  softmax\n" in out
    assert "said   changed my mind: 큰 예제도 해 본다 (2026-11-22)" in out
    assert "was    " not in out
    assert run("notes", "show", one, "--json", *here).json["stuck"] == "softmax"
