"""Old reflections come back once a day, and an answer is kept beside them; on a real database."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.notes.conftest import Notebook
from tracker.changes import NOTHING, Area
from tracker.errors import TrackerError
from tracker.notes.actions import mark_done
from tracker.notes.coming_back import answer, draw, returned
from tracker.notes.queries import find_reflection, list_versions
from tracker.notes.resurfacing import Answer
from tracker.notes.search import search

DAY = timedelta(days=1)
OLD = """# 어느 날

- 기본기에 충실해야 한다는 말이 남는다.
- 왜 소프트맥스 앞에서 마스크를 더하는가?
- 논문을 읽고 나면 바로 손으로 옮겨 적는다.
- 짧다.

> 두 줄로 된 인용은
> 생각으로 돌아온다.

#### 지금 당장 무엇을 할까

- 이것은 할 일이라 돌아오지 않는다.
"""


@pytest.fixture
def old(notebook: Notebook) -> Notebook:
    """A notebook with one note of three weeks ago and one of today."""
    notebook.write("2026-11-01.md", OLD)
    notebook.write("2026-11-22.md", "- 오늘 쓴 생각은 오늘 돌아오지 않는다.\n")
    notebook.sync()
    return notebook


def texts(notebook: Notebook, day: int = 0) -> list[str]:
    """What comes back so many days later."""
    now = notebook.now + day * DAY
    draw(notebook.workspace, notebook.store, now)
    return [one.reflection.text for one in returned(notebook.workspace, notebook.store, now)]


def test_a_few_come_back_and_stay_all_day(old: Notebook) -> None:
    assert returned(old.workspace, old.store, old.now) == ()
    change = draw(old.workspace, old.store, old.now)
    assert change.areas == {Area.NOTES}
    first = texts(old)
    assert len(first) == 3
    assert not {"짧다.", "이것은 할 일이라 돌아오지 않는다.", "오늘 쓴 생각은 오늘 돌아오지 않는다."} & set(first)
    old.write("2026-10-01.md", "".join(f"- 나중에 붙인 오래된 생각 {n}번이다.\n" for n in range(50)))
    old.sync()
    assert draw(old.workspace, old.store, old.now + timedelta(hours=3)) == NOTHING
    assert texts(old) == first


def test_the_next_day_brings_others_and_none_before_its_time(old: Notebook) -> None:
    first = texts(old)
    (other,) = texts(old, 1)
    assert other not in first
    assert all(texts(old, day) == [] for day in range(2, 7)), "everything rests"
    assert set(first) <= set(texts(old, 7)) | set(texts(old, 8))


def test_the_settings_say_how_many_and_how_soon(old: Notebook) -> None:
    def with_settings(**settings: int) -> list[str]:
        workspace = replace(old.workspace, settings=replace(old.workspace.settings, **settings))
        draw(workspace, old.store, old.now)
        return [one.reflection.text for one in returned(workspace, old.store, old.now)]

    assert with_settings(resurface_per_day=0) == []
    assert with_settings(resurface_half_life=22) == []
    assert len(with_settings(resurface_half_life=21, resurface_per_day=1)) == 1


def test_still_true_lets_it_rest_twice_as_long(old: Notebook) -> None:
    before = old.bytes()
    (one, *_) = texts(old)
    id_ = old.ids()[one]
    assert "twice as long" in answer(old.workspace, old.store, id_, Answer.STILL_TRUE, old.now).sentence
    assert [back.answer for back in returned(old.workspace, old.store, old.now) if back.reflection.id == id_] == [
        "still true"
    ]
    assert all(one not in texts(old, day) for day in range(1, 14))
    later = next(day for day in range(14, 20) if one in texts(old, day))
    assert [
        back.answer for back in returned(old.workspace, old.store, old.now + later * DAY) if back.reflection.id == id_
    ] == [""]
    assert [version.cause for version in list_versions(old.store, id_)] == ["new", "still true"]
    assert old.bytes() == before


def test_a_changed_mind_keeps_the_new_thought_beside_the_old_text(old: Notebook) -> None:
    before = old.bytes()
    (one, *_) = texts(old)
    id_ = old.ids()[one]
    answer(old.workspace, old.store, id_, Answer.STILL_TRUE, old.now)
    answer(old.workspace, old.store, id_, Answer.CHANGED, old.now + DAY, thought="  이제는 코드부터\n쓴다. ")
    kept = list_versions(old.store, id_)[-1]
    assert (kept.cause, kept.text, kept.remark) == ("changed my mind", one, "이제는 코드부터 쓴다.")
    assert find_reflection(old.store, id_).text == one
    assert old.bytes() == before
    hits = search(old.workspace, old.store, "코드부터", old.now)
    assert [hit.id for hit in hits] == [id_], "the new thought is found, too"
    assert any(one in texts(old, day) for day in range(7, 12)), "it comes back as soon as any other"


def test_a_changed_mind_needs_a_thought(old: Notebook) -> None:
    (one, *_) = texts(old)
    with pytest.raises(TrackerError, match="new thought"):
        answer(old.workspace, old.store, old.ids()[one], Answer.CHANGED, old.now, thought=" \n ")
    assert len(list_versions(old.store, old.ids()[one])) == 1


def test_done_does_not_come_back_until_it_is_open_again(old: Notebook) -> None:
    (one, *_) = texts(old)
    id_ = old.ids()[one]
    answer(old.workspace, old.store, id_, Answer.DONE, old.now)
    assert find_reflection(old.store, id_).done_at == old.now
    assert all(one not in texts(old, day) for day in range(1, 40))
    mark_done(old.store, id_, old.now, done=False)
    assert any(one in texts(old, day) for day in range(40, 60))


def test_the_answers_survive_an_edit_and_what_vanished_is_not_shown(old: Notebook) -> None:
    one = next(text for text in texts(old) if text in OLD)
    id_ = old.ids()[one]
    answer(old.workspace, old.store, id_, Answer.STILL_TRUE, old.now)
    old.write("2026-11-01.md", OLD.replace(one, f"{one} 정말로."))
    old.sync()
    assert [version.cause for version in list_versions(old.store, id_)] == ["new", "still true", "edited"]
    assert find_reflection(old.store, id_).text == f"{one} 정말로."
    (old.root / "2026-11-01.md").unlink()
    old.sync()
    assert returned(old.workspace, old.store, old.now) == ()
