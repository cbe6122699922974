"""The journal as a learner uses it: typed, kept, saved, left, and quarrelled about."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.widgets import TextArea

from tests.tui.conftest import Visitor
from tracker.notes.journal_files import Draft, find_draft, keep_draft
from tracker.notes.queries import list_reflections
from tracker.tui.screens.exercise_dispute import DisputeScreen
from tracker.tui.screens.journal import JournalScreen

ENTRY = "journal/2026-11-22.md"


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """The questions are in English."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


async def opened(visitor: Visitor) -> JournalScreen:
    """The journal after `j`."""
    await visitor.press("j")
    await visitor.until(lambda: isinstance(visitor.app.screen, JournalScreen), "the journal is open")
    screen: JournalScreen = visitor.app.screen
    return screen


async def quarrel(visitor: Visitor) -> tuple[JournalScreen, Path]:
    """A save of what was typed meets what another program wrote; the dialog is open."""
    screen = await opened(visitor)
    await visitor.press(*"mine")
    path = visitor.app.workspace.notes / ENTRY
    path.parent.mkdir()
    path.write_text("theirs\n", encoding="utf-8")
    await visitor.press("ctrl+s")
    await visitor.until(lambda: isinstance(visitor.app.screen, DisputeScreen), "the question")
    return screen, path


def text_of(screen: JournalScreen) -> str:
    """What stands in the editor."""
    return screen.query_one("#journal-text", TextArea).text


def draft_of(visitor: Visitor) -> Any:
    """The draft on disk."""
    workspace = visitor.app.workspace
    return find_draft(workspace, workspace.day(visitor.app.now()))


@pytest.mark.parametrize("size", [(120, 40), (80, 24)], indirect=True)
async def test_what_is_typed_is_drawn_saved_and_read(visitor: Visitor) -> None:
    await opened(visitor)
    await visitor.until_seen("What will I do next?")
    await visitor.press(*"honest", "down", "down", "down", "down", *"softmax", "ctrl+s")
    path = visitor.app.workspace.notes / ENTRY
    assert "- honest\n\n## What will I do next?\n\n- softmax\n" in path.read_text(encoding="utf-8")
    store = visitor.app.services.store
    await visitor.until(
        lambda: [one.text for one in list_reflections(store) if one.note == ENTRY and one.next_action] == ["softmax"],
        "the action is known",
    )
    await visitor.until_seen("• softmax")
    assert draft_of(visitor) is None
    await visitor.press("escape")
    await visitor.until_seen("softmax")
    assert not isinstance(visitor.app.screen, JournalScreen)


@pytest.mark.parametrize("room", ["1", "2", "3", "4", "6"])
async def test_j_opens_it_from_every_room(visitor: Visitor, room: str) -> None:
    await visitor.press(room)
    await opened(visitor)


async def test_leaving_keeps_the_draft_and_says_so(visitor: Visitor) -> None:
    await opened(visitor)
    await visitor.press(*"kept", "escape")
    await visitor.until_seen("your draft is kept")
    assert "- kept\n" in draft_of(visitor).text
    assert not (visitor.app.workspace.notes / ENTRY).exists()
    screen = await opened(visitor)
    assert "- kept\n" in text_of(screen)
    await visitor.press("ctrl+z")
    assert "kept" not in text_of(screen)


async def test_typing_is_in_the_draft_while_it_goes_on(visitor: Visitor) -> None:
    await opened(visitor)
    await visitor.press(*"now")
    await visitor.until(lambda: draft_of(visitor) is not None and "- now\n" in draft_of(visitor).text, "the draft")


async def test_an_untouched_template_leaves_nothing(visitor: Visitor) -> None:
    await opened(visitor)
    await visitor.press("ctrl+s", "escape")
    assert draft_of(visitor) is None
    assert not (visitor.app.workspace.notes / ENTRY).exists()


async def test_what_is_left_to_do_is_offered_and_taken_over_once(visitor: Visitor) -> None:
    earlier = visitor.app.workspace.notes / "journal/2026-11-20.md"
    earlier.parent.mkdir()
    earlier.write_text("## Next steps\n\n- read it again\n", encoding="utf-8")
    visitor.app.read_notes()
    store = visitor.app.services.store
    await visitor.until(lambda: any(one.text == "read it again" for one in list_reflections(store)), "it is read")
    screen = await opened(visitor)
    await visitor.until_seen("1 to do since 2026-11-20")
    await visitor.press("ctrl+o", "ctrl+o")
    assert text_of(screen).endswith("## What will I do next?\n\n- read it again\n")
    await visitor.until(lambda: not visitor.sees("1 to do since"), "the offer is gone")


@pytest.mark.parametrize(("key", "stays", "aside"), [("k", "- mine\n", "theirs\n"), ("t", "theirs\n", "- mine\n")])
async def test_two_texts_are_shown_and_none_is_lost(visitor: Visitor, key: str, stays: str, aside: str) -> None:
    screen, path = await quarrel(visitor)
    await visitor.until_seen("theirs")
    assert path.read_text(encoding="utf-8") == "theirs\n"
    await visitor.press(key)
    await visitor.until(lambda: visitor.app.screen is screen, "the answer")
    assert stays in path.read_text(encoding="utf-8")
    assert stays in text_of(screen)
    kept = visitor.app.workspace.drafts / "journal-2026-11-22-other.md"
    assert aside in kept.read_text(encoding="utf-8")
    assert draft_of(visitor) is None


async def test_a_quarrel_can_be_left_for_later(visitor: Visitor) -> None:
    screen, path = await quarrel(visitor)
    await visitor.press("escape")
    await visitor.until(lambda: visitor.app.screen is screen, "later")
    assert path.read_text(encoding="utf-8") == "theirs\n"
    assert "- mine" in text_of(screen)


async def test_an_entry_ends_with_a_line_end(visitor: Visitor) -> None:
    screen = await opened(visitor)
    area = screen.query_one(TextArea)
    area.replace("the last word", area.document.start, area.document.end)
    await visitor.press("ctrl+s")
    path = visitor.app.workspace.notes / ENTRY
    await visitor.until(path.exists, "it is written")
    assert path.read_text(encoding="utf-8") == "the last word\n"
    await visitor.until_seen("· saved")
    assert text_of(screen) == "the last word"


@pytest.mark.parametrize(
    ("line", "keys", "becomes"),
    [
        ("- one", ["x"], "- one\n- x"),
        ("  * one", [], "  * one\n  * "),
        ("9. nine", ["x"], "9. nine\n10. x"),
        ("- [x] done", [], "- [x] done\n- [ ] "),
        ("- ", ["x"], "x"),
        ("words", ["x"], "words\nx"),
    ],
)
async def test_enter_goes_on_with_the_list(visitor: Visitor, line: str, keys: list[str], becomes: str) -> None:
    screen = await opened(visitor)
    area = screen.query_one(TextArea)
    area.replace(line, area.document.start, area.document.end, maintain_selection_offset=False)
    await visitor.press("enter", *keys)
    assert area.text == becomes


async def test_a_draft_over_an_older_text_is_a_quarrel_too(visitor: Visitor) -> None:
    workspace = visitor.app.workspace
    (workspace.notes / "journal").mkdir()
    (workspace.notes / ENTRY).write_text("theirs\n", encoding="utf-8")
    keep_draft(workspace, workspace.day(visitor.app.now()), Draft("from before\n", "another fingerprint"))
    screen = await opened(visitor)
    assert text_of(screen) == "from before\n"
    await visitor.press("ctrl+s")
    await visitor.until(lambda: isinstance(visitor.app.screen, DisputeScreen), "the question")


async def test_an_entry_that_cannot_be_read_is_named_and_not_touched(visitor: Visitor) -> None:
    path = visitor.app.workspace.notes / ENTRY
    path.parent.mkdir()
    path.write_bytes(b"one\n\xff\xfe\n")
    await visitor.press("j")
    await visitor.until_seen("line 2: this is not UTF-8")
    assert not isinstance(visitor.app.screen, JournalScreen)
    assert path.read_bytes() == b"one\n\xff\xfe\n"


async def test_letters_typed_right_before_the_key_are_saved(visitor: Visitor) -> None:
    await opened(visitor)
    # All at once, as a terminal sends them: no letter has reached the editor when ctrl+s is seen.
    for key in (*"quick", "ctrl+s"):
        character = key if len(key) == 1 else None
        visitor.app.post_message(events.Key(key, character))
    path = visitor.app.workspace.notes / ENTRY
    await visitor.until(path.exists, "the entry is saved")
    assert "- quick\n" in path.read_text(encoding="utf-8")
