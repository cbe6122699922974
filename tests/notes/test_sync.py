"""Notes on disk become reflections in the database, and stay the same ones."""

from __future__ import annotations

import os
import subprocess
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.notes.conftest import Notebook, numbers
from tracker.changes import NOTHING, Area
from tracker.notes.queries import list_doubts, list_notes, list_versions

NOTE = """\
# 4일차

## 이제 무엇을 할까

- 작은 예제를 계산해 본다
  - 길이는 3이면 된다
- [ ] softmax 구현

> 요령

지킬 것

- 타이머를 켠다
"""


def test_a_note_becomes_reflections(notebook: Notebook) -> None:
    notebook.write("day04.md", NOTE)
    report = notebook.sync()
    assert (report.notes, report.live, numbers(report), report.problems) == (1, 5, {"new": 5}, ())
    assert report.change.areas == {Area.NOTES}
    example, length, task, lead, item = notebook.reflections()
    assert (length.parent, length.next_action, length.note, length.state) == (example.id, True, "day04.md", "live")
    assert (task.kind, task.text, task.line_start) == ("task", "softmax 구현", 7)
    assert (item.parent, item.heading_path) == (lead.id, ("4일차", "이제 무엇을 할까", "요령", "지킬 것"))


def test_a_second_sync_changes_nothing_on_either_side(notebook: Notebook) -> None:
    notebook.write("a.md", NOTE)
    notebook.write("b/c.md", "# C\n\n- one\n- one\n")
    notebook.sync()
    before, files = notebook.reflections(), notebook.bytes()
    database = notebook.store.path.read_bytes()
    report = notebook.sync()
    assert (numbers(report), report.change) == ({"kept": 7}, NOTHING)
    assert (notebook.reflections(), notebook.bytes()) == (before, files)
    assert notebook.store.path.read_bytes() == database


def test_a_touched_file_changes_nothing(notebook: Notebook) -> None:
    path = notebook.write("a.md", NOTE)
    notebook.sync()
    before = notebook.reflections()
    os.utime(path, ns=(1, 1))
    assert numbers(notebook.sync()) == {"kept": 5}
    assert notebook.reflections() == before


def test_a_change_that_keeps_size_and_time_is_seen(notebook: Notebook) -> None:
    path = notebook.write("a.md", "- one\n")
    notebook.sync()
    stat = path.stat()
    path.write_text("- two\n")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    notebook.sync()
    assert list(notebook.ids()) == ["two"]


def test_ids_stay_when_others_come_go_and_change_places(notebook: Notebook) -> None:
    notebook.write("a.md", "# A\n\n- one\n- two\n  - two a\n- three\n")
    notebook.sync()
    before = notebook.ids()
    notebook.write("a.md", "# A\n\nintro\n\n- three\n- zero\n- two\n  - two a\n")
    report = notebook.sync()
    after = notebook.ids()
    assert {text: after[text] for text in ("two", "two a", "three")} == {
        text: before[text] for text in ("two", "two a", "three")
    }
    assert numbers(report)["orphaned"] == 1
    assert {one.text: one.line_start for one in notebook.reflections()}["two"] == 7


def test_lines_follow_without_a_change_being_counted(notebook: Notebook) -> None:
    notebook.write("a.md", "# A\n\n- one\n")
    notebook.sync()
    notebook.write("a.md", "# A\n\n\n\n- one\n")
    report = notebook.sync()
    assert (numbers(report), report.change.areas, report.change.sentence) == ({"kept": 1}, {Area.NOTES}, "")
    assert notebook.reflections()[0].line_start == 5


def test_what_vanishes_is_orphaned_and_may_come_back(notebook: Notebook) -> None:
    notebook.write("a.md", "- one\n- two\n")
    notebook.sync()
    before = notebook.ids()
    notebook.write("a.md", "- one\n")
    assert numbers(notebook.sync()) == {"kept": 1, "orphaned": 1}
    assert [one.state for one in notebook.reflections(everything=True)] == ["live", "orphaned"]
    notebook.write("a.md", "- one\n- two\n")
    assert numbers(notebook.sync()) == {"kept": 1, "moved": 1}
    assert notebook.ids() == before


def test_a_deleted_note_is_gone_from_the_list_but_not_from_the_store(notebook: Notebook) -> None:
    notebook.write("a.md", "- one\n")
    notebook.write("b.md", "- two\n")
    notebook.sync()
    (notebook.root / "a.md").unlink()
    assert numbers(notebook.sync()) == {"kept": 1, "orphaned": 1}
    assert [note.path for note in list_notes(notebook.store)] == ["b.md"]


def test_an_edit_keeps_the_id_and_the_earlier_text(notebook: Notebook) -> None:
    notebook.write("a.md", "- 어텐션은 값의 가중 평균이다\n- 다른 생각\n")
    notebook.sync()
    before = notebook.ids()
    notebook.now += timedelta(days=1)
    notebook.write("a.md", "- 어텐션은 값들의 가중 평균이다.\n- 다른 생각\n")
    assert numbers(notebook.sync()) == {"kept": 1, "edited": 1}
    edited = notebook.ids()["어텐션은 값들의 가중 평균이다."]
    assert edited == before["어텐션은 값의 가중 평균이다"]
    assert [(one.text, one.cause) for one in list_versions(notebook.store, edited)] == [
        ("어텐션은 값의 가중 평균이다", "new"),
        ("어텐션은 값들의 가중 평균이다.", "edited"),
    ]


def test_a_renamed_note_keeps_its_reflections_and_its_row(notebook: Notebook) -> None:
    notebook.write("a.md", NOTE)
    notebook.sync()
    before, (note,) = notebook.ids(), list_notes(notebook.store)
    (notebook.root / "a.md").rename(notebook.root / "renamed.md")
    assert numbers(notebook.sync()) == {"moved": 5}
    assert notebook.ids() == before
    assert [(one.id, one.path) for one in list_notes(notebook.store)] == [(note.id, "renamed.md")]


def test_a_renamed_and_edited_note_keeps_its_reflections(notebook: Notebook) -> None:
    notebook.write("a.md", NOTE)
    notebook.sync()
    before = set(notebook.ids().values())
    (notebook.root / "a.md").unlink()
    notebook.write("sub/b.md", NOTE.replace("계산해 본다", "직접 계산해 본다").replace("## 이제", "## 그럼 이제"))
    report = notebook.sync()
    assert numbers(report) == {"edited": 1, "moved": 4}
    assert set(notebook.ids().values()) == before


def test_two_notes_that_change_names_keep_their_reflections(notebook: Notebook) -> None:
    notebook.write("a.md", "- one\n- two\n- same\n")
    notebook.write("b.md", "- three\n- four\n- same\n")
    notebook.sync()
    before = {(one.text, one.id) for one in notebook.reflections() if one.text != "same"}
    (notebook.root / "a.md").rename(notebook.root / "c")
    (notebook.root / "b.md").rename(notebook.root / "a.md")
    (notebook.root / "c").rename(notebook.root / "b.md")
    notebook.sync()
    assert {(one.text, one.id) for one in notebook.reflections() if one.text != "same"} == before


def test_a_new_note_may_take_the_name_of_a_renamed_one_at_once(notebook: Notebook) -> None:
    notebook.write("a.md", "- one\n- two\n")
    notebook.sync()
    before = notebook.ids()
    (notebook.root / "a.md").rename(notebook.root / "b.md")
    notebook.write("a.md", "- three\n")
    assert numbers(notebook.sync()) == {"moved": 2, "new": 1}
    assert {text: notebook.ids()[text] for text in before} == before
    assert {one.text: one.note for one in notebook.reflections()} == {"one": "b.md", "two": "b.md", "three": "a.md"}


def test_a_block_moved_to_another_note_keeps_its_id(notebook: Notebook) -> None:
    notebook.write("a.md", "- one\n- two\n")
    notebook.write("b.md", "- three\n")
    notebook.sync()
    before = notebook.ids()
    notebook.write("a.md", "- one\n")
    notebook.write("b.md", "- three\n- two\n")
    assert numbers(notebook.sync()) == {"kept": 2, "moved": 1}
    assert notebook.ids() == before


def test_a_doubtful_edit_is_new_and_asked_about(notebook: Notebook) -> None:
    notebook.write("a.md", "- before\n- softmax 구현하기\n- after\n")
    notebook.sync()
    old = notebook.ids()["softmax 구현하기"]
    notebook.write("a.md", "- before\n- layer_norm 구현하기\n- after\n")
    assert numbers(notebook.sync()) == {"kept": 2, "new": 1, "orphaned": 1}
    (doubt,) = list_doubts(notebook.store)
    assert (doubt.reflection.text, doubt.vanished.id) == ("layer_norm 구현하기", old)


def test_joined_texts_are_one_reflection_and_the_other_is_merged_into_it(notebook: Notebook) -> None:
    first, second = "오늘은 논문의 앞부분만 천천히 읽었다.", "그리고 코드를 처음부터 손으로 짜 보았다."
    notebook.write("a.md", f"- {first}\n- {second}\n- rest\n")
    notebook.sync()
    notebook.write("a.md", f"- {first} {second}\n- rest\n")
    report = notebook.sync()
    assert numbers(report) == {"kept": 1, "edited": 1}
    assert sorted(one.state for one in notebook.reflections(everything=True)) == ["live", "live", "merged"]


def test_an_explicit_id_is_followed_whatever_the_text(notebook: Notebook) -> None:
    notebook.write("a.md", "- one ^here\n")
    notebook.sync()
    before = notebook.ids()["one"]
    notebook.write("a.md", "- entirely other words ^here\n- one\n")
    notebook.sync()
    assert notebook.ids()["entirely other words"] == before


def test_a_repeated_explicit_id_is_reported_until_it_is_mended(notebook: Notebook) -> None:
    notebook.write("a.md", "- one ^x\n")
    notebook.sync()
    before = notebook.ids()["one"]
    notebook.write("b.md", "- two ^x\n")
    report = notebook.sync()
    (problem,) = report.problems
    assert (problem.path, problem.line, "a.md, line 1" in problem.message) == ("b.md", 1, True)
    assert notebook.ids()["one"] == before
    assert len(notebook.sync().problems) == 1
    notebook.write("b.md", "- two ^y\n")
    assert notebook.sync().problems == ()


def test_a_box_ticked_in_the_note_says_done_and_a_cleared_one_open(notebook: Notebook) -> None:
    notebook.write("a.md", "- [ ] read\n- [x] written\n")
    notebook.sync()
    before = notebook.ids()
    assert {one.text: one.done_at for one in notebook.reflections()} == {"read": None, "written": notebook.now}
    notebook.write("a.md", "- [x] read\n- [ ] written\n")
    notebook.sync()
    assert {one.text: one.done_at for one in notebook.reflections()} == {"read": notebook.now, "written": None}
    assert notebook.ids() == before


# ── when much vanishes ──


def many(count: int) -> str:
    return "".join(f"- thought number {number}\n" for number in range(count))


def test_when_a_third_vanishes_nothing_is_changed_until_it_is_accepted(notebook: Notebook) -> None:
    notebook.write("a.md", many(16))
    notebook.write("b.md", "- one\n- two\n- three\n- four\n- five\n- six\n- seven\n- eight\n")
    notebook.sync()
    before = notebook.reflections(everything=True)
    (notebook.root / "b.md").unlink()
    notebook.write("c.md", "- something new meanwhile\n")
    report = notebook.sync()
    assert (report.held_back, report.live, numbers(report), report.change) == (8, 24, {"kept": 24}, NOTHING)
    assert "--accept-vanished" in report.problems[0].message
    assert notebook.reflections(everything=True) == before
    assert numbers(notebook.sync(accept_vanished=True)) == {"kept": 16, "new": 1, "orphaned": 8}


def test_a_few_reflections_may_vanish_at_once(notebook: Notebook) -> None:
    notebook.write("a.md", many(19))
    notebook.sync()
    notebook.write("a.md", "")
    assert numbers(notebook.sync()) == {"orphaned": 19}


def test_without_the_folder_nothing_is_changed(notebook: Notebook) -> None:
    notebook.write("a.md", "- one\n")
    notebook.sync()
    notebook.root.rename(notebook.root.with_name("elsewhere"))
    report = notebook.sync()
    assert (report.live, report.change) == (1, NOTHING)
    assert "notes/ is not read" in report.problems[0].message


# ── dates and titles ──


def test_a_note_s_day_and_title(notebook: Notebook) -> None:
    notebook.write("a.md", "---\ntitle: The title\ndate: 2021-03-02\n---\n- one\n")
    notebook.write("220117.md", "# 특강\n\n- two\n")
    os.utime(notebook.write("Day26.md", "# Day 26\n"), (1614700000, 1614700000))
    found = {note.path: (note.title, note.date, note.date_source) for note in list_notes_after_sync(notebook)}
    assert found == {
        "a.md": ("The title", date(2021, 3, 2), "front matter"),
        "220117.md": ("특강", date(2022, 1, 17), "file name"),
        "Day26.md": ("Day 26", date(2021, 3, 2), "file time"),  # 00:46 in Seoul
    }
    assert {one.text: one.date for one in notebook.reflections()} == {"one": date(2021, 3, 2), "two": date(2022, 1, 17)}


def test_git_tells_the_day_of_a_note_that_does_not(notebook: Notebook, monkeypatch: pytest.MonkeyPatch) -> None:
    notebook.write("a.md", "- one\n")
    monkeypatch.setenv("GIT_AUTHOR_DATE", "2021-03-02T01:00:00+0900")
    for command in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "notes"]):
        subprocess.run(["git", *command], cwd=notebook.root, check=True)
    (note,) = list_notes_after_sync(notebook)
    assert (note.date, note.date_source) == (date(2021, 3, 1), "git"), "one in the night is still the evening before"
    notebook.write("a.md", "- one\n- two\n")
    assert list_notes_after_sync(notebook) == [replace(note, reflections=2)]


def test_the_day_from_the_file_s_time_stays_when_the_note_is_edited(notebook: Notebook) -> None:
    os.utime(notebook.write("a.md", "- one\n"), (1614700000, 1614700000))
    (before,) = list_notes_after_sync(notebook)
    notebook.write("a.md", "- one, edited\n")
    assert [note.date for note in list_notes_after_sync(notebook)] == [before.date]


def list_notes_after_sync(notebook: Notebook):
    notebook.sync()
    return list_notes(notebook.store)


def test_open_actions_are_next_actions_and_tasks_that_are_not_done(notebook: Notebook) -> None:
    notebook.write("2021-03-02.md", "## next\n- one\n- [ ] two\n- [x] three\n\n## other\n- four\n- [ ] five\n")
    notebook.write("2021-03-03.md", "no list\n")
    counts = [(note.path, note.reflections, note.open_actions) for note in list_notes_after_sync(notebook)]
    assert counts == [("2021-03-03.md", 1, 0), ("2021-03-02.md", 5, 3)]


# ── while it runs ──


def test_progress_is_told_and_nothing_is_read_twice(notebook: Notebook) -> None:
    for number in range(3):
        notebook.write(f"{number}.md", f"- {number}\n")
    seen: list[tuple[int, int]] = []
    notebook.sync(on_progress=lambda *progress: seen.append(progress))
    assert seen == [(0, 3), (1, 3), (2, 3), (3, 3)]


def test_a_cancelled_sync_changes_nothing(notebook: Notebook) -> None:
    notebook.write("a.md", "- one\n")
    notebook.write("b.md", "- two\n")
    answers = iter([False, True])
    report = notebook.sync(cancelled=lambda: next(answers))
    assert (report.cancelled, report.change, notebook.reflections()) == (True, NOTHING, [])
    assert numbers(notebook.sync()) == {"new": 2}
