"""The notes room: the note as it reads, and what is done with a reflection."""

from __future__ import annotations

import pytest

from tests.tui.pilots import app_on, screen_text
from tests.tui.readers import BOTH_SIZES, NOTE, Reader
from tracker.goals.queries import list_goals
from tracker.notes.queries import list_reflections


@pytest.fixture
def size(request):
    return getattr(request, "param", (80, 24))


@BOTH_SIZES
async def test_notes_stand_by_month_with_their_open_actions(reader):
    text = screen_text(reader.app)
    assert "▾ March 2021" in text
    assert "▾ December 2020" in text
    assert "→ 1" in text


@BOTH_SIZES
async def test_the_note_reads_as_it_was_meant(inside):
    for words in ("어텐션(Attention)은 결국 가중합이다.", "왜 √dₖ로 나누는가?", "지금 당장 무엇을 할까"):
        assert inside.sees(words)
    assert not inside.sees("**")


async def test_the_reflection_under_the_cursor_is_told(inside):
    await inside.at("마스크는")
    await inside.until(lambda: inside.sees("line 6"), "its line")
    assert inside.sees("§ 어떤 개발자가 되고 싶은가?")


@BOTH_SIZES
async def test_a_reflection_becomes_a_goal_with_one_key_and_keeps_its_source(inside):
    await inside.at("나누는가")
    await inside.press("g")
    await inside.until(lambda: inside.app.screen.is_modal, "the form")
    await inside.press("ctrl+s")
    store = inside.app.services.store
    await inside.until(lambda: any(goal.source for goal in list_goals(store)), "the goal")
    goal = next(goal for goal in list_goals(store) if goal.source)
    assert goal.title == "왜 √dₖ로 나누는가?"
    assert (goal.source.note, goal.source.line) == ("2021-03-02.md", 7)
    await inside.until(lambda: inside.sees("◎"), "it is marked")


async def test_an_action_is_done_and_open_again(inside):
    await inside.at("멀티헤드")
    await inside.press("x")
    await inside.until(lambda: inside.room.reflection.done_at, "done")
    assert inside.sees("✓ done")
    await inside.press("x")
    await inside.until(lambda: inside.room.reflection.done_at is None, "open again")


async def test_tags_are_words_and_can_be_taken_away(inside):
    await inside.at("마스크는")
    await inside.press("t", *"mask", "space", *"test", "enter")
    await inside.until(lambda: inside.room.reflection.tags == ("mask", "test"), "two tags")
    await inside.until(lambda: inside.sees("#mask #test"), "they are shown")
    await inside.press("t", "ctrl+u", "enter")
    await inside.until(lambda: inside.room.reflection.tags == (), "none")


async def test_the_editor_opens_at_the_line(inside, monkeypatch):
    asked = []
    monkeypatch.setattr(
        "tracker.tui.screens.note_actions.edit_outside", lambda shell, path, line: asked.append((path.name, line))
    )
    await inside.at("멀티헤드")
    await inside.press("o")
    assert asked == [("2021-03-02.md", 11)]


async def test_a_saved_note_is_shown_anew_and_the_cursor_stays(inside, workspace):
    await inside.at("나누는가")
    path = workspace.notes / "2021-03-02.md"
    path.write_text(NOTE.replace("# 12일차 회고\n", "# 12일차 회고\n\n새 문단이 앞에 섰다.\n"), encoding="utf-8")
    inside.app.read_notes()
    await inside.until(lambda: inside.sees("새 문단이 앞에 섰다."), "the new text")
    assert inside.room.reflection.text.startswith("왜")
    assert inside.room.reflection.line_start == 9


async def test_a_note_that_is_renamed_is_followed(inside, workspace):
    await inside.at("마스크는")
    (workspace.notes / inside.room.path).rename(workspace.notes / "renamed.md")
    inside.app.read_notes()
    await inside.until(lambda: inside.room.path == "renamed.md", "the new name")
    assert "마스크는" in inside.room.reflection.text


async def test_a_note_that_is_removed_is_said_to_be_gone_and_nothing_else_is_open(inside, workspace):
    path = inside.room.path
    (workspace.notes / path).unlink()
    inside.app.read_notes()
    await inside.until(lambda: inside.sees(f"notes/{path} is gone."), "the words")
    assert not inside.room.has_class("-inside")


@pytest.mark.parametrize("size", [(80, 24)], indirect=True)
async def test_keys_do_nothing_to_a_reflection_that_is_not_seen(reader, workspace):
    assert reader.room.reflection is not None
    before = (workspace.notes / reader.room.path).read_text(encoding="utf-8")
    await reader.press("t", "p", "x", "X", "g", "s")
    assert reader.app.screen is reader.room
    assert not reader.room.reflection.pinned
    assert (workspace.notes / reader.room.path).read_text(encoding="utf-8") == before
    assert not reader.sees("tags")
    await reader.press("enter")
    await reader.until(lambda: reader.sees("tags"), "they are offered beside the note")


async def test_a_reflection_is_found_from_elsewhere(reader):
    found = next(item for item in list_reflections(reader.app.services.store) if item.text == "something")
    reader.app.open_reflection(found.id)
    await reader.until(lambda: reader.room.reflection and reader.room.reflection.id == found.id, "the reflection")
    assert reader.sees("An older day")


async def test_a_problem_without_a_line_is_told_once_and_without_an_empty_place(reader, workspace):
    for number in range(20):
        (workspace.notes / f"{number}.md").write_text(f"- thought number {number}\n", encoding="utf-8")
    reader.app.read_notes()
    await reader.until(lambda: len(list_reflections(reader.app.services.store)) > 20, "they are read")
    for number in range(20):
        (workspace.notes / f"{number}.md").unlink()
    (workspace.notes / "picture.md").write_bytes(b"\0" * 99)
    reader.app.read_notes()
    await reader.until(lambda: reader.sees("are gone from"), "the toast")
    toasts = [toast.message for toast in reader.app._notifications]
    assert any(text.startswith("20 of 25 reflections are gone") for text in toasts), toasts
    assert any(text.startswith("picture.md is not read") for text in toasts)


async def test_an_empty_workspace_says_how_to_begin(workspace, tmp_path, monkeypatch):
    app, _ = app_on(workspace, tmp_path, monkeypatch)
    async with app.run_test(size=(80, 24)) as pilot:
        reader = Reader(app, pilot)
        await reader.until(lambda: app.services, "the store is open")
        await reader.press("2")
        await reader.until(lambda: reader.sees("No notes yet."), "the words")
