"""Today: one look tells what to do next, and each line is one key from doing it."""

from __future__ import annotations

import pytest

from tests.tui.pilots import screen_text

BOTH_SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"], indirect=True)


@BOTH_SIZES
async def test_one_look_tells_what_to_do(visitor):
    for words in ("○ next", "double", "20 min", "→ action", "소프트맥스를 빈 파일에서 다시 쓴다.", "Enter begins"):
        assert visitor.sees(words)
    await visitor.until_seen("streak")
    assert visitor.sees("paper-1")


@BOTH_SIZES
async def test_nothing_is_wider_than_the_terminal(visitor):
    from rich.cells import cell_len

    assert all(cell_len(line) <= visitor.app.size.width for line in screen_text(visitor.app).splitlines())


async def test_enter_begins_the_first_line(visitor):
    await visitor.press("enter")
    await visitor.until(lambda: visitor.app.current_mode == "exercises", "the exercises are seen")
    await visitor.until(lambda: visitor.app.screen.slug == "double", "the exercise is open")


async def test_an_action_leads_to_its_reflection(visitor):
    await visitor.press("down", "enter")
    await visitor.until(lambda: visitor.app.current_mode == "notes", "the notes are seen")
    await visitor.until(
        lambda: visitor.app.screen.reflection and "소프트맥스" in visitor.app.screen.reflection.text, "the reflection"
    )


async def test_a_goal_leads_to_its_room(visitor):
    await visitor.press("tab", "enter")
    await visitor.until(lambda: visitor.app.current_mode == "goals", "the goals are seen")
    await visitor.until_seen("0/2")


async def test_a_click_begins_too(visitor):
    await visitor.pilot.click("#agenda-rows", offset=(20, 0))
    await visitor.until(lambda: visitor.app.current_mode == "exercises", "the exercises are seen")


async def test_the_second_start_remembers(visitor, workspace):
    from tracker.tui.remembered import recall

    await visitor.until(lambda: recall(workspace, visitor.app.now()) is not None, "today is remembered")
    assert recall(workspace, visitor.app.now()).goals[0].title == "paper-1"
