"""Which block is which reflection: cases that were thought through one by one."""

from __future__ import annotations

import pytest

from tests.notes.versions import Version, known, match
from tracker.notes.identity import reconcile
from tracker.notes.outline import outline
from tracker.notes.plan import Known, Stage


def kept(old: Version, new: Version) -> dict[str, str]:
    """New text → the old text that it was, for texts that are unique on both sides."""
    return match(old, new).was


def test_the_same_text_under_the_same_headings() -> None:
    found = match("# A\n- one\n- two\n", "# A\n- zero\n- two\n- one\n")
    assert found.was == {"one": "one", "two": "two"}
    assert set(found.plan.stages.values()) == {Stage.SAME}


def test_a_renamed_heading_keeps_what_is_below() -> None:
    found = match("# A\n- one\n- two\n", "# B\n- one\n- two\n")
    assert found.was == {"one": "one", "two": "two"}
    assert set(found.plan.stages.values()) == {Stage.ELSEWHERE}


def test_the_same_text_under_two_headings_is_told_apart() -> None:
    found = match("# A\n- x\n# B\n- x\n", "# B\n- x\n# A\n- x\n")
    assert found.places == [1, 0]


def test_repeated_texts_keep_their_order() -> None:
    assert match("- x\n- x\n- x\n", "- x\n- x\n- x\n").places == [0, 1, 2]


def test_of_repeated_texts_the_neighbours_tell_which_was_deleted() -> None:
    assert match("- a\n- x\n- b\n- x\n- c\n", "- a\n- b\n- x\n- c\n").places == [0, 2, 3, 4]
    assert match("- a\n- x\n- b\n- x\n- c\n", "- a\n- x\n- b\n- c\n").places == [0, 1, 2, 4]


def test_of_repeated_texts_sure_pairs_around_tell_which_was_deleted() -> None:
    """The text's direct neighbours vanished with its twin; only its order among what stayed is left."""
    assert match("- a\n- x\n- b\n- d\n- x\n- e\n", "- a\n- b\n- x\n").places == [0, 2, 4]


def test_repeated_parents_go_with_their_children() -> None:
    assert match("- x\n  - a\n- x\n  - b\n", "- x\n  - b\n- x\n  - a\n").places == [2, 3, 0, 1]


def test_a_repeated_text_goes_with_its_parent() -> None:
    assert match("- a\n  - x\n- b\n  - x\n", "- b\n  - x\n- a\n  - x\n").places == [2, 3, 0, 1]


def test_a_further_copy_is_new_and_takes_nothing_away() -> None:
    found = match("- a\n- x\n- b\n", "- x\n- a\n- x\n- b\n")
    assert found.places == [None, 0, 1, 2]


# ── edits ──


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("어텐션은 값의 가중 평균이다", "어텐션은 값들의 가중 평균이다."),
        ("기본기에 충실하자", "기본기에 더 충실하자"),
        ("띄어 쓰기 를 고 쳤다", "띄어쓰기를 고쳤다"),
        ("Read the paper", "Read the paper again tonight"),
        ("transfomer 구현", "transformer 구현"),
    ],
)
def test_an_edit_is_recognised(before: str, after: str) -> None:
    found = match(f"- first\n- {before}\n- last\n", f"- first\n- {after}\n- last\n")
    assert found.was[after] == before
    assert Stage.EDITED in found.plan.stages.values()


def test_an_edit_is_recognised_far_from_where_it_was() -> None:
    old = "# A\n- Multi-head attention splits d_model into heads\n- one\n# B\n- two\n"
    new = "# A\n- one\n# B\n- two\n- Multi-head attention splits d_model into several heads\n"
    assert "Multi-head attention splits d_model into several heads" in kept(old, new)


def test_other_words_at_the_same_place_are_new() -> None:
    found = match("- first\n- softmax 구현하기\n- last\n", "- first\n- 내일은 산책을 가자\n- last\n")
    assert found.places == [0, None, 2]
    assert found.vanished == ["softmax 구현하기"]
    assert found.plan.doubts == ()


def test_what_might_be_an_edit_is_asked_not_guessed() -> None:
    found = match("- first\n- softmax 구현하기\n- last\n", "- first\n- layer_norm 구현하기\n- last\n")
    (doubt,) = found.plan.doubts
    assert (doubt.spot, doubt.id, 0 < doubt.score <= 1) == (("a.md", 1), "a.md:1", True)


def test_between_two_that_are_as_near_nothing_is_guessed() -> None:
    found = match("# A\n- epoch 1: loss 0.31\n", "# B\n- epoch 2: loss 0.31\n- epoch 3: loss 0.31\n")
    assert found.places == [None, None]


FIRST, SECOND = "I read the paper on attention once more and slowly.", "Then I wrote it by hand."


def test_a_text_cut_in_two_goes_to_its_longer_part() -> None:
    found = match(f"- {FIRST} {SECOND}\n- rest\n", f"- {FIRST}\n- {SECOND}\n- rest\n")
    assert found.places == [0, None, 1]


def test_joined_texts_go_to_the_longer_one_and_the_other_is_merged() -> None:
    found = match(f"- {FIRST}\n- {SECOND}\n- rest\n", f"- {FIRST} {SECOND}\n- rest\n")
    assert found.places == [0, 2]
    assert found.plan.merged == {"a.md:1": ("a.md", 0)}


# ── several notes ──


def test_a_renamed_note_is_recognised_by_most_of_its_blocks() -> None:
    found = match({"a.md": "- one\n- two\n- three\n"}, {"b.md": "- one\n- two\n- four\n"})
    assert found.plan.renames == {"b.md": "a.md"}
    assert found.was == {"one": "one", "two": "two"}


def test_a_note_that_shares_little_is_no_renamed_one() -> None:
    found = match({"a.md": "- one\n- two\n- three\n- four\n"}, {"b.md": "- one\n- six\n- seven\n- eight\n"})
    assert found.plan.renames == {}
    assert found.was == {"one": "one"}, "the text itself has moved all the same"


def test_repeated_texts_of_a_renamed_note_stay_in_order() -> None:
    text = "- x\n- a\n- x\n- b\n"
    assert match({"a.md": text}, {"b.md": text}).places == [0, 1, 2, 3]


def test_a_text_that_moved_to_another_note_keeps_its_id() -> None:
    found = match({"a.md": "- one\n- two\n", "b.md": "- three\n"}, {"a.md": "- one\n", "b.md": "- three\n- two\n"})
    assert found.was == {"one": "one", "two": "two", "three": "three"}
    assert found.plan.stages["b.md", 1] == Stage.MOVED


def test_a_copied_note_takes_nothing_away() -> None:
    text = "- one\n- two\n"
    found = match({"a.md": text}, {"a.md": text, "copy.md": text})
    assert found.plan.ids == {("a.md", 0): "a.md:0", ("a.md", 1): "a.md:1"}


def test_a_text_that_vanished_from_two_notes_is_not_guessed() -> None:
    found = match({"a.md": "- a\n- x\n", "b.md": "- b\n- x\n"}, {"a.md": "- a\n", "b.md": "- b\n", "c.md": "- x\n"})
    assert ("c.md", 0) not in found.plan.ids


# ── what was gone ──


def gone(text: str, note: str = "a.md", headings: tuple[str, ...] = ()) -> Known:
    (block,) = outline(f"- {text}\n").blocks
    return Known("gone", note, text, block.text_hash, headings, is_live=False)


@pytest.mark.parametrize(
    ("text", "note", "is_back"),
    [("ok", "a.md", True), ("ok", "b.md", False), ("a thought that is long enough", "b.md", True)],
)
def test_a_text_that_is_back(text: str, note: str, is_back: bool) -> None:
    plan = reconcile({note: outline(f"- {text}\n").blocks}, [gone(text)])
    assert (plan.ids.get((note, 0)) == "gone") == is_back


def test_a_live_text_has_precedence_over_one_that_was_gone() -> None:
    blocks = outline("- one\n").blocks
    assert reconcile({"a.md": blocks}, [gone("one"), *known("- one\n")]).ids == {("a.md", 0): "a.md:0"}


# ── explicit ids ──


def test_an_explicit_id_wins_over_the_text() -> None:
    found = match("- one ^k\n- two\n", "- two ^k\n- one\n")
    assert found.places == [0, None]


def test_an_explicit_id_that_is_repeated_is_nobody_s_and_reported() -> None:
    found = match("- one ^k\n- two\n", "- one ^k\n- two ^k\n")
    assert found.places == [0, 1]
    assert found.plan.repeated == (("a.md", 0), ("a.md", 1))


def test_an_explicit_id_that_stands_in_an_unchanged_note_too_is_not_followed() -> None:
    plan = reconcile({"a.md": outline("- new words ^k\n").blocks}, known("- one ^k\n"), ["k"])
    assert (plan.ids, plan.repeated) == ({}, (("a.md", 0),))
