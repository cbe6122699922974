"""What a learner does to reflections."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.notes.conftest import Notebook, numbers
from tracker.changes import NOTHING, Area
from tracker.errors import TrackerError
from tracker.notes.actions import mark_done, pin, set_stuck, set_tags
from tracker.notes.doubts import settle_doubt
from tracker.notes.queries import find_reflection, list_doubts, list_reflections, list_stuck, list_versions


@pytest.fixture
def one(notebook: Notebook) -> str:
    """The id of one reflection."""
    notebook.write("a.md", "## next\n\n- 기본기를 복습한다\n- another\n")
    notebook.sync()
    return notebook.ids()["기본기를 복습한다"]


def test_an_action_is_done_and_open_again(notebook: Notebook, one: str) -> None:
    change = mark_done(notebook.store, one, notebook.now)
    assert (change.areas, change.sentence) == ({Area.NOTES}, "Done.")
    assert find_reflection(notebook.store, one).done_at == notebook.now
    assert mark_done(notebook.store, one, notebook.now + timedelta(hours=1)) == NOTHING
    assert mark_done(notebook.store, one, notebook.now, done=False)
    assert find_reflection(notebook.store, one).done_at is None


def test_what_was_carried_over_is_done_with_it(notebook: Notebook) -> None:
    for day in ("20", "21", "22"):
        notebook.write(f"journal/2026-11-{day}.md", "## next\n\n- 기본기를 복습한다\n- another\n")
    notebook.write("a.md", "## next\n\n- 기본기를 복습한다\n")
    notebook.sync()
    actions = [one for one in list_reflections(notebook.store) if one.text == "기본기를 복습한다"]
    carried = {one.note: one.id for one in actions}
    assert mark_done(notebook.store, carried["journal/2026-11-21.md"], notebook.now).sentence == "Done."
    done = {one.note for one in list_reflections(notebook.store) if one.done_at is not None}
    assert done == {"journal/2026-11-20.md", "journal/2026-11-21.md"}
    assert all(one.done_at is None for one in list_reflections(notebook.store) if one.text == "another")


def test_what_was_done_stays_done_through_syncs(notebook: Notebook, one: str) -> None:
    mark_done(notebook.store, one, notebook.now)
    set_tags(notebook.store, one, ["basics"], notebook.now)
    pin(notebook.store, one, notebook.now)
    notebook.write("a.md", "## next\n\n- more\n- 기본기를 다시 복습한다\n- another\n")
    notebook.sync()
    found = find_reflection(notebook.store, one)
    assert (found.done_at, found.tags, found.pinned) == (notebook.now, ("basics",), True)
    assert found.text == "기본기를 다시 복습한다"


def test_tags_are_exactly_those_that_were_given(notebook: Notebook, one: str) -> None:
    set_tags(notebook.store, one, ["#어텐션", "multi  head", " ", "Attention", "attention"], notebook.now)
    assert find_reflection(notebook.store, one).tags == ("Attention", "multi-head", "어텐션")
    assert set_tags(notebook.store, one, ["multi-head", "ATTENTION", "어텐션"], notebook.now) == NOTHING
    set_tags(notebook.store, one, ["multi-head"], notebook.now)
    assert find_reflection(notebook.store, one).tags == ("multi-head",)
    assert set_tags(notebook.store, one, [], notebook.now).sentence == "No tags."
    assert {reflection.tags for reflection in list_reflections(notebook.store)} == {()}


def test_pinned_and_unpinned(notebook: Notebook, one: str) -> None:
    assert pin(notebook.store, one, notebook.now)
    assert pin(notebook.store, one, notebook.now) == NOTHING
    assert find_reflection(notebook.store, one).pinned
    assert pin(notebook.store, one, notebook.now, pinned=False).sentence == "Unpinned."


def test_the_beginning_of_an_id_is_enough(notebook: Notebook, one: str) -> None:
    assert find_reflection(notebook.store, one[:8]).id == one
    assert mark_done(notebook.store, one[:8].upper(), notebook.now)


@pytest.mark.parametrize(
    ("wanted", "message"),
    [("abc", "too short"), ("no-such-id", "There is no reflection"), ("%%%%", "There is no reflection")],
)
def test_an_id_that_is_none(notebook: Notebook, one: str, wanted: str, message: str) -> None:
    with pytest.raises(TrackerError, match=message):
        find_reflection(notebook.store, wanted)


def test_a_beginning_that_is_not_unique(notebook: Notebook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.notes.reflections.fresh_ids", lambda count: [f"abcd-{n}" for n in range(count)])
    notebook.write("a.md", "- one\n- two\n")
    notebook.sync()
    with pytest.raises(TrackerError, match="More than one"):
        find_reflection(notebook.store, "abcd")


@pytest.mark.parametrize("spelling", ["a.md", "notes/a.md", "./a.md"])
def test_a_note_by_its_path(notebook: Notebook, one: str, spelling: str) -> None:
    assert len(list_reflections(notebook.store, note=spelling)) == 2


def test_a_note_that_is_none(notebook: Notebook) -> None:
    with pytest.raises(TrackerError, match=r"There is no note 'b\.md'"):
        list_reflections(notebook.store, note="b.md")


# ── doubts ──


@pytest.fixture
def doubt(notebook: Notebook) -> str:
    """The id of a doubt: the old reflection is tagged, the new one stands in its place with a child."""
    notebook.write("a.md", "- before\n- softmax 구현하기\n- after\n")
    notebook.sync()
    set_tags(notebook.store, notebook.ids()["softmax 구현하기"], ["week1"], notebook.now)
    notebook.write("a.md", "- before\n- layer_norm 구현하기\n  - child\n- after\n")
    notebook.sync()
    (found,) = list_doubts(notebook.store)
    return found.id


def test_the_same_one_keeps_its_id_tags_and_history(notebook: Notebook, doubt: str) -> None:
    (asked,) = list_doubts(notebook.store)
    assert settle_doubt(notebook.store, doubt, notebook.now, same=True).sentence == "One reflection again."
    found = find_reflection(notebook.store, asked.vanished.id)
    assert (found.text, found.state, found.tags) == ("layer_norm 구현하기", "live", ("week1",))
    assert find_reflection(notebook.store, asked.reflection.id).state == "merged"
    assert [version.text for version in list_versions(notebook.store, found.id)] == ["softmax 구현하기", found.text]
    assert {one.text: one.parent for one in notebook.reflections()}["child"] == found.id
    assert list_doubts(notebook.store) == []
    assert numbers(notebook.sync()) == {"kept": 4}


def test_another_one_stays_another_one(notebook: Notebook, doubt: str) -> None:
    before = notebook.reflections(everything=True)
    assert settle_doubt(notebook.store, doubt, notebook.now, same=False).sentence == "Two reflections."
    assert notebook.reflections(everything=True) == before
    assert list_doubts(notebook.store) == []


def test_a_doubt_is_settled_once(notebook: Notebook, doubt: str) -> None:
    settle_doubt(notebook.store, doubt, notebook.now, same=False)
    assert settle_doubt(notebook.store, doubt, notebook.now, same=True) == NOTHING
    assert settle_doubt(notebook.store, "none", notebook.now, same=True) == NOTHING


def test_a_doubt_whose_new_text_is_gone_is_not_asked(notebook: Notebook, doubt: str) -> None:
    notebook.write("a.md", "- before\n- after\n")
    notebook.sync()
    assert list_doubts(notebook.store) == []
    assert settle_doubt(notebook.store, doubt, notebook.now, same=True) == NOTHING


# ── what became of it is not told from the text alone ──


def test_a_text_that_may_live_on_in_two_new_ones_is_asked_about_with_both(notebook: Notebook) -> None:
    notebook.write("a.md", "# plan\n\n- before\n- [ ] softmax를 numpy로 직접 구현하기\n- after\n")
    notebook.sync()
    old = notebook.ids()["softmax를 numpy로 직접 구현하기"]
    set_tags(notebook.store, old, ["numpy"], notebook.now)
    two = ("log_softmax를 numpy로 직접 구현하기", "softmax를 numpy로 직접 구현해 보기")
    notebook.write("a.md", "# plan\n\n- before\n" + "".join(f"- [ ] {text}\n" for text in two) + "- after\n")
    notebook.sync()
    assert find_reflection(notebook.store, old).state == "orphaned"
    doubts = list_doubts(notebook.store)
    assert {doubt.vanished.id for doubt in doubts} == {old}
    assert {doubt.reflection.text for doubt in doubts} == set(two)
    first, second = doubts
    settle_doubt(notebook.store, first.id, notebook.now, same=False)
    assert [doubt.id for doubt in list_doubts(notebook.store)] == [second.id]
    settle_doubt(notebook.store, second.id, notebook.now, same=True)
    assert list_doubts(notebook.store) == []
    assert find_reflection(notebook.store, old).tags == ("numpy",)


def test_what_hangs_on_a_text_goes_on_with_the_one_that_took_it_in(notebook: Notebook) -> None:
    longer, shorter = "어텐션은 값들의 가중 평균이고 가중치는 쿼리와 키가 정한다.", "나누지 않으면 소프트맥스가 굳는다."
    notebook.write("a.md", f"- {longer}\n- {shorter}\n- last\n")
    notebook.sync()
    part, whole = notebook.ids()[shorter], notebook.ids()[longer]
    set_tags(notebook.store, part, ["scale"], notebook.now)
    set_tags(notebook.store, whole, ["attention"], notebook.now)
    pin(notebook.store, part, notebook.now)
    set_stuck(notebook.store, part, "exercise-1", notebook.now)
    notebook.write("a.md", f"- {longer} {shorter}\n- last\n")
    assert numbers(notebook.sync()) == {"edited": 1, "kept": 1}
    found = find_reflection(notebook.store, whole)
    assert (found.tags, found.pinned, found.stuck_exercise) == (("attention", "scale"), True, "exercise-1")
    assert find_reflection(notebook.store, part).state == "merged"
    notebook.write("a.md", f"- {longer}\n- {shorter}\n- last\n")
    notebook.sync()
    assert find_reflection(notebook.store, part).tags == ("scale",)


def test_a_text_from_before_an_edit_brings_its_reflection_back(notebook: Notebook) -> None:
    first, then = "두 번째 짝은 더 느리게 돈다", "두 번째 짝은 더 느리게 돌아간다"
    notebook.write("a.md", f"- before\n- {first}\n- after\n")
    notebook.sync()
    id_ = notebook.ids()[first]
    set_tags(notebook.store, id_, ["rope"], notebook.now)
    for text in (f"- {then}\n", "", f"- {first}\n"):
        notebook.write("a.md", f"- before\n{text}- after\n")
        notebook.sync()
    assert notebook.ids()[first] == id_
    assert find_reflection(notebook.store, id_).tags == ("rope",)
    assert [version.text for version in list_versions(notebook.store, id_)] == [first, then, first]


# ── stuck ──


def test_a_reflection_is_linked_to_an_exercise_and_unlinked(notebook: Notebook, one: str) -> None:
    change = set_stuck(notebook.store, one, "exercise-1", notebook.now)
    assert change.areas == {Area.NOTES, Area.EXERCISES}
    assert find_reflection(notebook.store, one).stuck_exercise == "exercise-1"
    assert [found.id for found in list_stuck(notebook.store, "exercise-1")] == [one]
    assert set_stuck(notebook.store, one, "exercise-1", notebook.now) == NOTHING
    notebook.write("a.md", "## next\n\n- 기본기를 다시 복습한다\n- another\n")
    notebook.sync()
    assert [found.text for found in list_stuck(notebook.store, "exercise-1")] == ["기본기를 다시 복습한다"]
    assert set_stuck(notebook.store, one, None, notebook.now)
    assert list_stuck(notebook.store, "exercise-1") == []
