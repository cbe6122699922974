"""The exercise room by keys alone: begin, write, fail, understand, mend, pass."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.packs import write_exercise
from tests.tui.pilots import BAD, GOOD, MOMENT, app_on, press, screen_text, until
from tracker.notes.actions import set_stuck
from tracker.notes.queries import list_reflections
from tracker.practice.attempts import history
from tracker.practice.drafts import find_draft
from tracker.store.engine import open_store
from tracker.tui import exercise_work as work
from tracker.tui.board import Depth, Phase
from tracker.tui.messages import FilesSaved
from tracker.tui.screens.exercise_dispute import DisputeScreen
from tracker.tui.screens.exercise_picture import PictureScreen
from tracker.tui.widgets.curriculum import Curriculum
from tracker.tui.widgets.hint_panel import HintPanel


@pytest.fixture
def pack(tmp_path):
    root = tmp_path / "pack"
    write_exercise(root, "double", title="Twice")
    write_exercise(root, "treble", track=2, track_title="More numbers")
    return root


class Learner:
    """A learner at the keys."""

    def __init__(self, app, pilot, grader):
        self.app, self.pilot, self.grader = app, pilot, grader

    @property
    def room(self):
        return self.app.screen

    @property
    def board(self):
        return self.room.board_for(self.room.slug)

    async def press(self, *keys):
        await press(self.pilot, *keys)

    async def until(self, condition, what):
        await until(self.pilot, condition, what)

    async def enter_room(self):
        await self.until(lambda: self.app.services, "the store is open")
        await self.press("3")
        await self.until(lambda: getattr(self.room, "opened", None), "an exercise is shown")

    async def begin(self):
        if self.room.has_class("-narrow"):
            await self.press("enter")
        await self.press("enter")
        await self.until(lambda: self.room.pane.is_typing, "the code has the keys")

    async def write(self, text):
        self.room.pane._editor.text = text
        await self.until(lambda: self.room.pane.buffer.text == text, "the text is in the pane")

    async def save(self):
        await self.press("ctrl+s")
        await self.until(lambda: self.board.phase is Phase.DONE and not self.board.live, "a verdict")

    def sees(self, words):
        return words in screen_text(self.app)


@pytest.fixture
def size(request):
    return getattr(request, "param", (80, 24))


BOTH_SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"], indirect=True)


@pytest.fixture
async def learner(workspace, pack, monkeypatch, size):
    app, grader = app_on(workspace, pack, monkeypatch)
    async with app.run_test(size=size, notifications=True) as pilot:
        learner = Learner(app, pilot, grader)
        await learner.enter_room()
        yield learner


@BOTH_SIZES
async def test_the_curriculum_says_where_i_stand(learner):
    assert learner.sees("Numbers")
    assert learner.sees("○ double")
    assert learner.sees("0 of 2 passed")


@BOTH_SIZES
async def test_from_an_empty_page_to_a_pass(learner, workspace):
    await learner.begin()
    assert (workspace.solutions / "double.py").exists()
    assert learner.sees("solutions/double.py  ✓ saved")
    assert learner.sees("· Every number is doubled.")
    await learner.write(BAD)
    assert learner.sees("● unsaved")
    await learner.save()
    assert (workspace.solutions / "double.py").read_text() == BAD
    assert learner.sees("failed · 1 of 2 checks pass")
    assert learner.sees("✗ Every number is doubled.")
    assert not learner.sees("got 8")
    await learner.press("f9")
    assert learner.sees("got 8")
    await learner.press("f9")
    assert learner.sees("→ You return x as it came.")
    await learner.write(GOOD)
    await learner.save()
    await learner.until(lambda: learner.sees("Well done. It comes back for practice on"), "what follows")
    await learner.until(lambda: learner.room.opened.status.status == "passed", "the curriculum knows")
    await learner.press("escape", "escape")
    assert learner.sees("1/1")
    assert [attempt.verdict for attempt in history(learner.app.services.store, "double")] == ["passed", "failed"]


async def test_letters_type_in_the_pane_and_act_outside(learner):
    await learner.begin()
    await learner.press("ctrl+home", "r", "h", "n", "1")
    assert learner.room.pane.buffer.text.startswith("rhn1")
    assert learner.grader.jobs == []
    await learner.press("escape", "r")
    await learner.until(lambda: learner.board.report, "r saves and grades")
    assert not learner.room.pane.buffer.is_dirty


async def test_enter_keeps_the_indentation(learner):
    await learner.begin()
    await learner.write("def f():")
    await learner.press("end", "enter", "x", "enter", "backspace", "y")
    assert learner.room.pane.buffer.text == "def f():\n    x\ny"


@BOTH_SIZES
async def test_hints_come_one_at_a_time(learner):
    await learner.begin()
    await learner.press("f7")
    panel = learner.room.query_one(HintPanel)
    await learner.until(lambda: learner.sees("Hint 1 of 3"), "the first hint")
    await learner.press("escape")
    assert not panel.is_open
    await learner.until(lambda: len(learner.room.opened.hints) == 1, "it stays taken")
    await learner.press("f7")
    await learner.until(lambda: panel.is_open, "the same hint again")
    assert learner.sees("Hint 1 of 3")
    await learner.press("f7")
    await learner.until(lambda: learner.sees("Hint 2 of 3"), "the second hint")


async def test_the_reference_is_shut_and_says_how_long(learner):
    await learner.begin()
    await learner.press("escape", "f")
    assert learner.sees("still shut")
    assert learner.sees("0 of 20 minutes")
    await learner.press("c")
    await learner.write(GOOD)
    await learner.save()
    await learner.press("escape", "f")
    await learner.until(lambda: learner.sees("return x * 2"), "a pass opens it")


@BOTH_SIZES
async def test_the_picture_in_full(learner):
    await learner.begin()
    await learner.write(BAD)
    await learner.save()
    await learner.press("f10")
    await learner.until(lambda: isinstance(learner.room, PictureScreen), "the picture")
    assert learner.sees("got − expected [0, :, :]")
    assert learner.sees("+4 at row 1, column 1")
    await learner.press("escape")
    assert learner.room.depth is Depth.NAMES


async def test_earlier_attempts_can_be_read(learner):
    await learner.begin()
    await learner.write(BAD)
    await learner.save()
    await learner.until(lambda: learner.room.opened.attempts, "the attempt is known")
    await learner.press("escape", "a")
    assert learner.sees("✗ failed  1 of 3 points  You return x as it came.")
    await learner.press("enter")
    await learner.until(lambda: learner.sees("return x"), "its solution")


async def test_a_change_by_another_program_is_taken_over(learner, workspace):
    await learner.begin()
    (workspace.solutions / "double.py").write_text(GOOD)
    learner.app.grade("double")
    await learner.until(lambda: learner.room.pane.buffer.text == GOOD, "the pane follows the file")
    assert not learner.room.pane.buffer.is_dirty


@BOTH_SIZES
async def test_both_texts_are_shown_when_both_were_changed(learner, workspace):
    path = workspace.solutions / "double.py"
    await learner.begin()
    await learner.write(BAD)
    path.write_text("# by another program\n")
    await learner.press("ctrl+s")
    await learner.until(lambda: isinstance(learner.room, DisputeScreen), "the question")
    assert learner.sees("return x")
    assert learner.sees("# by another program")
    assert path.read_text() == "# by another program\n"
    await learner.press("k")
    await learner.until(lambda: path.read_text() == BAD, "mine is written")
    assert (workspace.solutions / "earlier" / "double-other.py").read_text() == "# by another program\n"


async def test_their_text_can_win_and_mine_is_kept(learner, workspace):
    path = workspace.solutions / "double.py"
    await learner.begin()
    await learner.write(BAD)
    path.write_text(GOOD)
    await learner.press("ctrl+s")
    await learner.until(lambda: isinstance(learner.room, DisputeScreen), "the question")
    await learner.press("t")
    await learner.until(lambda: learner.room.pane.buffer.text == GOOD, "theirs is shown")
    assert (workspace.solutions / "earlier" / "double-other.py").read_text() == BAD


async def test_unsaved_typing_survives_a_switch_and_is_a_draft(learner):
    await learner.begin()
    await learner.write(BAD)
    await learner.press("ctrl+n")
    await learner.until(lambda: learner.room.opened.exercise.slug == "treble", "the next exercise")
    await learner.until(lambda: find_draft(learner.app.services.store, "double"), "the draft")
    learner.room.go_to("double")
    await learner.until(lambda: learner.room.opened.exercise.slug == "double", "back again")
    assert learner.room.pane.buffer.text == BAD
    assert learner.room.pane.buffer.is_dirty


async def test_typing_is_graded_after_a_pause_and_is_no_attempt(learner):
    await learner.begin()
    await learner.write(GOOD)
    await learner.until(lambda: learner.board.live and learner.board.report, "a verdict on unsaved text")
    assert learner.sees("This would pass")
    assert history(learner.app.services.store, "double") == []
    assert learner.room.opened.status.status == "started"


async def test_the_same_numbers_come_as_long_as_i_type_and_what_is_saved_is_shown_again(learner):
    await learner.begin()
    await learner.write(BAD)
    await learner.save()
    for text in (GOOD, BAD + "\n"):
        await learner.write(text)
        await learner.until(lambda: learner.board.live and learner.board.report, "a verdict on unsaved text")
        await learner.until(lambda want=text: learner.grader.jobs[-1].source == want, "on this text")
    assert [job.seed for job in learner.grader.jobs] == [None, 7, 7]
    await learner.until(lambda: learner.sees("not saved, no attempt"), "it says so")
    await learner.write(BAD)
    await learner.until(lambda: learner.sees("failed · 1 of 2 checks pass · 0.10 s · seed 7"), "the saved verdict")
    assert not learner.board.live


async def test_what_is_left_to_write_is_selected(learner, workspace):
    await learner.begin()
    editor, gap = learner.room.pane._editor, 'raise NotImplementedError("Write double.")'
    assert editor.selected_text == gap
    await learner.press(*"return")
    assert editor.text == (workspace.solutions / "double.py").read_text().replace(gap, "return")


async def test_the_line_of_the_cursor_stays_in_sight_when_the_checks_grow(learner):
    await learner.begin()
    await learner.write(BAD + "".join(f"# {number}\n" for number in range(30)))
    editor = learner.room.pane._editor
    await learner.press("ctrl+end")
    await learner.save()
    await learner.press("f9", "f9")
    await learner.until(lambda: learner.sees("# 29"), "the last line is seen")
    assert editor.cursor_location[0] == 32


async def test_a_passed_exercise_is_opened_from_elsewhere_without_the_keys_in_its_code(learner):
    await learner.begin()
    await learner.write(GOOD)
    await learner.save()
    await learner.until(lambda: learner.room.opened.status.status == "passed", "it is passed")
    await learner.press("f1")
    learner.app.open_exercise("double")
    await learner.until(lambda: learner.app.current_mode == "exercises", "the room")
    await learner.until(lambda: learner.sees("What is fixed"), "the statement")
    assert not learner.room.pane.is_typing


async def test_code_that_is_not_python_yet_is_left_alone(learner):
    assert work.grade_typing(learner.app.services, learner.room.opened.exercise, "def double(x:\n", None) is None
    assert learner.grader.jobs == []


async def test_the_list_moves_on_to_another_exercise(learner):
    await learner.press("down", "right", "down")
    await learner.until(lambda: learner.room.opened.exercise.slug == "treble", "the pointed one is read")
    await learner.press("enter")
    await learner.until(lambda: learner.sees("Double"), "its statement")
    assert learner.room.query_one(Curriculum).chosen == "treble"


async def test_a_missing_editor_is_one_sentence(learner, monkeypatch):
    monkeypatch.setenv("EDITOR", "no-such-editor")
    await learner.begin()
    await learner.press("ctrl+o")
    await learner.until(lambda: learner.sees("'no-such-editor' is not installed"), "the sentence")


async def test_nothing_is_graded_before_it_is_begun(learner):
    await learner.press("r", "h", "d")
    assert learner.grader.jobs == []
    await learner.press("s")
    assert learner.sees("⏎ begin")


async def test_typing_that_was_not_kept_yet_is_kept_on_the_way_out(workspace, pack, monkeypatch):
    app, grader = app_on(workspace, pack, monkeypatch)
    async with app.run_test(size=(80, 24)) as pilot:
        learner = Learner(app, pilot, grader)
        await learner.enter_room()
        await learner.begin()
        await learner.write(BAD)
    store = open_store(workspace)
    draft = find_draft(store, "double")
    store.close()
    assert draft is not None
    assert draft.text == BAD


async def test_a_file_that_vanishes_takes_no_typing_along(learner, workspace):
    await learner.begin()
    await learner.write(BAD)
    (workspace.solutions / "double.py").unlink()
    learner.room.reload()
    await learner.until(lambda: learner.room.opened.is_new, "the file is gone")
    assert learner.room.pane.buffer.text == BAD
    await learner.press("ctrl+s")
    await learner.until(lambda: (workspace.solutions / "double.py").exists(), "it is saved again")


async def test_a_file_that_is_no_text_can_be_opened_elsewhere(learner, workspace):
    (workspace.solutions / "double.py").write_bytes(b"x = '\xff'\n")
    learner.room.reload()
    await learner.until(lambda: learner.room.opened.problem, "it cannot be shown")
    await learner.press("c")
    assert learner.sees("double.py, line 1: this is not UTF-8 text.")


async def test_a_click_points_and_a_second_click_opens(learner, workspace):
    await learner.press("down", "right")
    row = next(
        index for index, option in enumerate(learner.room.query_one(Curriculum).options) if option.id == "treble"
    )
    await learner.pilot.click(Curriculum, offset=(6, row + 1))
    await learner.until(lambda: learner.room.opened.exercise.slug == "treble", "it is read")
    assert not (workspace.solutions / "treble.py").exists()
    assert learner.room.query_one(Curriculum).has_focus
    await learner.pilot.click(Curriculum, offset=(6, row + 1))
    await learner.until(lambda: not learner.room.query_one(Curriculum).has_focus, "it is open")


async def test_a_due_exercise_is_written_again_from_an_empty_page(learner, workspace):
    await learner.begin()
    await learner.write(GOOD)
    await learner.save()
    await learner.until(lambda: learner.room.opened.status.due, "it will come back")
    due = learner.room.opened.status.due
    learner.app._clock = lambda: MOMENT + (due - MOMENT.date()) + timedelta(hours=1)
    learner.room.reload()
    await learner.until(lambda: learner.room.opened.status.status == "due", "it is due")
    await learner.press("escape", "escape")
    assert learner.sees("↻ double")
    await learner.press("enter")
    assert not learner.sees("return 2 * x")
    await learner.press("enter")
    await learner.until(lambda: learner.app.screen.is_modal, "the question")
    await learner.press("y")
    await learner.until(lambda: learner.sees("NotImplementedError"), "the empty page")
    assert learner.sees("not run yet")
    assert [path.read_text() for path in (workspace.solutions / "earlier").iterdir()] == [GOOD]


async def test_a_save_is_one_attempt_even_if_the_watcher_is_faster(learner, monkeypatch):
    write = work.write

    def written_and_noticed(services, buffer, path):
        message = write(services, buffer, path)
        learner.app.call_from_thread(learner.app._take_over_saves, FilesSaved(solutions=frozenset({path})))
        return message

    monkeypatch.setattr("tracker.tui.exercise_work.write", written_and_noticed)
    await learner.begin()
    await learner.write(GOOD)
    await learner.save()
    await learner.until(lambda: not learner.room.pane.buffer.is_dirty, "it is saved")
    await learner.until(lambda: learner.room.opened.attempts, "it is known")
    assert len(learner.grader.jobs) == 1


async def test_a_burst_of_saves_of_several_solutions_gives_each_its_verdict(learner, workspace):
    await learner.begin()
    learner.grader.may_end.clear()
    paths = [workspace.solutions / f"{slug}.py" for slug in ("double", "treble")]
    for path, text in zip(paths, (GOOD, BAD), strict=True):
        path.write_text(text)
    learner.app.post_message(FilesSaved(solutions=frozenset(paths)))
    boards = learner.room.boards
    await learner.until(lambda: {"double", "treble"} <= boards.keys(), "both runs have begun")
    await learner.until(lambda: all(board.phase is Phase.RUNNING for board in boards.values()), "both are under way")
    learner.grader.may_end.set()
    await learner.until(lambda: all(board.phase is Phase.DONE for board in boards.values()), "both have a verdict")
    assert boards["double"].report.passed
    assert not boards["treble"].report.passed
    store = learner.app.services.store
    assert [len(history(store, slug)) for slug in ("double", "treble")] == [1, 1]


@BOTH_SIZES
async def test_the_loss_is_drawn_while_it_falls(learner):
    await learner.begin()
    await learner.write(GOOD)
    learner.grader.prints = "step 1 loss 2.5\nstep 50 loss 1.5\nstep 100 loss 0.25\n"
    learner.grader.may_end.clear()
    await learner.press("ctrl+s")
    await learner.until(lambda: learner.sees("running 0 of 2 · step 100 · loss 0.25"), "the loss in the headline")
    await learner.until(lambda: learner.sees("loss by step"), "the curve")
    assert learner.sees("2.5 ┤")
    await learner.until(lambda: learner.sees(" of 10 s …"), "how much of its time is gone")
    learner.grader.may_end.set()
    await learner.until(lambda: learner.board.is_won, "a verdict")
    await learner.until(lambda: learner.sees("passed 2 of 2"), "the verdict is seen")
    assert learner.sees("loss by step") == learner.room.has_class("-wide")


@pytest.fixture
def long_pack(pack):
    toml = pack / "01_track" / "double" / "exercise.toml"
    toml.write_text(toml.read_text().replace("time_limit = 10.0", "time_limit = 120.0"))
    return pack


async def test_what_trains_a_model_is_not_graded_while_i_type(long_pack, learner):
    await learner.begin()
    await learner.write(GOOD)
    assert learner.room._pause is None
    await learner.save()
    assert [job.source for job in learner.grader.jobs] == [None]


async def test_what_was_written_when_stuck_stands_at_its_exercise(learner, workspace):
    (workspace.notes / "2026-11-20.md").write_text("- 왜 두 배가 아니라 네 배가 되는가?\n- more\n", encoding="utf-8")
    await learner.enter_room()
    await learner.press("s")
    learner.app.read_notes()
    store = learner.app.services.store
    await learner.until(lambda: list_reflections(store), "the note is read")
    one, other = list_reflections(store)
    exercise = learner.app.services.catalogue.get("double")
    learner.app.perform(lambda services: set_stuck(services.store, one.id, exercise.id, MOMENT))
    await learner.until(lambda: learner.sees("⚑ stuck: 왜 두 배가 아니라 네 배가 되는가?"), "the reflection")
    learner.app.perform(lambda services: set_stuck(services.store, other.id, exercise.id, MOMENT))
    await learner.until(lambda: learner.sees("1 more"), "how many there are")
    await learner.press("k")
    await learner.until(lambda: learner.app.current_mode == "notes", "the notes are seen")
    await learner.until(lambda: learner.room.reflection and learner.room.reflection.id == one.id, "the reflection")
    for found in (one, other):
        learner.app.perform(lambda services, id_=found.id: set_stuck(services.store, id_, None, MOMENT))
    await learner.press("3")
    await learner.until(lambda: not learner.room.opened.stuck, "no link is left")
    assert not learner.sees("⚑")
