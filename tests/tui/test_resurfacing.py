"""Old reflections on Today: they come back, are answered with a key, and the answer is kept."""

from __future__ import annotations

import pytest

from tests.tui.conftest import DAY_NOTE
from tracker.notes.queries import list_reflections, list_versions

OLD = "# 어느 특강\n\n## 어떤 사람이 되고 싶은가?\n\n- 기본기가 탄탄한 사람이 되고 싶다.\n"
TEXT = "기본기가 탄탄한 사람이 되고 싶다."


@pytest.fixture
async def back(visitor, workspace):
    """Today with one old reflection on it, and the cursor there."""
    (workspace.notes / "2026-10-01.md").write_text(OLD, encoding="utf-8")
    visitor.app.read_notes()
    await visitor.until_seen("~ resurface")
    await visitor.press("end")
    return visitor


def versions(visitor):
    store = visitor.app.services.store
    (one,) = (found for found in list_reflections(store) if found.text == TEXT)
    return [(version.cause, version.remark) for version in list_versions(store, one.id)]


async def opened(visitor):
    await visitor.press("enter")
    await visitor.until_seen("Is it still true?")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"], indirect=True)
async def test_the_dialog_says_what_it_was_and_where(back):
    await opened(back)
    for words in (
        TEXT,
        "§ 어떤 사람이 되고 싶은가?",
        "1 Oct 2026 · notes/2026-10-01.md, line 5",
        "Changed my mind (c)",
    ):
        assert back.sees(words)
    await back.press("escape")
    await back.until(lambda: not back.app.screen.is_modal, "it is closed")
    assert back.sees("~ resurface")
    assert versions(back) == [("new", "")]


@pytest.mark.parametrize(("key", "cause"), [("s", "still true"), ("d", "done")])
async def test_one_key_answers_and_takes_it_off_the_list(back, key, cause):
    await opened(back)
    await back.press(key)
    await back.until(lambda: versions(back)[-1][0] == cause, "the answer is kept")
    await back.until(lambda: not back.sees("~ resurface"), "it is off the list")


async def test_a_changed_mind_is_written_in_a_line_and_told_the_next_time(back):
    await opened(back)
    await back.press("c", "escape", "c", *"code", "space", *"first", "enter")
    await back.until(lambda: versions(back)[-1] == ("changed my mind", "code first"), "the thought is kept")
    await back.press("2")
    await back.until(lambda: getattr(back.app.screen, "opened", None), "a note is shown")
    (one,) = (found for found in list_reflections(back.app.services.store) if found.text == TEXT)
    back.app.open_reflection(one.id)
    await back.until_seen("~ changed my mind, 22 Nov:")
    assert (back.app.workspace.notes / "2026-10-01.md").read_text(encoding="utf-8") == OLD


async def test_the_note_is_one_key_away(back):
    await opened(back)
    await back.press("o")
    await back.until(lambda: back.app.current_mode == "notes", "the notes are seen")
    await back.until(lambda: back.app.screen.reflection and back.app.screen.reflection.text == TEXT, "the reflection")


async def test_what_is_too_young_stays_away(visitor):
    await visitor.until_seen("streak")
    assert "리뷰를" in DAY_NOTE
    assert not visitor.sees("~ resurface")
