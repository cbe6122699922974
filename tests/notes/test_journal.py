"""The journal: its questions mark next actions, entries are written whole, and nothing is written over."""

from __future__ import annotations

from datetime import date

import pytest

from tests.notes.conftest import Notebook
from tracker.errors import TrackerError
from tracker.notes.actions import mark_done
from tracker.notes.journal import TEMPLATES, entry_path, first_answer, is_untouched, language, template, with_actions
from tracker.notes.journal_actions import Unfinished, unfinished
from tracker.notes.journal_files import (
    Draft,
    drop_draft,
    find_draft,
    keep_draft,
    read_entry,
    save_entry,
)
from tracker.notes.outline import outline
from tracker.settings import Settings
from tracker.textfile import ChangedOnDiskError
from tracker.workspace import Workspace

DAY = date(2026, 11, 22)


@pytest.mark.parametrize("name", ["en", "ko"])
def test_what_stands_under_the_second_question_is_a_next_action_and_nothing_else(name: str) -> None:
    first, second = TEMPLATES[name].split("- \n")[:2]
    blocks = outline(f"{first}- honest\n{second}- write softmax\n").blocks
    assert [(one.text, one.next_action) for one in blocks] == [("honest", False), ("write softmax", True)]
    assert outline(TEMPLATES[name]).blocks == ()


@pytest.mark.parametrize(
    ("setting", "environ", "expected"),
    [
        ("", {"LANG": "ko_KR.UTF-8"}, "ko"),
        ("", {"LC_ALL": "C", "LANG": "ko_KR.UTF-8"}, "en"),
        ("", {}, "en"),
        ("ko", {"LANG": "de_DE"}, "ko"),
    ],
)
def test_the_language_is_the_setting_or_the_locale(setting: str, environ: dict[str, str], expected: str) -> None:
    assert language(Settings(language=setting), environ) == expected


def test_the_learners_own_template_wins_and_a_broken_one_is_named(workspace: Workspace) -> None:
    own = workspace.private / "journal-template.md"
    own.write_text("# {date} 일지\n", encoding="utf-8")
    assert template(workspace, DAY, {}) == "# 2026-11-22 일지\n"
    own.write_bytes(b"\xff\xfe\xff")
    with pytest.raises(TrackerError, match="not UTF-8"):
        template(workspace, DAY, {})


@pytest.mark.parametrize("name", ["en", "ko"])
def test_carried_actions_stand_under_the_second_question_once(name: str) -> None:
    carried = with_actions(TEMPLATES[name], ["read\nthe paper", "소프트맥스"])
    assert [one.text for one in outline(carried).blocks if one.next_action] == ["read the paper", "소프트맥스"]
    assert with_actions(carried, ["소프트맥스"]) == carried


def test_actions_find_a_place_where_nothing_asks() -> None:
    assert [one.next_action for one in outline(with_actions("# Day\n\nText.", ["go on"])).blocks] == [False, True]


def test_only_blanks_more_is_untouched() -> None:
    assert is_untouched(TEMPLATES["en"] + "\n\n", TEMPLATES["en"])
    assert is_untouched(" \n", TEMPLATES["en"])
    assert not is_untouched(TEMPLATES["en"] + "x", TEMPLATES["en"])
    assert first_answer(TEMPLATES["en"]) == (4, 2)


def test_an_entry_is_written_and_a_change_by_somebody_else_stays(workspace: Workspace) -> None:
    path = entry_path(workspace, DAY)
    first = save_entry(path, "one\n", expected=read_entry(path).fingerprint)
    path.chmod(0o600)
    second = save_entry(path, "two\n", expected=first.fingerprint)
    assert (path.read_text(), path.stat().st_mode & 0o777) == ("two\n", 0o600)
    path.write_text("theirs\n")
    with pytest.raises(ChangedOnDiskError) as caught:
        save_entry(path, "three\n", expected=second.fingerprint)
    assert caught.value.theirs.text == path.read_text() == "theirs\n"
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_a_linked_entry_stays_a_link(workspace: Workspace) -> None:
    path, target = entry_path(workspace, DAY), workspace.root / "elsewhere.md"
    path.parent.mkdir()
    target.write_text("old\n")
    path.symlink_to(target)
    save_entry(path, "new\n", expected=read_entry(path).fingerprint)
    assert path.is_symlink()
    assert target.read_text() == "new\n"


def test_a_draft_is_kept_found_and_dropped(workspace: Workspace) -> None:
    assert find_draft(workspace, DAY) is None
    keep_draft(workspace, DAY, Draft("하나", ""))
    keep_draft(workspace, DAY, Draft("둘\n", "f"))
    assert find_draft(workspace, DAY) == Draft("둘\n", "f")
    drop_draft(workspace, DAY)
    assert list(workspace.drafts.iterdir()) == []


@pytest.mark.parametrize("damaged", [b'{"base": "", "text": "half', b"[]", b'{"text": 1}', b"\xff\xfe"])
def test_a_damaged_draft_is_put_aside_and_said(workspace: Workspace, damaged: bytes) -> None:
    keep_draft(workspace, DAY, Draft("하나", ""))
    next(workspace.drafts.iterdir()).write_bytes(damaged)
    with pytest.raises(TrackerError, match=r"is damaged") as caught:
        find_draft(workspace, DAY)
    [aside] = workspace.drafts.iterdir()
    assert str(aside) in str(caught.value)
    assert aside.read_text() == damaged.decode("utf-8", "replace")
    assert find_draft(workspace, DAY) is None


def test_a_draft_that_cannot_be_read_is_said(workspace: Workspace) -> None:
    (workspace.drafts / f"journal-{DAY}.json").mkdir(parents=True)
    with pytest.raises(TrackerError, match=r"cannot be read"):
        find_draft(workspace, DAY)


def test_open_actions_come_from_the_latest_earlier_entry(notebook: Notebook) -> None:
    notebook.write("journal/2026-11-20.md", "## Next steps\n\n- oldest\n")
    notebook.write("journal/2026-11-21.md", "## Next steps\n\n- read\n    - slowly\n- write\n- sleep\n")
    notebook.write("journal/2026-11-22.md", "## Next steps\n\n- today\n")
    notebook.sync()
    mark_done(notebook.store, notebook.ids()["write"], notebook.now)
    assert unfinished(notebook.store, DAY) == Unfinished("2026-11-21", ("read", "sleep"))
    assert unfinished(notebook.store, date(2026, 11, 20)) == Unfinished("", ())
