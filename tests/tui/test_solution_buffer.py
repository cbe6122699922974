"""No typing is ever lost: what the pane shows after each thing that can happen."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tracker.practice.drafts import Draft
from tracker.textfile import TextFile
from tracker.tui.solution_buffer import Buffer, found_on_disk, opened, saved, typed

AT = datetime(2026, 11, 22, tzinfo=UTC)


def file(text):
    return TextFile(Path("softmax.py"), text, f"print of {text}")


def test_a_file_is_shown_as_it_is():
    buffer = opened("softmax", file("a"), None)
    assert (buffer.text, buffer.is_dirty, buffer.theirs) == ("a", False, None)


def test_a_draft_of_an_earlier_session_is_restored_as_unsaved():
    buffer = opened("softmax", file("a"), Draft("ab", file("a").fingerprint, AT))
    assert (buffer.text, buffer.is_dirty, buffer.is_restored, buffer.theirs) == ("ab", True, True, None)


def test_a_draft_over_a_file_that_changed_since_is_a_quarrel():
    buffer = opened("softmax", file("new"), Draft("old, typed on", file("old").fingerprint, AT))
    assert buffer.theirs == file("new")
    assert buffer.base.fingerprint == file("old").fingerprint


def test_a_change_on_disk_is_taken_over_while_nothing_is_typed():
    buffer = found_on_disk(opened("softmax", file("a"), None), file("b"))
    assert (buffer.text, buffer.is_dirty) == ("b", False)


def test_a_change_on_disk_never_buries_typing():
    buffer = found_on_disk(typed(opened("softmax", file("a"), None), "ax"), file("b"))
    assert (buffer.text, buffer.theirs) == ("ax", file("b"))


def test_the_same_text_on_both_sides_is_no_quarrel():
    buffer = found_on_disk(typed(opened("softmax", file("a"), None), "b"), file("b"))
    assert (buffer.text, buffer.is_dirty, buffer.theirs) == ("b", False, None)


def test_what_is_typed_while_saving_stays_unsaved():
    buffer = saved(typed(opened("softmax", file("a"), None), "abc"), file("ab"))
    assert (buffer.text, buffer.is_dirty) == ("abc", True)


@pytest.mark.parametrize(
    ("text", "faithful"),
    [("", True), ("a\nb\n", True), ("a\r\nb", True), ("a\rb\r", True), ("a\nb\r\n", False), ("a\fb\n", False)],
)
def test_files_that_the_pane_would_change_are_read_only(text, faithful):
    assert Buffer("softmax", text, file(text)).is_faithful is faithful
