"""The notes room: filters, the exercise that one was stuck at, boxes ticked on request, doubts about identity."""

from __future__ import annotations

import pytest

from tests.tui.readers import BOTH_SIZES
from tracker.notes.actions import set_tags
from tracker.notes.queries import find_reflection, list_doubts, list_reflections
from tracker.tui.widgets.drawn_text import DrawnText


@pytest.fixture
def size(request):
    return getattr(request, "param", (80, 24))


def found(reader, words):
    return next(one for one in list_reflections(reader.app.services.store) if words in one.text)


async def narrow(reader, *words):
    keys = {" ": "space", ":": "colon", "-": "minus"}
    await reader.press("f", "ctrl+u", *(keys.get(letter, letter) for letter in " ".join(words)), "enter")
    await reader.until(lambda: reader.sees("clears") or reader.sees("Nothing"), "the filter is said")


# ── filters ──


@BOTH_SIZES
async def test_a_filter_is_said_above_the_room_and_one_key_clears_it(reader):
    await narrow(reader, "state:open", "since:10y")
    assert reader.sees("filter state:open since:10y · 1 reflection in 1 note · c clears")
    assert reader.sees("March 2021")
    assert not reader.sees("December 2020")
    await reader.press("c")
    await reader.until(lambda: reader.sees("December 2020"), "everything is there again")
    assert not reader.sees("clears")


async def test_an_empty_filter_shows_everything(reader):
    await narrow(reader, "state:open", "since:10y")
    await reader.press("f", "ctrl+u")
    assert reader.sees("Enter filters")
    await reader.press("enter")
    await reader.until(lambda: reader.sees("December 2020"), "everything is there again")
    assert not reader.sees("clears")


async def test_the_cursor_walks_through_what_is_left_only(reader):
    await narrow(reader, "kind:question")
    await reader.press("enter")
    await reader.until(lambda: reader.room.query_one(DrawnText).has_focus, "the note has the keys")
    await reader.press("down", "down", "down", "down", "up", "down")
    assert reader.room.reflection.text.startswith("왜")


async def test_tags_and_headings_narrow_together(reader):
    set_tags(reader.app.services.store, found(reader, "마스크는").id, ["mask"], reader.app.now())
    await narrow(reader, "tag:mask", "heading:", "어떤")
    assert reader.sees("Nothing") or reader.sees("0 reflections in 0 notes"), "a word of its own is looked for, too"
    await narrow(reader, "tag:mask", "heading:어떤")
    assert reader.sees("1 reflection in 1 note")


async def test_a_filter_that_is_none_changes_nothing_and_says_why(reader):
    await reader.press("f", *"kind", "colon", *"thing", "enter")
    await reader.until(lambda: reader.sees("There is no kind 'thing'."), "the sentence")
    assert reader.sees("kind:thing"), "what was typed can be mended"
    await reader.press("escape")
    await reader.until(lambda: reader.sees("December 2020"), "the room")
    assert not reader.sees("clears")


async def test_nothing_left_says_so(reader):
    await narrow(reader, "state:pinned")
    await reader.until(lambda: reader.sees("Nothing is left by the filter."), "the words")
    assert reader.room.reflection is None
    await reader.press("c")
    await reader.until(lambda: reader.room.reflection, "a reflection again")


async def test_nothing_left_of_an_open_note_says_so(inside):
    await inside.press("f", *"state", "colon", *"pinned", "enter")
    await inside.until(lambda: inside.sees("The filter leaves nothing of this note."), "the words beside the note")


async def test_what_is_asked_for_elsewhere_is_shown_in_spite_of_the_filter(reader):
    await narrow(reader, "kind:question")
    reader.app.open_reflection(found(reader, "something").id)
    await reader.until(lambda: reader.room.reflection and reader.room.reflection.text == "something", "the reflection")
    assert not reader.sees("clears")


# ── stuck ──


@BOTH_SIZES
async def test_a_reflection_is_linked_to_an_exercise_and_unlinked(inside):
    await inside.at("나누는가")
    await inside.press("s")
    await inside.until(lambda: inside.sees("Stuck at which exercise?"), "the picker")
    await inside.press(*"doub", "enter")
    await inside.until(lambda: inside.room.reflection.stuck_exercise, "the link")
    await inside.until(lambda: inside.sees("⚑ stuck at double"), "it is shown")
    await inside.press("s", "enter")
    await inside.until(lambda: inside.room.reflection.stuck_exercise is None, "no link")


async def test_the_picker_can_be_left(inside):
    await inside.at("나누는가")
    await inside.press("s", *"nothing", "enter", "escape")
    await inside.until(lambda: not inside.app.screen.is_modal, "it is closed")
    assert inside.room.reflection.stuck_exercise is None


# ── pin, and a box in the note ──


async def test_a_reflection_is_pinned_and_unpinned(inside):
    await inside.at("마스크는")
    await inside.press("p")
    await inside.until(lambda: inside.sees("★ pinned"), "pinned")
    await inside.press("p")
    await inside.until(lambda: not inside.room.reflection.pinned, "unpinned")


async def test_a_box_is_ticked_in_the_note_only_with_its_own_key(inside, workspace):
    path = workspace.notes / "old" / "2020-12-24.md"
    path.write_text("# An older day\n\n- something\n- [ ] a task\n", encoding="utf-8")
    inside.app.read_notes()
    await inside.until(lambda: len(list_reflections(inside.app.services.store)) > 5, "the note is read")
    inside.app.open_reflection(found(inside, "a task").id)
    await inside.until(lambda: inside.room.reflection and inside.room.reflection.text == "a task", "the task")
    await inside.press("x")
    await inside.until(lambda: inside.room.reflection.done_at, "done")
    assert "[ ] a task" in path.read_text(encoding="utf-8")
    await inside.press("x")
    await inside.until(lambda: inside.room.reflection.done_at is None, "open again")
    await inside.press("X")
    await inside.until(lambda: inside.room.reflection.done_at, "done")
    assert path.read_text(encoding="utf-8") == "# An older day\n\n- something\n- [x] a task\n"


# ── doubts ──


@pytest.fixture
async def doubting(reader, workspace):
    """Two new reflections that may be vanished ones; the first of them was tagged."""
    path = workspace.notes / "old" / "2020-12-24.md"
    path.write_text("- before\n- softmax 구현하기\n- after\n\n---\n\n- dropout 정리하기\n- last\n", encoding="utf-8")
    store = reader.app.services.store
    reader.app.read_notes()
    await reader.until(lambda: any("dropout" in one.text for one in list_reflections(store)), "they are read")
    set_tags(store, found(reader, "softmax").id, ["week1"], reader.app.now())
    text = path.read_text(encoding="utf-8").replace("softmax", "layer_norm").replace("dropout", "batch_norm")
    path.write_text(text, encoding="utf-8")
    reader.app.read_notes()
    await reader.until(lambda: len(list_doubts(store)) == 2, "two doubts")
    await reader.until(lambda: reader.sees("2 may be old ones in new words · d compares"), "they are told")
    return reader


@BOTH_SIZES
async def test_old_and_new_stand_side_by_side(doubting):
    await doubting.press("d")
    await doubting.until(lambda: doubting.sees("Is this the same as …?"), "the question")
    for words in ("What vanished", "What is new", "1 of 2", "Same (s)", "Different (d)", "Later (l)"):
        assert doubting.sees(words)


async def test_same_keeps_the_old_one_and_different_leaves_two(doubting):
    store = doubting.app.services.store
    pairs = {one.vanished.text: (one.vanished.id, one.reflection.id) for one in list_doubts(store)}
    answers = {"softmax 구현하기": "s", "dropout 정리하기": "d"}
    await doubting.press("d")
    for one in list_doubts(store):
        await doubting.press(answers[one.vanished.text])
    await doubting.until(lambda: not list_doubts(store), "both are settled")
    await doubting.until(lambda: not doubting.sees("compares"), "nothing is asked any more")
    kept = find_reflection(store, pairs["softmax 구현하기"][0])
    assert (kept.text, kept.tags, kept.state) == ("layer_norm 구현하기", ("week1",), "live")
    assert find_reflection(store, pairs["softmax 구현하기"][1]).state == "merged"
    assert find_reflection(store, pairs["dropout 정리하기"][0]).state == "orphaned"
    assert find_reflection(store, pairs["dropout 정리하기"][1]).state == "live"


async def test_later_leaves_it_open(doubting):
    await doubting.press("d", "l", "right")
    await doubting.until(lambda: not doubting.app.screen.is_modal, "it is closed")
    assert len(list_doubts(doubting.app.services.store)) == 2
    await doubting.press("d", "enter", "escape")
    assert len(list_doubts(doubting.app.services.store)) == 2
