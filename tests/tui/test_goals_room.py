"""Goals: made, edited, ticked, finished, dropped; by keys, and what the store says afterwards."""

from __future__ import annotations

from datetime import date

import pytest

from tracker.tui.screens.ask import AskScreen
from tracker.tui.screens.confirm import ConfirmScreen
from tracker.tui.screens.goal_form import GoalForm
from tracker.tui.screens.goals import GoalsScreen

BOTH_SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"], indirect=True)


@pytest.fixture
async def owner(visitor):
    await visitor.press("4")
    await visitor.until(lambda: getattr(visitor.app.screen, "goal", None), "a goal is shown")
    return visitor


async def type_goal(owner, title, steps=(), until=""):
    await owner.press("n")
    await owner.until(lambda: isinstance(owner.app.screen, GoalForm), "the form")
    form = owner.app.screen
    form.query_one("#title").value = title
    form.query_one("#steps").text = "\n".join(steps)
    form.query_one("#until").value = until
    await owner.press("ctrl+s")


@BOTH_SIZES
async def test_the_goal_is_told_with_its_steps(owner):
    for words in ("paper-1", "0/2", "○ Twice", "○ Thrice", "exercise"):
        assert owner.sees(words)


@BOTH_SIZES
async def test_a_goal_is_made_and_stands_in_the_list(owner):
    await type_goal(owner, "정규화를 설명한다", ["읽는다", "", "  Twice  "], "2026-12-31")
    await owner.until(lambda: len(owner.goals) == 2, "two goals")
    made = owner.goal("정규화를 설명한다")
    assert [(step.title, step.kind) for step in made.milestones] == [("읽는다", "manual"), ("Twice", "exercise")]
    assert made.target_day == date(2026, 12, 31)
    await owner.until(lambda: owner.app.screen.goal and owner.app.screen.goal.id == made.id, "it is highlighted")


async def test_a_goal_needs_a_title_and_a_real_day(owner):
    await type_goal(owner, "  ")
    await owner.until_seen("A goal needs a title.")
    owner.app.screen.query_one("#title").value = "A title"
    owner.app.screen.query_one("#until").value = "soon"
    await owner.press("ctrl+s")
    await owner.until_seen("'soon' is no day.")
    await owner.press("escape")
    await owner.until(lambda: isinstance(owner.app.screen, GoalsScreen), "the room")
    assert len(owner.goals) == 1


async def test_a_step_is_ticked_and_unticked(owner):
    await owner.press("enter", "space")
    await owner.until(lambda: owner.goal("paper-1").met == 1, "one step is met")
    await owner.until_seen("● Twice")
    await owner.press("space")
    await owner.until(lambda: owner.goal("paper-1").met == 0, "no step is met")


async def test_enter_on_an_exercise_opens_it(owner):
    await owner.press("enter", "enter")
    await owner.until(lambda: owner.app.current_mode == "exercises", "the exercises are seen")


async def test_steps_are_added_renamed_and_removed(owner):
    await owner.press("a")
    await owner.until(lambda: isinstance(owner.app.screen, AskScreen), "the question")
    await owner.press(*"read", "enter")
    await owner.until(lambda: owner.goal("paper-1").total == 3, "three steps")
    await owner.until_seen("○ read")
    await owner.press("enter", "end", "m")
    await owner.until(lambda: isinstance(owner.app.screen, AskScreen), "the question")
    owner.app.screen.query_one("Input").value = "read it twice"
    await owner.press("enter")
    await owner.until_seen("○ read it twice")
    await owner.press("delete")
    await owner.until(lambda: isinstance(owner.app.screen, ConfirmScreen), "the question")
    await owner.press("y")
    await owner.until(lambda: owner.goal("paper-1").total == 2, "two steps")


async def test_a_goal_is_edited(owner):
    await owner.press("e")
    await owner.until(lambda: isinstance(owner.app.screen, GoalForm), "the form")
    owner.app.screen.query_one("#title").value = "Write it by hand"
    await owner.press("ctrl+s")
    await owner.until_seen("Write it by hand")
    assert [goal.title for goal in owner.goals] == ["Write it by hand"]


async def test_a_goal_is_finished_and_opened_again(owner):
    await owner.press("f")
    await owner.until(lambda: owner.goal("paper-1").state == "done", "it is done")
    await owner.until_seen("● paper-1")
    await owner.press("f")
    await owner.until(lambda: owner.goal("paper-1").state == "open", "it is open")


async def test_a_goal_is_dropped_only_after_a_yes(owner):
    await owner.press("d")
    await owner.until(lambda: isinstance(owner.app.screen, ConfirmScreen), "the question")
    await owner.press("n")
    await owner.until(lambda: isinstance(owner.app.screen, GoalsScreen), "the room")
    assert owner.goal("paper-1").state == "open"
    await owner.press("d")
    await owner.until(lambda: isinstance(owner.app.screen, ConfirmScreen), "the question")
    await owner.press("y")
    await owner.until(lambda: owner.goal("paper-1").state == "dropped", "it is dropped")
    await owner.until_seen("– paper-1")


async def test_a_paper_makes_a_goal_of_its_exercises(owner):
    await owner.press("p")
    await owner.until_seen("Implement which paper?")
    await owner.press("enter")
    await owner.until(lambda: isinstance(owner.app.screen, GoalForm), "the form")
    assert owner.app.screen.query_one("#steps").text == "Twice\nThrice"
    await owner.press("ctrl+s")
    await owner.until(lambda: len(owner.goals) == 2, "two goals")
    assert all(step.kind == "exercise" for goal in owner.goals for step in goal.milestones)


async def test_the_first_goal_of_a_learner_who_dropped_all_is_one_key_away(owner):
    await owner.press("d")
    await owner.until(lambda: isinstance(owner.app.screen, ConfirmScreen), "the question")
    await owner.press("y")
    await owner.until_seen("dropped")
    assert owner.sees("n new")
